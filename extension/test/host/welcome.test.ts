import * as assert from "node:assert/strict";
import * as vscode from "vscode";

import { eventually, inlayHints, inWorkspace, open, replacing, shapeCoach } from "./window";

describe("the first minutes", () => {
  before(async () => {
    await open(inWorkspace("attention.py"));
    await shapeCoach();
  });

  it("have an example to play with, unsaved, with its shapes", async () => {
    await vscode.commands.executeCommand("shapecoach.openExample");
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document?.isUntitled);
    await eventually("shapes", async () => (await inlayHints(document)).length > 0);
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  });

  it("have a walkthrough", async () => {
    await vscode.commands.executeCommand("shapecoach.walkthrough");
    const labels = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    await eventually("its page", () => labels().some((label) => /Walkthrough|Welcome/.test(label)));
  });

  it("lay out the lessons where the user says, and nowhere if they don't", async () => {
    const execute = vscode.commands.executeCommand;
    const opened: unknown[] = [];
    const withoutOpening = (command: string, ...args: unknown[]) =>
      command === "vscode.openFolder" ? opened.push(args[0]) : execute(command, ...args);
    for (const chosen of [undefined, [inWorkspace("chosen")]]) {
      await replacing(vscode.window, "showOpenDialog", () => Promise.resolve(chosen), () =>
        replacing(vscode.commands, "executeCommand", withoutOpening, async () => execute("shapecoach.learn")),
      );
    }
    assert.deepEqual(opened.map(String), [inWorkspace("chosen").toString()]);
    assert.equal((await vscode.workspace.findFiles("chosen/README.md")).length, 1);
  });

  it("say where the lessons can't be laid out", async () => {
    const execute = vscode.commands.executeCommand;
    const opened: unknown[] = [];
    const noted = (command: string, ...args: unknown[]) =>
      command === "vscode.openFolder" ? opened.push(args[0]) : execute(command, ...args);
    await replacing(vscode.commands, "executeCommand", noted, async () =>
      execute("shapecoach.learn", inWorkspace("attention.py", "lessons")),
    );
    assert.deepEqual(opened, []);
  });

  after(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));
});
