/** The learner's folder: made by the `shapecoach` package, told here which Python to run exercises with. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { venvProgram } from "./paths.mjs";
import { say } from "./progress.mjs";
import { run } from "./run.mjs";

const PREPARE = `
import sys
from pathlib import Path
from shapecoach.lessons import catalogue, learn

folder = learn(Path(sys.argv[1]))
print(folder.path_of(folder.next_exercise() or catalogue().exercises[-1]))
`;

/**
 * Makes or refreshes the folder.
 * @param {string} folder
 * @returns {Promise<string>} the file of the exercise to open
 */
export async function prepareLessons(folder) {
  const python = venvProgram("python");
  const output = await run(python, ["-c", PREPARE, folder]);
  setPython(join(folder, ".vscode", "settings.json"), python);
  return output.trim().split("\n").at(-1) ?? "";
}

/**
 * Sets `shapecoach.python` in a folder's settings, and leaves the rest as it is.
 * @param {string} path
 * @param {string} python
 */
function setPython(path, python) {
  const text = existsSync(path) ? readFileSync(path, "utf8") : "{}";
  let settings;
  try {
    settings = JSON.parse(text);
  } catch {
    // With comments, it was written by a person.
    if (!text.includes(python)) say(`    (set "shapecoach.python" to ${python} in ${path})`);
    return;
  }
  if (settings["shapecoach.python"] === python) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify({ ...settings, "shapecoach.python": python }, null, 2)}\n`);
}
