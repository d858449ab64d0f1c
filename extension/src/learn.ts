/** Makes a learner's folder where the user wants it, and opens it. */

import * as vscode from "vscode";

import type { Session } from "./session";

/** Asks for a folder if none is given; a folder of lessons that is there already is brought up to date. */
export async function learn(session: Session, chosen?: vscode.Uri): Promise<void> {
  await session.start(true);
  if (!session.isRunning()) return; // that has been said
  const folder = chosen ?? (await askForFolder());
  if (folder === undefined) return;

  const isLaidOut = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: "Laying out the lessons" },
    () => vscode.commands.executeCommand<boolean>("shapecoach.server.learn", folder.toString()),
  );
  if (!isLaidOut) return; // the server has said why
  const forceNewWindow = vscode.workspace.workspaceFolders !== undefined;
  await vscode.commands.executeCommand("vscode.openFolder", folder, { forceNewWindow });
}

async function askForFolder(): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title: "A folder for the lessons",
    openLabel: "Put the Lessons Here",
    canSelectFiles: false,
    canSelectFolders: true,
    canSelectMany: false,
  });
  return picked?.[0];
}
