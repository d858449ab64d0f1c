import * as assert from "node:assert/strict";
import * as vscode from "vscode";

import type { ShapeCoach } from "../../src/extension";
import type { LessonNode } from "../../src/lessons";
import { exerciseIn, exercisesIn, layOutLessons } from "./lessons";
import { eventually, inWorkspace, open, shapeCoach } from "./window";

const FOLDER = "keyboard";
const RIGHT = "return 2 * x";

/** What is to be seen of the tree, from the top. */
function* seen(nodes: readonly LessonNode[], hidesPassed: boolean): Generator<LessonNode> {
  for (const node of nodes) {
    if (hidesPassed && node.state === "passed") continue;
    yield node;
    if (node.unfolded) yield* seen(node.children, hidesPassed);
  }
}

describe("the lessons in the side bar", () => {
  let coach: ShapeCoach;

  /** Goes down to an exercise with the keyboard, and opens it; the tree isn't there yet when it is asked for first. */
  async function choose(name: string, hidesPassed = false): Promise<void> {
    await eventually(`${name}, opened from the tree`, async () => {
      const wanted = exerciseIn(coach, FOLDER, name)?.id;
      const steps = [...seen(coach.lessons.nodes, hidesPassed)].findIndex(({ id }) => id === wanted);
      assert.ok(steps >= 0, `${name} is to be seen`);
      await vscode.commands.executeCommand("shapecoach.lessons.focus");
      await vscode.commands.executeCommand("list.focusFirst");
      for (let step = 0; step < steps; step++) await vscode.commands.executeCommand("list.focusDown");
      await vscode.commands.executeCommand("list.select");
      return vscode.window.activeTextEditor?.document.fileName.endsWith(`/${FOLDER}/${fileOf(name)}`) ?? false;
    });
  }
  const fileOf = (name: string) => vscode.Uri.parse(exerciseIn(coach, FOLDER, name)?.uri ?? "").path.split(`/${FOLDER}/`)[1] ?? "";

  before(async () => {
    await open(inWorkspace("attention.py"));
    coach = await shapeCoach();
    await layOutLessons(FOLDER);
    await eventually("the exercises", () => exercisesIn(coach, FOLDER).length > 0);
  });

  it("are gone through, and opened, with the keyboard", async () => {
    const [, second] = exercisesIn(coach, FOLDER);
    assert.ok(second);
    await choose(second.label);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("can be shown without what is passed", async () => {
    const [first, second] = exercisesIn(coach, FOLDER);
    assert.ok(first && second);
    const document = await open(vscode.Uri.parse(first.uri ?? ""));
    const edit = new vscode.WorkspaceEdit();
    const start = document.getText().indexOf("    raise NotImplementedError");
    edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.lineAt(document.lineCount - 1).range.end), `    ${RIGHT}\n`);
    assert.ok(await vscode.workspace.applyEdit(edit));
    await vscode.commands.executeCommand("shapecoach.run", document.uri);
    await eventually("the pass", () => exerciseIn(coach, FOLDER, first.label)?.state === "passed");

    await vscode.commands.executeCommand("shapecoach.hidePassed");
    await choose(second.label, true);
    await vscode.commands.executeCommand("shapecoach.showPassed");
    await choose(first.label);
  });

  it("lead to their text, and to their place among the files", async () => {
    const [first] = exercisesIn(coach, FOLDER);
    assert.ok(first);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.commands.executeCommand("shapecoach.readLesson", first);
    await eventually("the text", () => vscode.window.tabGroups.activeTabGroup.activeTab?.label.includes("lesson.md"));
    await vscode.commands.executeCommand("shapecoach.revealFile", first);
  });

  after(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));
});
