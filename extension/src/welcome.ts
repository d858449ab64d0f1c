/** The first minutes: an example to play with, and the walkthrough that leads to it. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";

/** An unsaved Python file with the example, so that whatever is tried out in it costs nothing. */
export async function openExample(home: string): Promise<void> {
  const content = await readFile(join(home, "extension", "media", "walkthrough", "first.py"), "utf8");
  const document = await vscode.workspace.openTextDocument({ language: "python", content });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: false });
}

export async function openWalkthrough(): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.openWalkthrough", "shapecoach.shapecoach#start", false);
}

/** Lets the walkthrough know when something of ours is underlined for the first time. */
export function noteFirstProblem(): vscode.Disposable {
  const listener = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
    const ours = uris.some((uri) => vscode.languages.getDiagnostics(uri).some(isAProblem));
    if (!ours) return;
    listener.dispose();
    void vscode.commands.executeCommand("setContext", "shapecoach.sawProblem", true);
  });
  return listener;
}

function isAProblem({ source, severity }: vscode.Diagnostic): boolean {
  return source === "shapecoach" && severity <= vscode.DiagnosticSeverity.Warning;
}
