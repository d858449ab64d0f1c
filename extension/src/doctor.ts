/** Everything that a bug report needs, in one document: what VS Code is, what was chosen and why, what Python says. */

import * as vscode from "vscode";

import type { Session } from "./session";
import type { Status } from "./status";

export async function showReport(session: Session, status: Status, version: string): Promise<void> {
  const title = vscode.l10n.t("Shape Coach: looking at everything");
  const where = { location: vscode.ProgressLocation.Window, title };
  const content = await vscode.window.withProgress(where, () => report(session, status, version));
  const document = await vscode.workspace.openTextDocument({ language: "markdown", content });
  await vscode.window.showTextDocument(document, { preview: false });
}

async function report(session: Session, status: Status, version: string): Promise<string> {
  const { python, rejected } = await session.choose();
  const known = {
    extension: version,
    vscode: vscode.version,
    host: vscode.env.appHost,
    remote: vscode.env.remoteName,
    trusted: vscode.workspace.isTrusted,
    folders: vscode.workspace.workspaceFolders?.length ?? 0,
    settings: vscode.workspace.getConfiguration("shapecoach"),
    ...status.shown,
    python,
    rejected,
  };
  const parts = ["# Shape Coach", "```json\n" + JSON.stringify(known, undefined, 2) + "\n```"];
  if (python?.missing.length === 0) {
    const { stdout, stderr } = await session.run(python.path, ["-P", "-m", "shapecoach", "doctor"]);
    parts.push(stdout, stderr === "" ? "" : "```text\n" + stderr + "\n```");
  }
  return parts.join("\n\n").trimEnd() + "\n";
}
