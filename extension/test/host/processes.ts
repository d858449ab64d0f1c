/** The language server's process, found among the children of this extension host.  Linux, as code-server is. */

import { readdirSync, readFileSync } from "node:fs";

/** The process ids of the language servers that this extension host has started and that are still there. */
export function serverProcesses(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === process.pid && argumentsOf(pid).endsWith("-m shapecoach lsp"));
}

function parentOf(pid: number): number | undefined {
  // pid (name) state ppid ...: a name may hold spaces and brackets, so what counts comes after the last one.
  const fields = read(`/proc/${pid}/stat`).split(")").at(-1)?.trim().split(" ");
  return fields?.[0] === "Z" ? undefined : Number(fields?.[1]);
}

function argumentsOf(pid: number): string {
  return read(`/proc/${pid}/cmdline`).split("\0").filter(Boolean).join(" ");
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // gone meanwhile
  }
}
