/** Running other programs: quietly, with their last words kept for the error message. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { endsWithUs } from "./lifetime.mjs";
import { ROOT } from "./paths.mjs";

/** A program that ended badly; `output` is all it said. */
export class CommandFailed extends Error {
  /**
   * @param {string} command
   * @param {string} reason
   * @param {string} output
   */
  constructor(command, reason, output) {
    super(`${command}: ${reason}`);
    this.output = output;
  }
}

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] where it runs; the repository's root if not said
 * @property {NodeJS.ProcessEnv} [env] added to this process's environment; undefined takes a variable away
 * @property {(line: string) => void} [onLine] is told every line as it is written
 * @property {boolean} [show] whether its output goes to this terminal as it comes
 */

/**
 * Runs a program to its end and gives what it wrote on both streams, with its exit code.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{code: number, output: string}>}
 * @throws {CommandFailed} when the program can't be started or dies of a signal
 */
export async function tryRun(command, args, { cwd = ROOT, env = {}, onLine, show = false } = {}) {
  // npm and code are .cmd files on Windows, which only a shell can start.
  const shell = process.platform === "win32" && !command.endsWith(".exe");
  const child = spawn(command, shell ? args.map((arg) => `"${arg}"`) : args, { cwd, env: { ...process.env, ...env }, shell, stdio: ["ignore", "pipe", "pipe"] });
  const ended = endsWithUs(() => child.kill());
  let output = "";
  for (const [stream, terminal] of /** @type {const} */ ([[child.stdout, process.stdout], [child.stderr, process.stderr]])) {
    stream.setEncoding("utf8");
    stream.on("data", (/** @type {string} */ text) => {
      output += text;
      if (show) terminal.write(text);
      if (onLine) text.split(/\r?\n|\r/).filter((line) => line.trim()).forEach(onLine);
    });
  }
  const [code, signal] = await once(child, "close").catch((error) => {
    throw new CommandFailed(command, error.code === "ENOENT" ? "not found" : error.message, output);
  });
  ended();
  if (code === null) throw new CommandFailed(command, `ended by ${signal}`, output);
  return { code, output };
}

/**
 * As `tryRun`, for programs that must succeed; gives their output.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @throws {CommandFailed} also when the exit code is not 0
 */
export async function run(command, args, options) {
  const { code, output } = await tryRun(command, args, options);
  if (code !== 0) throw new CommandFailed([command, ...args].join(" "), `exit code ${code}`, output);
  return output;
}

/** npm, as the very one that started us where there is one; `[command, ...first arguments]`. */
export function npm() {
  const path = process.env.npm_execpath;
  return path?.endsWith(".js") ? [process.execPath, path] : ["npm"];
}
