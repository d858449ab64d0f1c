/** Drawings and colours, as a person sees them: hovers, the names of axes, the page of a function's flow. */

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { openTransformer, PATIENCE, startEditor } from "./editor.mjs";

/** Places in workspace/transformer.py, counted from 1. */
const SCORES = { line: 18, column: 10 };
const QUERY = { line: 15, column: 9 };
const FORWARD = { line: 13, column: 10 };
const IN_SIMILARITY = { line: 29, column: 10 };

/** @type {import("./editor.mjs").Editor} */
let editor;
/** @type {import("./editor.mjs").Window} */
let window;
before(async () => {
  editor = await startEditor();
  window = await openTransformer(editor);
});
after(async () => {
  await window.screenshot("pictures-last");
  await editor.close();
});

/**
 * Waits until the axis that comes first in the function, `batch`, has a colour in the page of its flow.
 * @param {import("playwright-core").FrameLocator} page
 * @param {string} colour
 */
async function waitForColour(page, colour) {
  const name = page.locator("[data-line] tspan", { hasText: /^batch$/ }).first();
  let seen = "";
  for (let waited = 0; waited < PATIENCE && seen !== colour; waited += 100) {
    await pause(100);
    seen = await name.evaluate((node) => getComputedStyle(node).fill);
  }
  assert.equal(seen, colour);
}

/** The drawing in the hover that is shown, decoded. */
async function drawing() {
  const image = window.hover.locator('img[src^="data:image/svg+xml"]');
  await image.waitFor();
  const { shown, source } = await image.evaluate((/** @type {HTMLImageElement} */ node) => ({ shown: node.naturalWidth > 0 && node.complete, source: node.src }));
  assert.ok(shown, "the browser can draw it");
  return Buffer.from(source.replace(/^.*;base64,/, ""), "base64").toString("utf8");
}

for (const theme of /** @type {const} */ (["light", "dark"])) {
  test(`a hover has a drawing in the colours of a ${theme} theme`, { timeout: 2 * PATIENCE }, async () => {
    if (theme === "dark") await window.command("Preferences: Toggle between Light/Dark Themes");
    const colour = { dark: "#56B4E9", light: "#005F99" }[theme];
    await window.showHover(QUERY);
    await window.hover.filter({ hasText: "splits d_model into n_heads and d_model//n_heads" }).waitFor();
    const svg = await drawing();
    for (const part of [">batch</text>", ">n_heads</text>", colour]) assert.ok(svg.includes(part), `${part} is in the drawing`);
    await window.screenshot(`hover-${theme}`);
    await window.page.keyboard.press("Escape");
  });

  test(`names of axes have their colours in a ${theme} theme`, { timeout: 2 * PATIENCE }, async () => {
    const blue = { dark: "rgb(86, 180, 233)", light: "rgb(0, 95, 153)" }[theme];
    const inTheColour = window.text.locator("span", { hasText: /^batch$/ });
    await inTheColour.first().waitFor();
    const colours = await inTheColour.evaluateAll((all) => all.map((one) => getComputedStyle(one).color));
    assert.ok(colours.includes(blue), `batch is ${colours.join()}, not ${blue}`);
    await window.screenshot(`colours-${theme}`);
  });
}

test("a product is drawn with what it sums over", { timeout: 2 * PATIENCE }, async () => {
  await window.showHover(IN_SIMILARITY);
  await window.hover.filter({ hasText: "sums over channel" }).waitFor();
  const svg = await drawing();
  for (const part of ["Σ", "pixels", "weight"]) assert.ok(svg.includes(`>${part}</text>`), `${part} is in the drawing`);
  await window.screenshot("hover-product");
  await window.page.keyboard.press("Escape");
});

test("the flow of a function stands beside its code", { timeout: 2 * PATIENCE }, async () => {
  await window.goTo(FORWARD.line, FORWARD.column);
  await window.command("Shape Coach: Show Shape Flow");
  const page = await window.webview();
  await page.locator("h1", { hasText: "Shape flow of Attention.forward" }).waitFor();
  await page.locator("[data-line]").first().waitFor();
  const boxes = await page.locator("[data-line]").evaluateAll((all) => all.map((one) => one.textContent));
  assert.ok(boxes.some((text) => text?.includes("scores")), boxes.join());
  await window.screenshot("flow-dark");
  await page.locator("[data-line]", { hasText: "scores" }).first().click();
  await window.page.locator(".statusbar-item", { hasText: `Ln ${SCORES.line}, Col 1` }).waitFor();
});

test("the flow is copied as Mermaid", { timeout: 2 * PATIENCE }, async () => {
  await window.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await window.webview();
  const copied = page.getByRole("button", { name: "Copied" }).waitFor(); // for a second and a half
  await Promise.all([copied, page.getByRole("button", { name: "Copy as Mermaid" }).click()]);
  await window.goTo(SCORES.line); // a page reads the clipboard only while it has the focus
  const text = await window.page.evaluate(() => navigator.clipboard.readText());
  assert.match(text, /^flowchart TD\n.*<b>scores<\/b><br\/>batch n_heads seq seq/s);
});

test("it follows what is typed, and the theme", { timeout: 2 * PATIENCE }, async () => {
  const page = await window.webview();
  await window.goTo(SCORES.line, 9);
  await window.page.keyboard.type("similar = ");
  await page.locator("[data-line]", { hasText: "similar" }).first().waitFor();
  await window.command("Preferences: Toggle between Light/Dark Themes");
  await waitForColour(page, "rgb(0, 95, 153)");
  await window.screenshot("flow-light");
  await window.page.keyboard.press("Control+1");
  for (let step = 0; step < 10; step += 1) await window.page.keyboard.press("Backspace");
});

test("its colours are those of the settings, at once", { timeout: 2 * PATIENCE }, async () => {
  const folder = join(editor.workspace, ".vscode");
  mkdirSync(folder, { recursive: true });
  const colours = { "workbench.colorCustomizations": { "shapecoach.axis1": "#12ab34" } };
  writeFileSync(join(folder, "settings.json"), JSON.stringify(colours));
  await waitForColour(await window.webview(), "rgb(18, 171, 52)");
  writeFileSync(join(folder, "settings.json"), "{}");
  await waitForColour(await window.webview(), "rgb(0, 95, 153)");
});

test("another function is shown on the same page", { timeout: 2 * PATIENCE }, async () => {
  await window.goTo(IN_SIMILARITY.line, IN_SIMILARITY.column);
  await window.command("Shape Coach: Show Shape Flow");
  const page = await window.webview();
  await page.locator("h1", { hasText: "Shape flow of similarity" }).waitFor();
  await page.locator("[data-line]", { hasText: "pooled" }).first().waitFor();
  await window.screenshot("flow-similarity");
});
