/**
 * The tests inside VS Code's extension host (`extension/test/host`), which see the whole `vscode` API.
 *
 * A page's address tells VS Code which extension to load from its sources and which module's `run` to call there; that
 * module (test/host/index.ts) leaves its results in a file.
 */

import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { launchChromium } from "./chromium.mjs";
import { installCodeServer } from "./code-server/install.mjs";
import { payload, serve } from "./code-server/serve.mjs";
import { coverageFolder } from "./coverage.mjs";
import { ARTIFACTS, DIST, ROOT, venvProgram } from "./paths.mjs";

const TIME_LIMIT = 10 * 60_000;

/**
 * @typedef {object} HostResults
 * @property {boolean} [finished] false when the time was up before the tests were
 * @property {number} passed
 * @property {number} failed
 * @property {string} report what mocha's reporter said
 */

/**
 * The windows that the tests run in.  In the restricted one, where `restricted.test.ts` runs and nothing else, the user
 * has not said that they trust the workspace.
 * @type {Record<string, Partial<import("./code-server/serve.mjs").ServeOptions>>}
 */
const WINDOWS = {
  trusted: {},
  restricted: { trust: true, settings: { "security.workspace.trust.startupPrompt": "never" } },
};

/**
 * Runs them, each window in a VS Code of its own.
 * @param {string[]} [wanted] beginnings of the names of the files to run, by default all
 * @returns {Promise<HostResults>}
 */
export async function runHostTests(wanted = []) {
  const codeServer = await installCodeServer();
  const coverage = coverageFolder("host");
  const all = { passed: 0, failed: 0, report: "" };
  const isRestricted = (/** @type {string} */ file) => file.startsWith("restricted");
  for (const name of Object.keys(WINDOWS)) {
    const files = wanted.filter((file) => isRestricted(file) === (name === "restricted"));
    if (wanted.length > 0 && files.length === 0) continue;
    const { finished, passed, failed, report } = await runWindow(codeServer, name, files, coverage);
    all.passed += passed;
    // None at all is a fault too: a bundle that VS Code could not load.
    all.failed += failed || Number(passed === 0 || !finished);
    all.report += `In the ${name} window${finished ? "" : ", which took too long"}:\n${report}\n`;
  }
  return all;
}

/**
 * Runs the tests of one window, with `extension/test/host/workspace` (copied) as its folder.
 * @param {import("./code-server/install.mjs").CodeServer} codeServer
 * @param {string} name
 * @param {string[]} files
 * @param {string} coverage the folder for what V8 counts
 * @returns {Promise<HostResults>}
 */
async function runWindow(codeServer, name, files, coverage) {
  const home = mkdtempSync(join(tmpdir(), "shapecoach-host-"));
  const workspace = join(home, "workspace");
  const results = join(ARTIFACTS, `host-tests-${name}.json`);
  mkdirSync(ARTIFACTS, { recursive: true });
  rmSync(results, { force: true });
  mkdirSync(workspace);
  const fixtures = join(ROOT, "extension", "test", "host");
  cpSync(join(fixtures, "workspace"), workspace, { recursive: true });
  cpSync(join(fixtures, "debugger"), join(home, "data", "extensions", "ms-python.debugpy"), { recursive: true });

  const served = await serve(codeServer, {
    data: join(home, "data"),
    privateHome: true,
    machineSettings: { "shapecoach.python": venvProgram("python") },
    settings: { "git.enabled": false, ...WINDOWS[name]?.settings },
    trust: WINDOWS[name]?.trust ?? false,
    env: {
      SHAPECOACH_HOST_RESULTS: results,
      SHAPECOACH_HOST_WINDOW: name,
      SHAPECOACH_HOST_FILES: files.join(),
      SHAPECOACH_HOST_COVERAGE: join(coverage, `coverage-${name}.json`),
    },
    // Since VS Code 1.139 tests are started only with this driver; without it the payload is ignored, silently.
    args: ["--vscode-option", "enable-smoke-test-driver"],
  });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.exposeFunction("codeAutomationLog", () => undefined);
    /** @type {Promise<void>} */
    const exited = new Promise((done) => void page.exposeFunction("codeAutomationExit", () => done()));
    const remote = `vscode-remote://127.0.0.1:${served.port}`;
    const tests = payload([
      ["extensionDevelopmentPath", remote + ROOT],
      ["extensionTestsPath", `${remote}${join(DIST, "test", "host", "index.js")}`],
    ]);
    await page.goto(`${served.address}/?folder=${encodeURIComponent(workspace)}&payload=${tests}`);
    await Promise.race([exited, pause(TIME_LIMIT, undefined, { ref: false })]);
    await page.screenshot({ path: join(ARTIFACTS, `host-tests-${name}.png`) });
    if (!existsSync(results)) throw new Error(`No results of the host tests in time. See ${served.log} and .artifacts/host-tests-${name}.png.`);
    return JSON.parse(readFileSync(results, "utf8"));
  } finally {
    await browser.close();
    await served.stop();
    cpSync(join(home, "data", "user-data", "logs"), join(ARTIFACTS, `host-logs-${name}`), { recursive: true, force: true });
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}
