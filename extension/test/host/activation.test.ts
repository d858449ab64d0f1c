import * as assert from "node:assert/strict";
import * as vscode from "vscode";

import { answering, inWorkspace, open, replacing, shapeCoach } from "./window";

describe("the extension", () => {
  it("starts when a Python file is opened, and its server with it", async () => {
    await open(inWorkspace("attention.py"));
    const coach = await shapeCoach();
    assert.equal(coach.state, "ready");
    assert.equal(vscode.extensions.getExtension("shapecoach.shapecoach")?.isActive, true);
  });

  it("has registered every command of its manifest, and the server its own", async () => {
    const known = new Set(await vscode.commands.getCommands());
    const manifest = vscode.extensions.getExtension("shapecoach.shapecoach")?.packageJSON as {
      contributes: { commands: { command: string }[] };
    };
    const server = ["run", "hint", "solution", "reset", "next"].map((name) => `shapecoach.server.${name}`);
    for (const command of [...manifest.contributes.commands.map(({ command }) => command), ...server]) {
      assert.ok(known.has(command), `${command} is not registered`);
    }
  });

  it("has all its commands behind its item in the status bar", async () => {
    const execute = vscode.commands.executeCommand;
    const opened: unknown[] = [];
    const noted = (command: string, ...args: unknown[]) =>
      command === "workbench.action.quickOpen" ? opened.push(args[0]) : execute(command, ...args);
    await replacing(vscode.commands, "executeCommand", noted, async () => execute("shapecoach.showMenu"));
    assert.deepEqual(opened, [">Shape Coach: "]);
  });

  it("leads to a folder of lessons where there is none to go on in", async () => {
    let asked = 0;
    const closed = () => {
      asked++;
      return Promise.resolve(undefined);
    };
    await replacing(vscode.window, "showOpenDialog", closed, async () => vscode.commands.executeCommand("shapecoach.continue"));
    assert.equal(asked, 1);
  });

  it("says what to do when a command of an exercise has no file to be about", async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    const shown = await answering(
      "showInformationMessage",
      () => undefined,
      async () => vscode.commands.executeCommand("shapecoach.hint"),
    );
    assert.deepEqual(shown, ["Open the Python file of an exercise first."]);
  });
});
