/** Names of axes while code is written: completed in a pattern, hinted at, renamed; and the cells of a notebook. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openTransformer, PATIENCE, startEditor } from "./editor.mjs";

/** Places in workspace/transformer.py, counted from 1. */
const FLATTENED = { line: 28, column: 14 };
const FEATURE = { line: 25, column: 37 };

/** @type {import("./editor.mjs").Editor} */
let editor;
/** @type {import("./editor.mjs").Window} */
let window;
before(async () => {
  editor = await startEditor();
  window = await openTransformer(editor);
});
after(async () => {
  await window.screenshot("axes-last");
  await editor.close();
});

test("what is written in steps is offered as one pattern, and becomes it", { timeout: 2 * PATIENCE }, async () => {
  await window.goTo(FLATTENED.line, FLATTENED.column);
  await window.offers("rearrange");
  await window.screenshot("einops-hint");
  await window.page.keyboard.press("Enter");
  await window.shows('rearrange(image, "batch channel height width -> batch (height width) channel")');
  await window.showsShape("pixels", "batch height*width channel");
  await window.screenshot("einops-hint-applied");
});

test("names are completed in a pattern, those of the tensor first", { timeout: 2 * PATIENCE }, async () => {
  await window.goTo(FLATTENED.line, 200);
  const { keyboard } = window.page;
  await keyboard.press("Enter");
  await keyboard.type('turned = rearrange(pixels, "batch (height width) ');
  await keyboard.press("Control+Space");
  const offered = window.page.locator(".suggest-widget .monaco-list-row");
  await offered.filter({ hasText: "channel" }).first().waitFor();
  await window.screenshot("completion");
  await keyboard.press("Escape");
  await keyboard.press("Escape");
  await keyboard.press("Control+Shift+k"); // the whole line goes
});

test("an axis is renamed wherever its function speaks of it", { timeout: 2 * PATIENCE }, async () => {
  await window.goTo(FEATURE.line, FEATURE.column);
  const { page } = window;
  await page.keyboard.press("F2");
  const input = page.locator(".rename-box input");
  await input.waitFor();
  assert.equal(await input.inputValue(), "feature");
  await input.fill("embedding");
  await window.screenshot("rename");
  await input.press("Enter");
  await window.shows('weight: Float[Tensor, "channel embedding"]');
  await window.shows('text: Float[Tensor, "batch embedding"]');
  await window.showsShape("features", "batch height*width embedding");
  await window.screenshot("renamed");
});

test("cells of a notebook show shapes, and share their names", { timeout: 2 * PATIENCE }, async () => {
  const notebook = await editor.open(editor.workspace, "attention.ipynb", ".notebookOverlay");
  const shapes = notebook.page.locator(".notebookOverlay .view-lines");
  await shapes.filter({ hasText: /q\s*\[batch\sn_heads\sseq\sd_head\]/ }).first().waitFor();
  await shapes.filter({ hasText: /scores\s*\[batch\sn_heads\sseq\sseq\]/ }).first().waitFor();
  await shapes.filter({ hasText: /z\s*\[2\s4\s5\s8\]/ }).first().waitFor(); // by a call of what another cell defines
  await notebook.screenshot("notebook");
  await notebook.page.close();
});
