/** What VS Code says of the extension: its page, and its settings. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openTransformer, PATIENCE, startEditor } from "./editor.mjs";

/** @type {import("./editor.mjs").Editor} */
let editor;
before(async () => void (editor = await startEditor()));
after(() => editor.close());

test("the extension has a page, and its settings are found in groups, with their descriptions", { timeout: 2 * PATIENCE }, async () => {
  const window = await openTransformer(editor);
  await window.command("Extensions: Show Installed Extensions");
  await window.page.locator(".extension-list-item", { hasText: "Shape Coach" }).first().click();
  await window.page.locator(".extension-editor .name", { hasText: "Shape Coach" }).waitFor();
  const page = await window.webview();
  await page.locator("h1", { hasText: "Shape Coach" }).waitFor();
  await page.locator("h2", { hasText: "Try it" }).waitFor();
  assert.equal(await page.locator("img").count(), 0); // VS Code would ask other machines for them
  await window.screenshot("extension-page");

  await window.command("Preferences: Open Settings (UI)");
  const search = window.page.locator(".settings-editor .suggest-input-container");
  await search.click();
  await window.page.keyboard.type("@ext:shapecoach.shapecoach");
  for (const text of ["Show the shape of a tensor after the name", "Names of rules that are not reported"]) {
    await window.page.locator(".settings-editor .setting-item-description", { hasText: text }).first().waitFor();
  }
  for (const group of ["Shapes", "Lessons", "Server"]) {
    await window.page.locator(".settings-editor .settings-toc-container .monaco-list-row", { hasText: group }).first().waitFor();
  }
  await window.screenshot("extension-settings");
});
