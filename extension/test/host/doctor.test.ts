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
    for (const part of [`"vscode": "${vscode.version}"`, `"path": "${coach.python ?? ""}"`, '"nameColours": "auto"']) {
      assert.ok(text.includes(part), text);
    }
    assert.match(text, /✓ \*\*A shape\*\*: \(b, s, t\)/);
    assert.doesNotMatch(text, /✗/);
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  });
});
