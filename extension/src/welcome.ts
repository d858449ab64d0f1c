/** The first minutes: an example to play with, a folder of lessons, and the walkthrough that leads to them. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";

import type { Lessons } from "./lessons";
import type { Session } from "./session";

/** An unsaved Python file with the example, so that whatever is tried out in it costs nothing. */
export async function openExample(home: string): Promise<void> {
  const content = await readFile(join(home, "extension", "media", "walkthrough", "first.py"), "utf8");
  const document = await vscode.workspace.openTextDocument({ language: "python", content });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: false });
}

export async function openWalkthrough(): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.closeSidebar"); // there is no room for both, and an example
  await vscode.commands.executeCommand("workbench.action.openWalkthrough", "shapecoach.shapecoach#start", false);
  // What holds already when VS Code first reads the steps completes none of them; from here on this holds too.
  await vscode.commands.executeCommand("setContext", "shapecoach.tour", true);
}

/** Asks for a folder if none is given; a folder of lessons that is there already is brought up to date. */
export async function learn(session: Session, chosen?: vscode.Uri): Promise<void> {
  await session.start(true);
  if (session.running === undefined) return; // that has been said
  const [title, openLabel] = [vscode.l10n.t("Where to put the lessons"), vscode.l10n.t("Put the Lessons Here")];
  const folder = chosen ?? (await vscode.window.showOpenDialog({ title, openLabel, canSelectFiles: false, canSelectFolders: true }))?.[0];
  if (folder === undefined) return;

  const progress = { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t("Laying out the lessons") };
  const layOut = () => vscode.commands.executeCommand<string | null>("shapecoach.server.learn", folder.toString());
  const made = await vscode.window.withProgress(progress, layOut);
  if (!made) return; // the server has said why
  const forceNewWindow = vscode.workspace.workspaceFolders !== undefined;
  await vscode.commands.executeCommand("vscode.openFolder", vscode.Uri.parse(made), { forceNewWindow });
}

/** Begins with the lessons in a window that has nothing else open, such as one that was just opened for them. */
export function beginWithLessons(lessons: Lessons): vscode.Disposable {
  const listener = lessons.onDidChange(async ({ following }) => {
    if (following === null) return;
    listener.dispose();
    if (vscode.window.tabGroups.all.some(({ tabs }) => tabs.length > 0)) return;
    await vscode.commands.executeCommand("shapecoach.lessons.focus");
    await vscode.commands.executeCommand("shapecoach.continue");
  });
  return listener;
}

/** Lets the walkthrough know when something of ours is underlined. */
export function noteProblems(): vscode.Disposable {
  return vscode.languages.onDidChangeDiagnostics(({ uris }) => {
    const isOurs = ({ source, severity }: vscode.Diagnostic) => source === "shapecoach" && severity <= vscode.DiagnosticSeverity.Warning;
    const isSeen = uris.some((uri) => vscode.languages.getDiagnostics(uri).some(isOurs));
    if (isSeen) void vscode.commands.executeCommand("setContext", "shapecoach.sawProblem", true);
  });
}
