import * as assert from "node:assert/strict";
import * as vscode from "vscode";

import type { ShapeCoach } from "../../src/extension";
import type { LessonNode } from "../../src/lessons";
import { bodyOf, exerciseIn, layOutLessons } from "./lessons";
import { answering, eventually, inWorkspace, open, shapeCoach } from "./window";

const FOLDER = "lessons";
const EXERCISE = "split_heads";
const RIGHT = 'return rearrange(x, "b s (n_heads d) -> b n_heads s d", n_heads=n_heads)';

function shownTabs(): string[] {
  return vscode.window.tabGroups.all.flatMap(({ activeTab }) => (activeTab === undefined ? [] : [activeTab.label]));
}

describe("the lessons", () => {
  let coach: ShapeCoach;

  const exercise = (name: string, look: (node: LessonNode) => boolean = () => true) =>
    eventually(`the exercise ${name}`, () => {
      const found = exerciseIn(coach, FOLDER, name);
      return found !== undefined && look(found) && found;
    });

  before(async () => {
    await open(inWorkspace("attention.py"));
    coach = await shapeCoach();
    await layOutLessons(FOLDER);
  });

  it("are there as soon as their folder is", async () => {
    const node = await exercise(EXERCISE);
    assert.equal(node.state, "untried");
    assert.match(node.spoken, /not started/);
  });

  it("open side by side: the exercise, and the text of its lesson", async () => {
    await vscode.commands.executeCommand("shapecoach.openExercise", await exercise(EXERCISE));
    await eventually("the text beside it", () => vscode.window.tabGroups.all.length === 2);
    assert.match(vscode.window.activeTextEditor?.document.fileName ?? "", new RegExp(`${EXERCISE}.py$`));
    assert.ok(shownTabs().some((label) => /lesson/i.test(label)), shownTabs().join());
  });

  it("say in the Testing view what is wrong, by the run of a file and at every save", async () => {
    const { uri } = await exercise(EXERCISE);
    const document = await open(vscode.Uri.parse(uri ?? ""));
    await bodyOf(document, EXERCISE, RIGHT.replace("(n_heads d)", "(d n_heads)"));
    await vscode.commands.executeCommand("testing.runCurrentFile");
    await exercise(EXERCISE, ({ state }) => state === "tried");

    await vscode.commands.executeCommand("testing.startContinuousRun");
    await bodyOf(document, EXERCISE, RIGHT);
    await document.save();
    await exercise(EXERCISE, ({ state }) => state === "passed");
    await vscode.commands.executeCommand("testing.stopContinuousRun");
    await vscode.commands.executeCommand("shapecoach.reset", document.uri);
  });

  it("show what was tried and what is passed, whoever ran it", async () => {
    const { uri } = await exercise(EXERCISE);
    assert.ok(uri);
    const document = await open(vscode.Uri.parse(uri));
    await vscode.commands.executeCommand("shapecoach.hint", document.uri);
    await bodyOf(document, EXERCISE, RIGHT);
    await vscode.commands.executeCommand("testing.runCurrentFile");
    const { spoken } = await exercise(EXERCISE, ({ state }) => state === "helped");
    assert.match(spoken, /passed, 1 of \d hints/);
  });

  it("go on with the first one that is not passed, from wherever", async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    const following = await eventually("what comes next", () => coach.lessons.following ?? false);
    await vscode.commands.executeCommand("shapecoach.continue");
    await eventually("its file", () => vscode.window.activeTextEditor?.document.fileName.endsWith(`${following.label}.py`));
  });

  it("are run from the tree, where the editor shows something else", async () => {
    await open(inWorkspace("attention.py"));
    const [, other] = await Promise.all([exercise(EXERCISE), exercise("merge_heads")]);
    const shown = await answering("showInformationMessage", () => undefined, async () => {
      const result = await vscode.commands.executeCommand<{ outcome: string }>("shapecoach.run", other);
      assert.equal(result.outcome, "not-started");
    });
    assert.deepEqual(shown, []);
  });

  after(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));
});
