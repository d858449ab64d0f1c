/** The first minutes: an example to play with, a folder of lessons, and the walkthrough that leads to them. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";

import type { Session } from "./session";

/** An unsaved Python file with the example, so that whatever is tried out in it costs nothing. */
export async function openExample(home: string): Promise<void> {
  const content = await readFile(join(home, "extension", "media", "walkthrough", "first.py"), "utf8");
  const document = await vscode.workspace.openTextDocument({ language: "python", content });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: false });
}

/** Asks for a folder if none is given; a folder of lessons that is there already is brought up to date. */
export async function learn(session: Session, chosen?: vscode.Uri): Promise<void> {
  await session.start(true);
  if (session.running === undefined) return; // that has been said
  const folder = chosen ?? (await askForFolder());
  if (folder === undefined) return;

  const isLaidOut = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t("Laying out the lessons") },
    () => vscode.commands.executeCommand<boolean>("shapecoach.server.learn", folder.toString()),
  );
  if (!isLaidOut) return; // the server has said why
  const forceNewWindow = vscode.workspace.workspaceFolders !== undefined;
  await vscode.commands.executeCommand("vscode.openFolder", folder, { forceNewWindow });
}

async function askForFolder(): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title: vscode.l10n.t("A folder for the lessons"),
    openLabel: vscode.l10n.t("Put the Lessons Here"),
    canSelectFiles: false,
    canSelectFolders: true,
    canSelectMany: false,
  });
  return picked?.[0];
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
