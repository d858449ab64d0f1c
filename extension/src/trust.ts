/** What is refused in a workspace whose authors the user doesn't trust. */

import * as vscode from "vscode";
import type { ExecuteCommandMiddleware } from "vscode-languageclient/node";

/** The commands of the server that run code of the workspace, with the words for it. */
const RUNS_CODE: ReadonlyMap<string, string> = new Map([["shapecoach.server.run", "Running an exercise runs its code"]]);

/** Stands between every command, a lens's too, and the server. */
export const refuseUntrusted: NonNullable<ExecuteCommandMiddleware["executeCommand"]> = async (command, args, next) => {
  const reason = RUNS_CODE.get(command);
  if (reason !== undefined && !vscode.workspace.isTrusted) {
    await explain(reason);
    return undefined;
  }
  return next(command, args) as unknown;
};

async function explain(reason: string): Promise<void> {
  const manage = "Manage Workspace Trust";
  const answer = await vscode.window.showWarningMessage(
    `${reason}, and this workspace is not trusted. Nothing was run.`,
    manage,
  );
  if (answer === manage) await vscode.commands.executeCommand("workbench.trust.manage");
}
