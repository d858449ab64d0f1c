/** What is refused in a workspace whose authors the user doesn't trust. */

import * as vscode from "vscode";
import type { ExecuteCommandMiddleware } from "vscode-languageclient/node";

import { tell } from "./tell";

/** The commands of the server that run code of the workspace, with the words for it. */
const RUNS_CODE: ReadonlyMap<string, string> = new Map([
  ["shapecoach.server.run", "Running an exercise runs its code"],
  ["shapecoach.server.debug", "Debugging an exercise runs its code"],
]);

/** Stands between every command, a lens's too, and the server. */
export const refuseUntrusted: NonNullable<ExecuteCommandMiddleware["executeCommand"]> = async (command, args, next) => {
  const reason = RUNS_CODE.get(command);
  if (reason === undefined || vscode.workspace.isTrusted) return next(command, args) as unknown;
  await tell("warning", `${reason}, and this workspace is not trusted. Nothing was run.`, {
    "Manage Workspace Trust": () => vscode.commands.executeCommand("workbench.trust.manage"),
  });
  return undefined;
};
