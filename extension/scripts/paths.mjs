/** Where things are: the repository's own places, and the cache outside of it that clones share. */

import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const VENV = join(ROOT, ".venv");
export const DIST = join(ROOT, "extension", "dist");
export const VSIX = join(DIST, "shapecoach.vsix");
/** Screenshots, logs and reports of the tests; what a step needs to know about its last run. */
export const ARTIFACTS = join(ROOT, ".artifacts");

/** The folder for downloads that outlive a clone: `$SHAPECOACH_CACHE`, or the user's cache folder. */
export function cacheFolder() {
  const own = process.env.SHAPECOACH_CACHE;
  if (own) return resolve(own);
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "shapecoach");
}

/**
 * A program of the virtual environment.
 * @param {string} name
 */
export function venvProgram(name) {
  return process.platform === "win32" ? join(VENV, "Scripts", `${name}.exe`) : join(VENV, "bin", name);
}
