/** Runs another program to its end and says what it said. */

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface Outcome {
  /** The exit code; null when the program could not be started, or was ended by a signal. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Called with each line as it comes, of both streams. */
  readonly onLine?: (line: string) => void;
  /** Ends it, with all that it has started. */
  readonly signal?: AbortSignal;
}

export type Run = (program: string, args: readonly string[], options?: RunOptions) => Promise<Outcome>;

/**
 * What every Python of ours is started with.  `PYTHONSAFEPATH` keeps the current folder off Python's search path, so
 * that a file called `torch.py` in somebody's project is never imported by us; `PYTHONUTF8` makes pipes UTF-8 on
 * Windows too.
 */
const PYTHON_ENVIRONMENT = { PYTHONSAFEPATH: "1", PYTHONUTF8: "1" };

/** A `Run` whose programs start in `folder`: one of our own, never the user's workspace. */
export function runIn(folder: string): Run {
  return (program, args, { onLine, signal } = {}) =>
    new Promise((resolve) => {
      const child = spawn(program, args, {
        cwd: folder,
        env: { ...process.env, ...PYTHON_ENVIRONMENT },
        stdio: ["ignore", "pipe", "pipe"],
        windowsHide: true,
        // A group of its own, so that ending it also ends what it started (pip's builds).
        detached: process.platform !== "win32",
      });
      const lines = { stdout: [] as string[], stderr: [] as string[] };
      for (const name of ["stdout", "stderr"] as const) {
        createInterface({ input: child[name], crlfDelay: Infinity }).on("line", (line) => {
          lines[name].push(line);
          onLine?.(line);
        });
      }
      const stop = () => endGroup(child.pid);
      signal?.addEventListener("abort", stop, { once: true });
      const settle = (code: number | null, error = "") => {
        signal?.removeEventListener("abort", stop);
        resolve({ code, stdout: lines.stdout.join("\n"), stderr: [...lines.stderr, error].join("\n").trim() });
      };
      child.on("error", (error) => settle(null, error.message));
      child.on("close", (code) => settle(code));
    });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGTERM");
  } catch {
    // It has ended by itself meanwhile.
  }
}
