/** `npm start`, from its output to the page whose address it prints. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { launchChromium } from "../../extension/scripts/chromium.mjs";
import { ROOT, venvProgram } from "../../extension/scripts/paths.mjs";
import { PATIENCE, Window } from "./editor.mjs";

test("npm start prints the address of a VS Code with the first exercise open, and ends it on Ctrl-C", { timeout: 4 * PATIENCE }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "shapecoach-learn-"));
  const start = spawn(process.execPath, [join(ROOT, "extension", "scripts", "start.mjs"), "--no-open", "--learn", folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(start, "exit");
  const browser = await launchChromium();
  try {
    const address = await firstMatch(start.stdout, /http:\/\/127\.0\.0\.1:\S+/);
    const window = await Window.open(await browser.newPage(), address);
    await window.page.locator(".tab.active", { hasText: "warm_up.py" }).waitFor();
    await window.lens("Run tests").waitFor();
    await window.screenshot("start");
    const settings = JSON.parse(readFileSync(join(folder, ".vscode", "settings.json"), "utf8"));
    assert.equal(settings["shapecoach.python"], venvProgram("python"));

    start.kill("SIGINT");
    assert.deepEqual(await ended, [130, null]);
    await assert.rejects(fetch(address), "nobody answers any more");
  } finally {
    start.kill("SIGTERM");
    await ended;
    await browser.close();
    rmSync(folder, { recursive: true });
  }
});

/**
 * The first match in what a stream says.
 * @param {import("node:stream").Readable} stream
 * @param {RegExp} pattern
 */
async function firstMatch(stream, pattern) {
  let text = "";
  for await (const part of stream.iterator({ destroyOnReturn: false })) {
    text += part;
    const match = pattern.exec(text);
    if (match) return match[0];
  }
  throw new Error(`It ended without saying ${pattern}:\n${text}`);
}
