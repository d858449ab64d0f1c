/** Makes a learner's folder where the user wants it, and opens it. */

import * as vscode from "vscode";

import type { Session } from "./session";

/** Asks for a folder if none is given; a folder of lessons that is there already is brought up to date. */
export async function learn(session: Session, output: vscode.LogOutputChannel, chosen?: vscode.Uri): Promise<void> {
  await session.start(true);
  const { python } = session;
  if (python === undefined) return;

  const folder = chosen ?? (await askForFolder());
  if (folder === undefined) return;

  const outcome = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: "Laying out the lessons" },
    () => session.run(python.path, ["-P", "-m", "shapecoach", "learn", folder.fsPath]),
  );
  output.info(outcome.stdout.trimEnd());
  if (outcome.code === 0) {
    session.noticeLessons();
    const forceNewWindow = vscode.workspace.workspaceFolders !== undefined;
    await vscode.commands.executeCommand("vscode.openFolder", folder, { forceNewWindow });
    return;
  }
  output.error(outcome.stderr.trimEnd());
  const answer = await vscode.window.showErrorMessage(
    `The lessons could not be laid out in ${folder.fsPath}. The output says why.`,
    "Show Output",
  );
  if (answer !== undefined) output.show();
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
