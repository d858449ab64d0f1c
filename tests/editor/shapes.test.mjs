/** Live shape feedback, as a person sees it. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PATIENCE, startEditor } from "./editor.mjs";

/** `return q @ k_t` in workspace/attention.py, and the column after it. */
const PRODUCT = { line: 15, end: 20 };
/** It takes a tenth of this on an idle machine; a machine that runs other tests too is given time. */
const UNDERLINED_WITHIN = 5_000;

/** @type {import("./editor.mjs").Editor} */
let editor;
/** @type {import("./editor.mjs").Window} */
let window;
before(async () => {
  editor = await startEditor();
  window = await editor.open(editor.workspace, "attention.py");
  await window.page.keyboard.press("Control+b"); // without the side bar, for the pictures
});
after(async () => {
  await window.screenshot("shapes-last");
  await editor.close();
});

test("a file that is opened shows the shape of every tensor", { timeout: 2 * PATIENCE }, async () => {
  await window.showsShape("q", "batch n_heads seq d_head");
  await window.showsShape("k_t", "batch n_heads d_head seq");
  await window.showsShape("mean", "batch 1");
  for (const severity of /** @type {const} */ (["error", "warning"])) assert.equal(await window.squiggles(severity).count(), 0);
  await window.screenshot("shapes");
});

test("a bug is underlined as it is typed", { timeout: 2 * PATIENCE }, async (t) => {
  await window.goTo(PRODUCT.line, PRODUCT.end);
  await window.page.keyboard.press("Backspace");
  const typed = performance.now();
  await window.page.keyboard.press("Backspace"); // k_t has become k: the transpose is left out
  await window.squiggles("warning").waitFor({ state: "attached" });
  const took = Math.round(performance.now() - typed);
  t.diagnostic(`underlined after ${took} ms`);
  assert.ok(took < UNDERLINED_WITHIN, `it took ${took} ms`);
  await window.command("Problems: Focus on Problems View");
  await window.problems.filter({ hasText: "d_head" }).waitFor();
  await window.screenshot("bug");
});

test("its quick fix removes it", { timeout: 2 * PATIENCE }, async () => {
  await window.goTo(PRODUCT.line, PRODUCT.end - 2);
  await window.offers("transpose");
  await window.screenshot("quick-fix");
  await window.page.keyboard.press("Enter");
  await window.text.filter({ hasText: /return\sq\s@\sk\S/ }).waitFor();
  await window.squiggles("warning").waitFor({ state: "detached" });
  await window.screenshot("fixed");
});
