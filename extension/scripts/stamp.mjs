/** Steps that are skipped when nothing they depend on has changed since they last succeeded. */

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { ARTIFACTS, ROOT } from "./paths.mjs";
import { done, step } from "./progress.mjs";

const IGNORED = new Set(["node_modules", "__pycache__", "dist", ".pytest_cache"]);

/**
 * A step of the set-up.
 * @typedef {object} Step
 * @property {string} name of its stamp
 * @property {string} title what is shown
 * @property {readonly string[]} files and folders it reads, from the root
 * @property {readonly string[]} [values] whatever else it depends on
 * @property {readonly string[]} makes paths that must exist, or it is done again
 * @property {(note: (line: string) => void) => Promise<unknown>} work
 */

/**
 * Does the step, unless it was done with the same inputs and what it made is still there.
 * @param {Step} wanted
 */
export async function ensure({ name, title, files, values = [], makes, work }) {
  const stamp = join(ARTIFACTS, "stamps", name);
  const digest = fingerprint(files, values);
  const fresh = makes.every((path) => existsSync(path)) && existsSync(stamp) && readFileSync(stamp, "utf8") === digest;
  if (fresh) return done(title, "up to date");
  await step(title, work);
  mkdirSync(join(ARTIFACTS, "stamps"), { recursive: true });
  writeFileSync(stamp, digest);
}

/**
 * @param {readonly string[]} files
 * @param {readonly string[]} values
 */
function fingerprint(files, values) {
  const hash = createHash("sha256").update(JSON.stringify(values));
  for (const path of files.flatMap((file) => filesUnder(join(ROOT, file)))) {
    hash.update(`\0${relative(ROOT, path)}\0`).update(readFileSync(path));
  }
  return hash.digest("hex");
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !IGNORED.has(entry.name))
    .flatMap((entry) => filesUnder(join(path, entry.name)))
    .sort();
}
