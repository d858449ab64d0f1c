/** What a person sees while the scripts work: one line a step, with how long it took. */

import { clearLine, cursorTo } from "node:readline";
import { CommandFailed } from "./run.mjs";

const terminal = process.stdout.isTTY && !process.env.CI;
const colour = terminal && !process.env.NO_COLOR;

/** @type {(code: number) => (text: string) => string} */
const paint = (code) => (text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
export const bold = paint(1);
export const dim = paint(2);
export const red = paint(31);
export const green = paint(32);
export const yellow = paint(33);

/** @param {number} milliseconds */
export function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 1 : 0)} s`;
}

/** Something the user must do first; its message says what and how, and needs no stack trace. */
export class Missing extends Error {}

/** @param {string} text */
export function say(text = "") {
  process.stdout.write(`${text}\n`);
}

/**
 * Shows a step while `work` runs. On a terminal one line moves, with the last thing said through `note`.
 * @template T
 * @param {string} title
 * @param {(note: (line: string) => void) => Promise<T>} work
 * @param {{moving?: boolean, failed?: (result: T) => boolean}} [options] not moving where the work writes to the
 *     terminal itself; `failed` tells a result that is none
 * @returns {Promise<T>}
 */
export async function step(title, work, { moving = terminal, failed = () => false } = {}) {
  const started = performance.now();
  let last = "";
  const draw = () => {
    const width = (process.stdout.columns || 80) - 1;
    cursorTo(process.stdout, 0);
    clearLine(process.stdout, 0);
    process.stdout.write(`  … ${title}  ${seconds(performance.now() - started)}  ${last}`.slice(0, width));
  };
  if (!moving) say(`  … ${title}`);
  const timer = moving ? setInterval(draw, 200) : undefined;
  /** @param {string} mark */
  const end = (mark) => {
    clearInterval(timer);
    if (moving) {
      cursorTo(process.stdout, 0);
      clearLine(process.stdout, 0);
    }
    say(`  ${mark} ${title}  ${dim(seconds(performance.now() - started))}`);
  };
  try {
    const result = await work((line) => void (last = line.trim()));
    end(failed(result) ? red("✗") : green("✓"));
    return result;
  } catch (error) {
    end(red("✗"));
    throw error;
  }
}

/**
 * A step that had nothing to do.
 * @param {string} title
 * @param {string} why
 */
export function done(title, why) {
  say(`  ${green("✓")} ${title}  ${dim(why)}`);
}

/**
 * Runs a script's main function; an error ends the process with exit code 1 and the words a person needs.
 * @param {() => Promise<unknown>} main
 */
export function entry(main) {
  main().catch((error) => {
    process.exitCode = 1;
    if (error instanceof Missing) return console.error(`\n${red("Missing:")} ${error.message}`);
    if (error instanceof CommandFailed) {
      return console.error(`\n${error.output.trimEnd().split("\n").slice(-40).join("\n")}\n\n${red("Failed:")} ${error.message}`);
    }
    console.error(`\n${error.stack}`);
  });
}
