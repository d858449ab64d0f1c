/** `node versions.mjs [TAG]`: whether the extension, the Python package and the tag of a release have one version. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "./paths.mjs";
import { entry, say } from "./progress.mjs";

/** @type {Readonly<Record<string, RegExp>>} */
const PLACES = {
  "package.json": /^ {2}"version": "([^"]+)"/m,
  "package-lock.json": /^ {2}"version": "([^"]+)"/m,
  "server/shapecoach/__init__.py": /^__version__ = "([^"]+)"/m,
};

/** What each of them says, by the file that it stands in. */
export function versions(root = ROOT) {
  return Object.fromEntries(
    Object.entries(PLACES).map(([path, pattern]) => [path, pattern.exec(readFileSync(join(root, path), "utf8"))?.[1] ?? "none"]),
  );
}

/**
 * The one version of all; that of a release has a section in the changelog.
 * @param {string} [tag] of a release, `v` and the version
 * @throws {Error} where there are several, with each
 */
export function commonVersion(tag, root = ROOT) {
  const all = { ...versions(root), ...(tag !== undefined && { [`the tag ${tag}`]: tag.replace(/^v/, "") }) };
  const [version = "none", ...others] = new Set(Object.values(all));
  if (others.length) throw new Error(`The versions differ: ${Object.entries(all).map(([place, one]) => `${one} in ${place}`).join(", ")}.`);
  const changelog = readFileSync(join(root, "CHANGELOG.md"), "utf8");
  if (tag !== undefined && !changelog.includes(`\n## [${version}]`)) throw new Error(`${version} has no place in CHANGELOG.md.`);
  return version;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) entry(async () => say(commonVersion(process.argv[2])));
