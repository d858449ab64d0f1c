/** Which lines of extension/src the tests ran, in Node and in VS Code taken together. */

import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { ARTIFACTS, ROOT } from "./paths.mjs";

const FOLDER = join(ARTIFACTS, "coverage");
const SOURCES = join("extension", "src");
/** Per cent of the lines with code that must be run. */
const LEAST = 90;

/**
 * An empty folder for what V8 counts while some of the tests run.
 * @param {"unit" | "host"} tests
 */
export function coverageFolder(tests) {
  const folder = join(FOLDER, tests);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * Puts together what was counted when the tests ran last.
 * @returns {Promise<{isEnough: boolean, report: string}>} the report has a line for each file, and its lines that didn't run
 */
export async function coverage() {
  const { CoverageReport } = await import("monocart-coverage-reports");
  const ours = new Set(readdirSync(join(ROOT, SOURCES)));
  const report = new CoverageReport({
    baseDir: ROOT,
    outputDir: join(FOLDER, "report"),
    reports: ["lcovonly"],
    logging: "error",
    entryFilter: (/** @type {{url: string}} */ { url }) => url.includes("/extension/dist/"),
    // They are `src/...` in one bundle's source map, and `extension/src/...` in another's.
    sourceFilter: (/** @type {string} */ path) => /(^|\/)src\/\w+\.ts$/.test(path) && ours.has(basename(path)),
    sourcePath: (/** @type {string} */ path) => (path.endsWith(".ts") ? join(SOURCES, basename(path)) : path),
    all: { dir: join(ROOT, SOURCES), filter: "**/*.ts" },
  });
  for (const tests of ["unit", "host"]) await report.addFromDir(join(FOLDER, tests));
  const results = await report.generate();
  if (!results) return { isEnough: false, report: "Nothing was counted: run the tests first." };
  const lines = results.files.map(({ sourcePath, summary, data }) => {
    const missed = Object.entries(data?.lines ?? {}).flatMap(([line, count]) => (count === 0 ? [line] : []));
    return `${percent(summary.lines.pct)}  ${relative(SOURCES, sourcePath)}  ${missed.join(" ")}`.trimEnd();
  });
  const { pct, covered, total } = results.summary.lines;
  lines.sort().push(`${percent(pct)}  of ${SOURCES}: ${covered} of ${total} lines; ${LEAST} % are wanted`);
  return { isEnough: Number(pct) >= LEAST, report: lines.join("\n") };
}

/** @param {number | ""} pct */
function percent(pct) {
  return `${Number(pct).toFixed(1).padStart(5)} %`;
}
