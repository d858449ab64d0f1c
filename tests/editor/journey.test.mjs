/**
 * The whole way of somebody new: from the .vsix and a Python that lacks everything to the fourth lesson, in the newest
 * VS Code and in the oldest.
 *
 * What is not as it would be: what a person types comes all at once, and the answers are the lessons' own solutions.
 * pip takes the versions that the project is tested with, from wherever it takes packages on this machine.  In the oldest
 * VS Code the environment has PyTorch already, by links to the project's: a gigabyte is installed once, in the newest.
 */

import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { NEWEST, OLDEST } from "../../extension/scripts/code-server/install.mjs";
import { ROOT, VSIX } from "../../extension/scripts/paths.mjs";
import { hardToRead } from "./contrast.mjs";
import { LOOKS, PATIENCE, PAUSE, startEditor, Window } from "./editor.mjs";
import { makeEnvironment, pipSettings } from "./environment.mjs";

const LESSONS = join(ROOT, "lessons");
/** A minute and a half on a fast line. */
const INSTALLATION = 10 * PATIENCE;

const JOURNEYS = /** @type {const} */ ([
  { name: "newest", release: NEWEST, withTorch: false, looks: LOOKS, lacks: "packages shapecoach, torch in" },
  { name: "oldest", release: OLDEST, withTorch: true, looks: LOOKS, lacks: "package shapecoach in" },
]);

/**
 * Where an exercise's solution stands among the lessons.
 * @param {string} exercise
 */
function pathOf(exercise) {
  const path = readdirSync(LESSONS, { recursive: true, encoding: "utf8" }).find((file) => file.endsWith(join("/", exercise, "solution.py")));
  return path ?? assert.fail(`No solution of ${exercise}.`);
}

/**
 * The number of the lesson that an exercise is of.
 * @param {string} exercise
 */
const lessonOf = (exercise) => pathOf(exercise).replace(/^(\d+)_[^/]*\/(\d+)_.*$/, "$1.$2");

for (const { name, release, withTorch, looks, lacks } of JOURNEYS) {
  describe(`in the ${name} VS Code`, () => {
    /** @type {import("./editor.mjs").Editor} */
    let editor;
    /** @type {Window} */
    let window;
    /** @type {string} */
    let project;
    /** The step that failed: those after it would wait in vain, each for its minute. */
    let broken = "";

    before(async () => {
      // A path on which no other Python has Shape Coach already.
      editor = await startEditor({ release, isFresh: true, env: { ...(await pipSettings()), PATH: "/usr/bin:/bin" } });
      project = join(editor.home, "project");
      mkdirSync(project);
      copyFileSync(join(editor.workspace, "attention.py"), join(project, "attention.py"));
      await makeEnvironment(join(project, ".venv"), { withTorch });
      window = await editor.open(project, "attention.py");
    });
    after(async () => {
      if (broken) {
        await window.screenshot(`journey-${name}-broken`);
        console.log(`The window showed: ${await window.page.locator(".monaco-workbench").innerText()}`);
      }
      await editor.close(({ program }) => program.includes("-m pip install"));
    });

    /**
     * @param {string} title
     * @param {() => Promise<void>} act
     */
    function step(title, act) {
      test(title, { timeout: INSTALLATION + 4 * PATIENCE }, async () => {
        assert.equal(broken, "", "an earlier step has failed");
        broken = title;
        await act();
        broken = "";
      });
    }

    /**
     * Leaves pictures of the window as it is now, in each look.
     * @param {string} what
     * @param {(look: import("./editor.mjs").Look) => Promise<void>} [prepare] what has to be done again in each
     */
    async function pictures(what, prepare) {
      for (const look of looks) {
        await window.dress(look);
        await prepare?.(look);
        await window.screenshot(`journey-${name}-${what}-${look.theme}-${look.width}`);
      }
      const [usual] = LOOKS;
      if (usual) await window.dress(usual);
    }

    /**
     * Presses a button of a message, which by now may have left the corner for the list of all.
     * @param {string} button
     */
    async function press(button) {
      await window.command("Notifications: Show Notifications");
      await window.page.locator(".notifications-center").getByRole("button", { name: button, exact: true }).click();
    }

    /** The lessons in the side bar. */
    const tree = () => window.page.getByRole("tree", { name: /Lessons/ });

    /**
     * Writes a whole file over the one that is open, as it is pasted.
     * @param {string} text
     */
    async function paste(text) {
      // A page that is just being closed may take the keys: so what is there afterwards is looked at.
      await window.insist("The file can't be written over.", async () => {
        await keys(text, "Control+a", "Control+v");
        assert.ok(await isThere(text));
      });
      await window.goTo(text.split("\n").findIndex((line) => /^(def|class|@dataclass)\b/.test(line)) + 1);
    }

    /**
     * Presses some keys in the first editor with a text in the clipboard, and gives the text that is in it then.
     * @param {string} clipboard
     * @param {string[]} pressed
     */
    async function keys(clipboard, ...pressed) {
      await window.page.keyboard.press("Control+1"); // a page uses the clipboard only while it has the focus
      await window.page.evaluate((content) => navigator.clipboard.writeText(content), clipboard);
      for (const key of pressed) await window.page.keyboard.press(key);
      return window.page.evaluate(() => navigator.clipboard.readText());
    }

    /**
     * Whether the open file has this text, or has it soon: VS Code may ask others what to paste.
     * @param {string} text
     */
    async function isThere(text) {
      for (let tries = 0; tries < 10; tries += 1) {
        if ((await keys("", "Control+a", "Control+c")) === text) return true;
        await window.page.waitForTimeout(200);
      }
      return false;
    }

    /** Runs the tests of the exercise that is open, by the lens above its function, and gives the name of the next. */
    async function pass() {
      await window.lens("Run").click();
      const passed = window.lens("Passed");
      await passed.waitFor();
      return /next: (\w+)/.exec((await passed.textContent()) ?? "")?.[1] ?? "";
    }

    /** @param {string} exercise */
    const isOpen = (exercise) => window.page.locator(".tab.active", { hasText: `${exercise}.py` }).waitFor();

    /** @param {string} lesson its number */
    const pageShows = async (lesson) => (await window.webview()).locator("h1", { hasText: lesson }).waitFor();

    step("the .vsix is installed, and a message says what Python lacks", async () => {
      await window.command("Extensions: Install from VSIX");
      await window.choose(VSIX);
      await window.page.locator(".notification-list-item-message", { hasText: lacks }).waitFor();
      await pictures("1-message");
    });

    step("its button installs that, and the shapes of the open file are shown", async () => {
      await press("Install");
      await window.page.locator(".notification-list-item-message", { hasText: "Installing Shape Coach" }).waitFor();
      await window.screenshot(`journey-${name}-2-installing`);
      await window.command("Notifications: Hide Notifications");
      await window.page.locator(".notification-list-item-message", { hasText: "is installed" }).waitFor({ timeout: INSTALLATION });
      await window.showsShape("q", "batch n_heads seq d_head");
      await pictures("3-installed");
    });

    step("the tour shows an example's first shape", async () => {
      await press("Take the Tour");
      const tour = window.page.locator(".gettingStartedContainer");
      await tour.getByRole("checkbox", { name: /Give it a Python/, checked: true }).first().waitFor();
      await window.command("Notifications: Clear All Notifications");
      await pictures("4-tour", async ({ width }) => {
        // There is no room for a step's text in a narrow window.
        if (width > 800) await (await window.webview()).getByText("What is missing is installed").waitFor();
      });
      await tour.getByRole("button", { name: /See a shape/ }).first().click();
      await tour.getByRole("button", { name: "Open an Example" }).first().click();
      await window.page.locator(".view-lines", { hasText: /k_turned\s*\[batch\sd_head\skey\]/ }).waitFor();
      await pictures("5-shape");
    });

    step("a change of one character is underlined, and the hover says why", async () => {
      const example = window.page.locator(".editor-instance", { hasText: "k_turned" });
      // The tour takes the keyboard once more when it has followed a change of theme, or a message does when it comes: so
      // the whole line is pasted, and again until it is right.  A shape may stand within it.
      const changed = example.locator(".view-line", { hasText: /^\s*weights\s*(\[.*\]\s*)?=\sscores\.softmax\(dim=1\)$/ });
      await window.insist("The example can't be changed.", async () => {
        await example.locator(".view-line", { hasText: "softmax" }).first().click();
        await window.page.evaluate(() => navigator.clipboard.writeText("weights = scores.softmax(dim=1)"));
        for (const key of ["End", "Home", "Shift+End", "Control+v"]) await window.page.keyboard.press(key);
        await changed.waitFor({ timeout: PAUSE });
      });
      await example.locator(".squiggly-warning").waitFor({ state: "attached" });
      await window.page.locator(".gettingStartedContainer").getByRole("checkbox", { name: /Make it wrong/, checked: true }).first().waitFor();
      await pictures("6-bug", async () => {
        const why = window.hover.filter({ hasText: "goes along query" }).filter({ hasText: "k_turned = rearrange" });
        await window.insist("No hover says why.", async () => {
          for (const key of ["Control+2", "End", "ArrowLeft", "Control+k", "Control+i"]) await window.page.keyboard.press(key);
          await why.waitFor({ timeout: PAUSE });
        });
      });
    });

    step("lessons come to a folder of their own, which opens with the first exercise and its text", async () => {
      const documents = join(editor.home, "documents");
      mkdirSync(documents);
      writeFileSync(join(documents, "letter.txt"), "Mine.\n");
      const tour = window.page.locator(".gettingStartedContainer");
      await tour.getByRole("button", { name: /Pick a folder/ }).first().click();
      await tour.getByRole("button", { name: "Make a Folder of Lessons" }).first().click();
      const opened = window.page.context().waitForEvent("page");
      await window.choose(`${documents}/`);
      window = new Window(await opened);
      await isOpen("warm_up");
      await pageShows("0.1");
      await tree().getByRole("treeitem", { name: /^warm_up.*not started/ }).waitFor();
      assert.deepEqual(readdirSync(documents).sort(), ["letter.txt", "shape-coach-lessons"]);
      await pictures("7-first-exercise");
    });

    step("a wrong answer is named, and put right", async () => {
      const starter = readFileSync(join(editor.home, "documents", "shape-coach-lessons", "0_getting_moving", "1_how_the_coach_talks", "warm_up.py"), "utf8");
      await window.lens("Run tests").waitFor();
      await paste(starter.replace("raise NotImplementedError", "return x.mul_(2)"));
      await window.lens("Run").click();
      await window.lens("Why?").click();
      await pictures("8-wrong", async () => {
        const page = await window.webview();
        await page.getByText("Your function changes x itself").waitFor();
        assert.deepEqual(await hardToRead(page), []);
      });
      await window.page.locator(".tab", { hasText: "not yet right" }).click({ button: "middle" });
      await paste(starter.replace("raise NotImplementedError", "return 2 * x"));
      assert.equal(await pass(), "predict_shapes");
      await tree().getByRole("treeitem", { name: /^warm_up.*passed/ }).waitFor();
      await pictures("9-right");
    });

    step("three lessons on, the text beside the code is that of the fourth", async () => {
      for (let exercise = "predict_shapes"; ; exercise = await pass()) {
        await window.lens("next").click();
        await isOpen(exercise);
        await window.lens("Run tests").waitFor();
        await pageShows(lessonOf(exercise));
        if (lessonOf(exercise) === "2.1") break;
        await paste(readFileSync(join(LESSONS, pathOf(exercise)), "utf8"));
      }
      await tree().getByRole("treeitem", { name: /^one_hot_at/, selected: true }).waitFor();
      await pictures("10-fourth-lesson");
    });

    step("after the window is loaded anew it is known what is passed, and where to go on", async () => {
      await window.page.reload();
      await tree().getByRole("treeitem", { name: /^Track 0.*3 of 3/ }).waitFor();
      await tree().getByRole("treeitem", { name: /^Track 1.*5 of 5/ }).waitFor();
      // Which file was open last, the oldest VS Code may not have written down yet.
      await window.command("Shape Coach: Go On with the Lessons");
      await isOpen("one_hot_at");
      await window.lens("Run tests").waitFor({ state: "attached" }); // it stands below what fits into the window
      await pageShows("2.1");
      await tree().getByRole("treeitem", { name: /^one_hot_at/, selected: true }).waitFor();
      await pictures("11-reloaded");
    });
  });
}
