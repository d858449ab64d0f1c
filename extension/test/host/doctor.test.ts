import * as assert from "node:assert/strict";
import * as vscode from "vscode";

import { inWorkspace, open, shapeCoach } from "./window";

describe("the doctor", () => {
  it("writes down what a bug report needs", async () => {
    await open(inWorkspace("attention.py"));
    const coach = await shapeCoach();
    await vscode.commands.executeCommand("shapecoach.doctor");
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.languageId, "markdown");
    const text = document.getText();
    assert.ok(text.includes(`VS Code ${vscode.version}`), text);
    assert.ok(text.includes(coach.python ?? "nowhere"), text);
    assert.match(text, /✓ \*\*A shape\*\*: \(b, s, t\)/);
    assert.doesNotMatch(text, /✗/);
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  });
});
