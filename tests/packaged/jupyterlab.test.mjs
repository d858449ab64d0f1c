/** A notebook in JupyterLab, set up as the page about it says, with the server of the wheel. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { launchChromium } from "../../extension/scripts/chromium.mjs";
import { freePort } from "../../extension/scripts/code-server/serve.mjs";
import { JUPYTER_HOME, PROGRAMS_OF_WHEEL } from "../../extension/scripts/packaged.mjs";
import { ARTIFACTS, ROOT } from "../../extension/scripts/paths.mjs";

const PATIENCE = 90_000;

const CELLS = [
  "%matplotlib inline\nfrom jaxtyping import Float\nfrom torch import Tensor",
  'def scores(q: Float[Tensor, "batch query d_head"], k: Float[Tensor, "batch key d_head"]):\n    turned = k.mT\n    return q @ k',
];

/** @type {string} */
let home;
/** @type {import("node:child_process").ChildProcess} */
let server;
/** @type {import("playwright-core").Browser} */
let browser;
/** @type {import("playwright-core").Page} */
let page;
/** @type {string[]} */
const outside = [];
let said = "";

before(async () => {
  home = mkdtempSync(join(tmpdir(), "shapecoach-jupyter-"));
  const config = join(home, "config");
  const notebooks = join(home, "notebooks");
  for (const folder of [config, notebooks]) mkdirSync(folder);
  const [, setup = ""] = /^```json\n(.*?)^```$/ms.exec(readFileSync(join(ROOT, "docs", "editors", "jupyterlab.md"), "utf8")) ?? [];
  writeFileSync(join(config, "jupyter_server_config.json"), setup);
  const cells = CELLS.map((source, number) => ({ cell_type: "code", id: `cell${number}`, metadata: {}, source, outputs: [], execution_count: null }));
  const metadata = { kernelspec: { name: "python3", display_name: "Python 3", language: "python" }, language_info: { name: "python", file_extension: ".py" } };
  writeFileSync(join(notebooks, "scores.ipynb"), JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }));

  const address = await startJupyter(config, notebooks);
  browser = await launchChromium();
  page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  page.setDefaultTimeout(PATIENCE);
  page.on("request", (request) => void (new URL(request.url()).hostname === "127.0.0.1" || /^(data|blob):/.test(request.url()) || outside.push(request.url())));
  await page.goto(`${address}/lab/tree/scores.ipynb`);
  await page.locator(".jp-Notebook .cm-content").last().waitFor();
});

after(async () => {
  mkdirSync(join(ARTIFACTS, "screenshots"), { recursive: true });
  await page?.screenshot({ path: join(ARTIFACTS, "screenshots", "jupyterlab.png") });
  await browser?.close();
  if (server?.pid && server.exitCode === null) {
    process.kill(-server.pid, "SIGTERM");
    await once(server, "exit");
  }
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
});

/**
 * JupyterLab with a home of its own, on this machine's loopback; gives its address once it answers.
 * @param {string} config
 * @param {string} notebooks
 */
async function startJupyter(config, notebooks) {
  const port = await freePort();
  const options = { ip: "127.0.0.1", port, port_retries: 0, open_browser: "False", root_dir: notebooks, allow_root: "True" };
  server = spawn(
    join(JUPYTER_HOME, "bin", "jupyter-lab"),
    [...Object.entries(options).map(([name, value]) => `--ServerApp.${name}=${value}`), "--IdentityProvider.token="],
    {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, PYTHONPATH: undefined, PATH: [PROGRAMS_OF_WHEEL, process.env.PATH].join(delimiter), HOME: home, JUPYTER_CONFIG_DIR: config, JUPYTER_DATA_DIR: join(home, "data"), IPYTHONDIR: join(home, "ipython") },
    },
  );
  for (const stream of [server.stdout, server.stderr]) stream?.on("data", (text) => void (said += text));
  const address = `http://127.0.0.1:${port}`;
  for (let waited = 0; waited < PATIENCE; waited += 200) {
    if (await fetch(`${address}/api`).then(({ ok }) => ok, () => false)) return address;
    assert.equal(server.exitCode, null, said);
    await pause(200);
  }
  return assert.fail(said);
}

test("a mistake is underlined in its cell, and explained", { timeout: 2 * PATIENCE }, async () => {
  const underlined = page.locator(".jp-Notebook .cm-lintRange-warning, .jp-Notebook .cm-lintRange-error");
  await underlined.first().waitFor().catch((error) => assert.fail(`${error}\n${said}`));
  assert.deepEqual(await underlined.allTextContents(), ["q @ k"]);
  await underlined.first().hover();
  await page.locator(".cm-tooltip", { hasText: "d_head = key" }).waitFor();
});

test("a name tells its shape when it is pointed at", { timeout: 2 * PATIENCE }, async () => {
  const { right, y } = await page.locator(".jp-Notebook .cm-line", { hasText: "turned = k.mT" }).evaluate((line) => {
    const range = document.createRange();
    range.selectNodeContents(/** @type {Node} */ (line.firstChild)); // the indentation and the name
    return range.getClientRects()[0] ?? { x: 0, y: 0, right: 0 };
  });
  await page.keyboard.down("Control");
  await page.mouse.move(right - 15, y + 5, { steps: 5 });
  await page.locator(".lsp-hover", { hasText: "batch d_head key" }).waitFor();
});

test("no page asked for anything outside of this machine", () => assert.deepEqual(outside, []));
