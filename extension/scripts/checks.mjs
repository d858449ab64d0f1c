/** Every check of the project: what it is called, which program makes it, and how its tests are counted. */

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { coverage, coverageFolder } from "./coverage.mjs";
import { PROGRAMS_OF_WHEEL } from "./packaged.mjs";
import { ARTIFACTS, DIST, ROOT, venvProgram } from "./paths.mjs";
import { tryRun } from "./run.mjs";
import { PROGRAMS } from "./system-programs.mjs";

/**
 * @typedef {object} Result
 * @property {number} passed
 * @property {number} failed
 * @property {string} output
 */

/**
 * @typedef {(more: string[], show: boolean) => Promise<Result>} Run with more arguments for the program
 */

/**
 * @typedef {object} Check
 * @property {"lint" | "python" | "typescript" | "host" | "coverage" | "editor" | "packaged"} group
 * @property {string} title
 * @property {import("./system-programs.mjs").SystemProgram[]} [needs]
 * @property {Run} run
 */

const tool = (/** @type {string} */ path) => join(ROOT, "node_modules", path);

/**
 * The wheel in an environment of its own, which has PyTorch by links: for systems that have such.
 * @type {readonly Check[]}
 */
const PACKAGED = [
  { group: "packaged", title: "Wheel, Neovim, Emacs", needs: [PROGRAMS.neovim, PROGRAMS.emacs], run: pytest("packaged", ["-n", "auto", join("tests", "foreign_editors")], { SHAPECOACH_PROGRAMS: PROGRAMS_OF_WHEEL }) },
  { group: "packaged", title: "Wheel, JupyterLab; sdist", needs: [PROGRAMS.chromium], run: nodeTests(join(ROOT, "tests", "packaged"), ".test.mjs") },
];

/** @type {readonly Check[]} */
export const CHECKS = [
  { group: "lint", title: "ruff check", run: lint(venvProgram("ruff"), ["check", "--output-format=concise", "."]) },
  { group: "lint", title: "ruff format", run: lint(venvProgram("ruff"), ["format", "--check", "."]) },
  { group: "lint", title: "pyright, strict", run: lint(venvProgram("pyright"), []) },
  { group: "lint", title: "import direction", run: lint(venvProgram("lint-imports"), ["--no-cache"]) },
  { group: "lint", title: "eslint", run: lint(process.execPath, [tool("eslint/bin/eslint.js"), "--config", "extension/eslint.config.mjs", "extension", "tests"]) },
  { group: "lint", title: "tsc, extension", run: lint(process.execPath, [tool("typescript/bin/tsc"), "-p", "extension"]) },
  { group: "lint", title: "tsc, scripts", run: lint(process.execPath, [tool("typescript/bin/tsc"), "-p", "extension/scripts"]) },
  { group: "python", title: "pytest", needs: [PROGRAMS.neovim, PROGRAMS.emacs], run: pytest("pytest", ["-n", "auto", "--dist", "worksteal"]) },
  { group: "typescript", title: "Set-up", run: nodeTests(join(ROOT, "extension", "test", "scripts"), ".test.mjs") },
  { group: "typescript", title: "Extension, in Node", run: unitTests },
  { group: "host", title: "Extension, in VS Code", needs: [PROGRAMS.chromium], run: hostTests },
  { group: "coverage", title: "Lines that these ran", needs: [PROGRAMS.chromium], run: linesThatRan },
  { group: "editor", title: "As seen in VS Code", needs: [PROGRAMS.chromium], run: nodeTests(join(ROOT, "tests", "editor"), ".test.mjs") },
  ...(process.platform === "win32" ? [] : PACKAGED),
];

/**
 * A program that is one test by itself.
 * @param {string} program
 * @param {string[]} args
 * @returns {Run}
 */
function lint(program, args) {
  return async (more, show) => {
    const { code, output } = await tryRun(program, [...args, ...more], { show });
    return { passed: Number(code === 0), failed: Number(code !== 0), output };
  };
}

/**
 * @param {string} name of its report
 * @param {string[]} usual what it is given unless something else is asked for
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Run}
 */
function pytest(name, usual, env = {}) {
  return async (more, show) => {
    const report = join(ARTIFACTS, `${name}.xml`);
    const args = ["-m", "pytest", `--junitxml=${report}`, ...(more.length ? more : usual)];
    const { code, output } = await tryRun(venvProgram("python"), args, { show, env });
    const suite = existsSync(report) ? (/<testsuite [^>]*>/.exec(readFileSync(report, "utf8"))?.[0] ?? "") : "";
    const count = (/** @type {string} */ word) => Number(new RegExp(` ${word}="(\\d+)"`).exec(suite)?.[1] ?? 0);
    // A skipped test counts as failed: whatever a test needs is installed, or that is said before it starts.
    const failed = count("failures") + count("errors") + count("skipped");
    return { passed: count("tests") - failed, failed: failed || Number(code !== 0), output };
  };
}

/**
 * The files of a folder, by Node's own test runner, one after the other.
 * @param {string} folder
 * @param {string} ending
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Run}
 */
function nodeTests(folder, ending, env = {}) {
  return async (more, show) => {
    const names = readdirSync(folder).filter((name) => name.endsWith(ending));
    const args = ["--test", "--test-concurrency=1", "--test-reporter=spec", ...more, ...names.sort().map((name) => join(folder, name))];
    const { code, output } = await tryRun(process.execPath, args, { show, env });
    const count = (/** @type {string} */ word) => Number(new RegExp(`^\\S+ ${word} (\\d+)$`, "m").exec(output)?.[1] ?? 0);
    const failed = count("fail") + count("cancelled") + count("skipped") + count("todo");
    return { passed: count("pass"), failed: failed || Number(code !== 0), output };
  };
}

/** @type {Run} */
async function unitTests(more, show) {
  return nodeTests(join(DIST, "test", "unit"), ".test.js", { NODE_V8_COVERAGE: coverageFolder("unit") })(more, show);
}

/** @type {Run} */
async function hostTests(more, show) {
  const { runHostTests } = await import("./host-tests.mjs");
  const { passed, failed, report } = await runHostTests(more);
  if (show) process.stdout.write(`${report}\n`);
  return { passed, failed, output: report };
}

/** @type {Run} */
async function linesThatRan(_, show) {
  const { isEnough, report } = await coverage();
  if (show) process.stdout.write(`${report}\n`);
  return { passed: Number(isEnough), failed: Number(!isEnough), output: report };
}
