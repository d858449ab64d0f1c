/** An exercise, from its starter to the next one, by the lens above the function. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { prepareLessons } from "../../extension/scripts/lessons.mjs";
import { PATIENCE, startEditor } from "./editor.mjs";

const EXERCISE = join("3_einops", "1_rearrange", "split_heads.py");
const WRONG = 'return rearrange(x, "b s (d n_heads) -> b n_heads s d", n_heads=n_heads)';
const RIGHT = 'return rearrange(x, "b s (n_heads d) -> b n_heads s d", n_heads=n_heads)';

/** @type {import("./editor.mjs").Editor} */
let editor;
/** @type {import("./editor.mjs").Window} */
let window;
/** The line, from 1, on which the learner writes. */
let line = 0;
before(async () => {
  editor = await startEditor();
  const folder = join(editor.workspace, "lessons");
  await prepareLessons(folder);
  line = readFileSync(join(folder, EXERCISE), "utf8").split("\n").findIndex((text) => text.includes("raise NotImplementedError")) + 1;
  window = await editor.open(folder, EXERCISE);
  await window.page.keyboard.press("Control+b"); // without the side bar, for the pictures
});
after(async () => {
  await window.screenshot("exercise-last");
  await editor.close();
});

/**
 * Replaces the function's body.
 * @param {string} answer
 */
async function write(answer) {
  await window.goTo(line, 5);
  await window.page.keyboard.press("Shift+End");
  await window.page.keyboard.insertText(answer);
}

test("the lens above the function runs its tests, and a wrong answer is named", { timeout: 3 * PATIENCE }, async () => {
  await window.lens("Run tests").waitFor();
  await write(WRONG);
  await window.lens("Run tests").click();
  await window.lens("✗").waitFor();
  await window.squiggles("error").waitFor({ state: "attached" });
  await window.command("Problems: Focus on Problems View");
  await window.problems.filter({ hasText: "n_heads" }).waitFor();
  await window.screenshot("mistake");
});

test("a right answer turns the lens to passed and offers the next exercise", { timeout: 3 * PATIENCE }, async () => {
  await write(RIGHT);
  await window.lens("✗").click();
  await window.lens("Passed").waitFor();
  await window.squiggles("error").waitFor({ state: "detached" });
  await window.screenshot("passed");
  await window.lens("merge_heads").click();
  await window.page.locator(".tab.active", { hasText: "merge_heads.py" }).waitFor();
  await window.lens("Run tests").waitFor();
  assert.equal(await window.squiggles("error").count(), 0);
  await window.screenshot("next");
});
