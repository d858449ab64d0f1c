/** Where a Python may be, best first.  Nothing is run here, and nothing of VS Code is needed. */

import type * as path from "node:path";

export interface Candidate {
  readonly path: string;
  /** Where it comes from, as said to the user: "the setting shapecoach.python". */
  readonly source: string;
}

/** Everything that the choice of a Python depends on. */
export interface Surroundings {
  /** The setting `shapecoach.python`; empty when it isn't set. */
  readonly setting: string;
  /** The interpreter chosen in the Python extension, if that is installed. */
  readonly pythonExtension: string | undefined;
  readonly folders: readonly string[];
  /** Whether the user trusts the authors of the files in this workspace. */
  readonly trusted: boolean;
  /** The Python that worked last time, in whatever workspace that was. */
  readonly lastUsed: string | undefined;
  /** The environment variable PATH. */
  readonly searchPath: string;
  readonly home: string;
  /** How paths are written on this system. */
  readonly paths: path.PlatformPath;
  readonly isFile: (path: string) => boolean;
}

/**
 * The Pythons to try, in order.  The setting is an order and leaves nothing else to try; without it come the Python
 * extension's choice, a `.venv` in a workspace folder, the PATH, and what worked last time.  In a workspace that isn't
 * trusted, whatever lies inside the workspace is left out, wherever its path came from.
 */
export function candidates(around: Surroundings): Candidate[] {
  const found = around.setting.trim() === "" ? unasked(around) : [chosen(around)];
  const allowed = found.filter((candidate) => around.trusted || !insideWorkspace(candidate.path, around));
  return allowed.filter((candidate, i) => allowed.findIndex((other) => other.path === candidate.path) === i);
}

function chosen(around: Surroundings): Candidate {
  const folder = around.folders[0] ?? around.home;
  const written = around.setting
    .trim()
    .replace(/^~(?=$|[\\/])/, () => around.home)
    .replaceAll("${workspaceFolder}", () => folder);
  const isName = !/[\\/]/.test(written);
  const resolved = (isName ? onSearchPath([written], around)[0] : undefined) ?? around.paths.resolve(folder, written);
  return { path: resolved, source: "the setting shapecoach.python" };
}

function unasked(around: Surroundings): Candidate[] {
  const inVenv = isWindows(around) ? ["Scripts", "python.exe"] : ["bin", "python"];
  const places: [source: string, paths: string[]][] = [
    ["the Python extension", around.pythonExtension === undefined ? [] : [around.pythonExtension]],
    ["the workspace's .venv", around.folders.map((folder) => around.paths.join(folder, ".venv", ...inVenv))],
    ["the PATH", onSearchPath(["python3", "python"], around)],
    ["the Python used last time", around.lastUsed === undefined ? [] : [around.lastUsed]],
  ];
  return places.flatMap(([source, paths]) => paths.filter(around.isFile).map((path) => ({ path, source })));
}

function onSearchPath(names: readonly string[], around: Surroundings): string[] {
  const { paths, searchPath, isFile } = around;
  const suffix = isWindows(around) ? ".exe" : "";
  // A relative entry would mean a folder of the workspace, or of wherever VS Code was started.
  const folders = searchPath.split(paths.delimiter).filter((folder) => paths.isAbsolute(folder));
  return names.flatMap((name) => {
    const file = name.endsWith(suffix) ? name : name + suffix;
    return folders.map((folder) => paths.join(folder, file)).filter(isFile).slice(0, 1);
  });
}

function insideWorkspace(file: string, { folders, paths }: Surroundings): boolean {
  return folders.some((folder) => {
    const way = paths.relative(folder, file);
    return way !== ".." && !way.startsWith(".." + paths.sep) && !paths.isAbsolute(way);
  });
}

function isWindows({ paths }: Surroundings): boolean {
  return paths.sep === "\\";
}
