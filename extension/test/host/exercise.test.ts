import * as assert from "node:assert/strict";
import * as vscode from "vscode";

import { bodyOf, layOutLessons } from "./lessons";
import { diagnostics, eventually, inWorkspace, open, shapeCoach } from "./window";

const FOLDER = "my lessons";
const RIGHT = 'return rearrange(x, "b s (n_heads d) -> b n_heads s d", n_heads=n_heads)';
const CROSSED = 'return rearrange(x, "b s (d n_heads) -> b n_heads s d", n_heads=n_heads)';

async function lenses(uri: vscode.Uri): Promise<vscode.Command[]> {
  const all = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", uri, 10);
  return all.flatMap(({ command }) => (command === undefined ? [] : [command]));
}

async function lens(uri: vscode.Uri, title: RegExp): Promise<vscode.Command> {
  return eventually(`a lens ${String(title)}`, async () => (await lenses(uri)).find((each) => title.test(each.title)));
}

async function press({ command, arguments: args = [] }: vscode.Command): Promise<unknown> {
  return vscode.commands.executeCommand(command, ...(args as unknown[]));
}

describe("an exercise", () => {
  let document: vscode.TextDocument;
  before(async () => {
    await open(inWorkspace("attention.py"));
    await shapeCoach();
  });

  it("comes from a folder that the learn command makes and opens", async () => {
    const opened = await layOutLessons(FOLDER);
    assert.deepEqual(opened.map(String), [inWorkspace(FOLDER).toString()]);

    const [file] = await eventually("the exercise's file", async () => {
      const files = await vscode.workspace.findFiles(`${FOLDER}/**/split_heads.py`);
      return files.length > 0 && files;
    });
    assert.ok(file);
    document = await open(file);
  });

  it("is run by the lens above its function; a wrong answer is named", async () => {
    await bodyOf(document, "split_heads", CROSSED);
    await press(await lens(document.uri, /Run/));
    await lens(document.uri, /✗/);
    const [verdict] = await diagnostics(document.uri, "the verdict", (all) =>
      all.some(({ range }) => document.getText(range) === "split_heads"),
    );
    assert.match(verdict?.message ?? "", /\S/);
  });

  it("turns to passed with the right answer, without being saved, and offers the next", async () => {
    await bodyOf(document, "split_heads", RIGHT);
    assert.ok(document.isDirty);
    await vscode.commands.executeCommand("shapecoach.run");
    const passed = await lens(document.uri, /✓ Passed/);
    await diagnostics(document.uri, "the verdict to go", (all) => all.length === 0);

    await press(passed);
    await eventually("the next exercise", () => {
      const active = vscode.window.activeTextEditor?.document;
      return active?.languageId === "python" && active.uri.toString() !== document.uri.toString();
    });
  });

  after(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));
});
