/** Everything that a bug report needs, in one document: what VS Code is, what was chosen and why, what Python says. */

import * as vscode from "vscode";

import type { Session } from "./session";
import type { Status } from "./status";

export async function showReport(session: Session, status: Status, version: string): Promise<void> {
  const content = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: "Shape Coach: looking at everything" },
    () => report(session, status, version),
  );
  const document = await vscode.workspace.openTextDocument({ language: "markdown", content });
  await vscode.window.showTextDocument(document, { preview: false });
}

async function report(session: Session, status: Status, version: string): Promise<string> {
  const choice = await session.choose();
  const lines = [
    "# Shape Coach",
    "",
    `- Extension ${version}, VS Code ${vscode.version} (${vscode.env.appHost}${where()})`,
    `- Workspace: ${vscode.workspace.isTrusted ? "trusted" : "not trusted"}, ${String(vscode.workspace.workspaceFolders?.length ?? 0)} folders`,
    `- State: ${status.state}${status.message && `, ${status.message}`}`,
    ...settings().map((line) => `- ${line}`),
    "",
    "## Python",
    "",
    ...choice.rejected.map(({ path, source, reason }) => `- Not ${path} (from ${source}): ${reason}`),
  ];
  const { python } = choice;
  if (python === undefined) return [...lines, "- None was found.", ""].join("\n");
  lines.push(`- ${python.path} (from ${python.source})`);
  if (python.missing.length > 0) return [...lines, `- It lacks ${python.missing.join(", ")}.`, ""].join("\n");
  const { stdout, stderr } = await session.run(python.path, ["-P", "-m", "shapecoach", "doctor"]);
  return [...lines, stdout.trimEnd(), ...(stderr.trim() === "" ? [] : ["```text", stderr.trimEnd(), "```"]), ""].join("\n");
}

function where(): string {
  return vscode.env.remoteName === undefined ? "" : `, ${vscode.env.remoteName}`;
}

/** Those of ours that somebody has set. */
function settings(): string[] {
  const section = vscode.workspace.getConfiguration("shapecoach");
  const names = ["python", "inlayHints.enabled", "codeLens.enabled", "nameColours", "ignore"];
  return names.flatMap((name) => {
    const found = section.inspect<unknown>(name);
    const set = found?.workspaceFolderValue ?? found?.workspaceValue ?? found?.globalValue;
    return set === undefined ? [] : [`Setting \`shapecoach.${name}\`: \`${JSON.stringify(set)}\``];
  });
}
