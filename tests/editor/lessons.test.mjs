/** The lessons in the side bar, from an empty window to the first exercise, and the walkthrough that leads there. */

import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { prepareLessons } from "../../extension/scripts/lessons.mjs";
import { PATIENCE, startEditor } from "./editor.mjs";

/** @type {import("./editor.mjs").Editor} */
let editor;
/** @type {string} */
let folder;
before(async () => {
  editor = await startEditor();
  folder = join(editor.workspace, "lessons");
  await prepareLessons(folder);
});
after(() => editor.close());

/** @param {import("./editor.mjs").Window} window */
async function showLessons(window) {
  await window.page.locator(".activitybar .action-label[aria-label^='Shape Coach']").click();
}

test("without a folder the view says how to begin", { timeout: 4 * PATIENCE }, async () => {
  const project = join(editor.workspace, "project");
  mkdirSync(project);
  copyFileSync(join(editor.workspace, "attention.py"), join(project, "attention.py"));
  const window = await editor.open(project, "attention.py");
  await showLessons(window);
  const welcome = window.page.locator(".welcome-view-content:visible");
  await welcome.getByRole("button", { name: "Make a Folder of Lessons" }).waitFor();
  await window.screenshot("lessons-none");
  await welcome.getByText("Take the tour").click();
  await window.page.locator(".gettingStartedContainer", { hasText: "Get Started with Shape Coach" }).first().waitFor();
  await window.page.getByRole("button", { name: /See a shape/ }).first().click();
  await window.screenshot("walkthrough");
  await window.page.getByRole("button", { name: "Open an Example" }).first().click();
  await window.page.locator(".view-lines", { hasText: "k_turned" }).first().waitFor();
  await window.page.locator(".view-lines", { hasText: /k_turned\s*\[batch\sd_head\skey\]/ }).first().waitFor();
  await window.screenshot("walkthrough-example");
  await window.page.close();
});

for (const theme of /** @type {const} */ (["light", "dark"])) {
  test(`lessons stand in the side bar, in a ${theme} theme`, { timeout: 4 * PATIENCE }, async () => {
    const window = await editor.open(folder, join("3_einops", "1_rearrange", "split_heads.py"));
    if (theme === "dark") await window.command("Preferences: Toggle between Light/Dark Themes");
    await showLessons(window);
    const tree = window.page.getByRole("tree", { name: /Lessons/ });
    await tree.getByRole("treeitem", { name: /^Track 3/ }).waitFor();
    await window.command("Shape Coach: Go On with the Lessons");
    const first = tree.getByRole("treeitem", { name: /not started/ }).first();
    await first.waitFor();
    await (await window.webview()).getByRole("heading", { level: 1 }).waitFor();
    await window.screenshot(`lessons-${theme}`);
    assert.match((await first.getAttribute("aria-label")) ?? "", /min/);
    await window.page.close();
  });
}

test("what is passed is hidden when asked", { timeout: 4 * PATIENCE }, async () => {
  const path = join("3_einops", "1_rearrange", "split_heads.py");
  const window = await editor.open(folder, path);
  await showLessons(window);
  await window.lens("Run tests").waitFor();
  const text = 'return rearrange(x, "b s (n_heads d) -> b n_heads s d", n_heads=n_heads)';
  const starter = readFileSync(join(folder, path), "utf8").split("\n");
  await window.writeOver(starter.findIndex((line) => line.includes("raise NotImplementedError")) + 1, text);
  await window.command("Shape Coach: Run This Exercise's Tests");
  const tree = window.page.getByRole("tree", { name: /Lessons/ });
  const passed = tree.getByRole("treeitem", { name: /^split_heads.*passed/ });
  await passed.waitFor();
  await window.screenshot("lessons-passed");
  await window.command("Shape Coach: Hide What Is Passed");
  await passed.waitFor({ state: "detached" });
  await window.page.close();
});
