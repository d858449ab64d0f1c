/** Exercises of two lessons, from the starter to the next one, by the lens above the function. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { prepareLessons } from "../../extension/scripts/lessons.mjs";
import { PATIENCE, startEditor } from "./editor.mjs";

const PLAYED = [
  {
    path: join("3_einops", "1_rearrange", "split_heads.py"),
    wrong: 'return rearrange(x, "b s (d n_heads) -> b n_heads s d", n_heads=n_heads)',
    named: "columns of",
    right: 'return rearrange(x, "b s (n_heads d) -> b n_heads s d", n_heads=n_heads)',
    next: "merge_heads",
    pictures: { mistake: "mistake", passed: "passed", next: "next", result: "result" },
  },
  {
    path: join("4_einsum", "2_batches_and_heads", "attention_scores.py"),
    wrong: 'return einsum(q, k, "b sq h d, b sk h d -> b h sk sq")',
    named: "should be",
    right: 'return einsum(q, k, "b sq h d, b sk h d -> b h sq sk")',
    next: "mix_values",
    pictures: { mistake: "scores-mistake", passed: "scores-passed", next: "scores-next" },
  },
];

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

for (const { path, wrong, named, right, next, pictures } of PLAYED) {
  describe(path, () => {
    /** @type {import("./editor.mjs").Window} */
    let window;
    /** The line, from 1, on which the learner writes. */
    let line = 0;
    before(async () => {
      line = readFileSync(join(folder, path), "utf8").split("\n").findIndex((text) => text.includes("raise NotImplementedError")) + 1;
      window = await editor.open(folder, path);
      await window.page.keyboard.press("Control+b"); // without the side bar, for the pictures
    });
    after(async () => {
      await window.screenshot("exercise-last");
      await window.page.close();
    });

    test("the lens above the function runs its tests, and a wrong answer is named", { timeout: 3 * PATIENCE }, async () => {
      await window.goTo(line); // a long task may fill the window, and the lens is below it
      await window.lens("Run tests").waitFor();
      await window.writeOver(line, wrong);
      await window.lens("Run tests").click();
      await window.lens("✗").waitFor();
      await window.squiggles("error").first().waitFor({ state: "attached" });
      await window.command("Problems: Focus on Problems View");
      await window.problems.filter({ hasText: named }).waitFor();
      await window.screenshot(pictures.mistake);
    });

    if (pictures.result) {
      test("what differs is looked at beside it, and hints are asked for there", { timeout: 3 * PATIENCE }, async () => {
        await window.goTo(line);
        await window.lens("Why?").click();
        const page = await window.webview();
        await page.getByRole("heading", { name: "not yet right" }).waitFor();
        await page.locator("figure svg").waitFor();
        const both = page.locator("figure"); // what is wanted, and what is there
        assert.ok(await both.evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth), "both tables are to be seen");
        await window.screenshot(pictures.result);
        await page.getByRole("button", { name: "Hint 1/3" }).click();
        await page.getByRole("button", { name: "Hint 2/3" }).waitFor();
        const tab = window.page.locator(".tab", { hasText: "not yet right" });
        await tab.click({ button: "middle" }); // by the mouse: the page has the keyboard
        await tab.waitFor({ state: "detached" });
      });
    }

    test("a right answer turns the lens to passed and offers the next exercise", { timeout: 3 * PATIENCE }, async () => {
      await window.writeOver(line, right);
      await window.lens("✗").click();
      await window.lens("Passed").waitFor();
      await window.squiggles("error").first().waitFor({ state: "detached" });
      await window.screenshot(pictures.passed);
      await window.lens(next).click();
      await window.page.locator(".tab.active", { hasText: `${next}.py` }).waitFor();
      await window.lens("Run tests").waitFor();
      assert.equal(await window.squiggles("error").count(), 0);
      await window.screenshot(pictures.next);
    });
  });
}
