import * as assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import * as vscode from "vscode";

import type { ShapeCoach } from "../../src/extension";
import type { LessonNode } from "../../src/lessons";
import { exerciseIn, exercisesIn, layOutLessons } from "./lessons";
import { eventually, inWorkspace, open, shapeCoach } from "./window";

const FOLDER = "keyboard";
const RIGHT = "return 2 * x";

/** Writes the right answer to the first exercise, and runs it. */
async function pass({ uri }: LessonNode): Promise<void> {
  const document = await open(vscode.Uri.parse(uri ?? ""));
  const edit = new vscode.WorkspaceEdit();
  const start = document.positionAt(document.getText().indexOf("    raise NotImplementedError"));
  edit.replace(document.uri, new vscode.Range(start, document.lineAt(document.lineCount - 1).range.end), `    ${RIGHT}\n`);
  assert.ok(await vscode.workspace.applyEdit(edit));
  await vscode.commands.executeCommand("shapecoach.run", document.uri);
}

/** The way down to a node: at each level, how many stand before it that are to be seen. */
function wayTo(id: string, nodes: readonly LessonNode[], hidesPassed: boolean): number[] | undefined {
  const seen = nodes.filter(({ state }) => !hidesPassed || !["passed", "helped"].includes(state));
  for (const [place, node] of seen.entries()) {
    const below = node.id === id ? [] : wayTo(id, node.children, hidesPassed);
    if (below !== undefined) return [place, ...below];
  }
  return undefined;
}

async function press(...commands: string[]): Promise<void> {
  for (const command of commands) await vscode.commands.executeCommand(command);
}

function reviewIn(nodes: readonly LessonNode[]): LessonNode | undefined {
  return nodes.map((node) => (node.kind === "review" ? node : reviewIn(node.children))).find(Boolean);
}

describe("the lessons in the side bar", () => {
  let coach: ShapeCoach;

  /** Goes down to an exercise with the keyboard, and opens it; what is unfolded comes when it has been asked for. */
  async function choose(name: string, hidesPassed = false): Promise<void> {
    await eventually(`${name}, opened from the tree`, async () => {
      const way = wayTo(exerciseIn(coach, FOLDER, name)?.id ?? "", coach.lessons.nodes, hidesPassed);
      assert.ok(way, `${name} is to be seen`);
      await press("shapecoach.lessons.focus", "workbench.actions.treeView.shapecoach.lessons.collapseAll", "list.focusFirst");
      for (const [depth, place] of way.entries()) {
        if (depth > 0) {
          await press("list.expand");
          await pause(200);
          await press("list.focusDown");
        }
        await press(...Array<string>(place).fill("list.focusDown"));
      }
      await press("list.select");
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
    await pass(first);
    await eventually("the pass", () => exerciseIn(coach, FOLDER, first.label)?.state === "passed");

    await vscode.commands.executeCommand("shapecoach.hidePassed");
    await choose(second.label, true);
    await vscode.commands.executeCommand("shapecoach.showPassed");
    await choose(first.label);
  });

  it("come back when they are due, in a file of their own", async () => {
    const [first] = exercisesIn(coach, FOLDER);
    assert.ok(first);
    const document = await open(vscode.Uri.parse(first.uri ?? ""));
    await vscode.commands.executeCommand("shapecoach.reset", document.uri);
    const progress = inWorkspace(FOLDER, ".shapecoach", "progress.json");
    // As if it had been passed long ago, with a hint.
    const records = JSON.parse(readFileSync(progress.fsPath, "utf8")) as { exercises: Record<string, object> };
    const hard = { ...records.exercises[first.label], hints_seen: 1, review: { rung: 0, since: "2020-01-01", attempt: null } };
    writeFileSync(progress.fsPath, JSON.stringify({ ...records, exercises: { ...records.exercises, [first.label]: hard } }));
    const due = await eventually("a review", () => reviewIn(coach.lessons.nodes));
    await vscode.commands.executeCommand("shapecoach.openExercise", due);
    await eventually("its file", () => vscode.window.activeTextEditor?.document.fileName.endsWith(`/review/${first.label}.py`));
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
