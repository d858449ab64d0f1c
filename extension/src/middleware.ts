/** What stands between VS Code and the server, since only VS Code knows: whom the user trusts, who else colours, and on what. */

import * as vscode from "vscode";
import type { DocumentSemanticsTokensSignature, ExecuteCommandMiddleware } from "vscode-languageclient/node";

import { tell } from "./tell";

/** The commands of the server that run code of the workspace, with the words for it. */
const RUNS_CODE: ReadonlyMap<string, string> = new Map([
  ["shapecoach.server.run", vscode.l10n.t("Running an exercise runs its code")],
  ["shapecoach.server.debug", vscode.l10n.t("Debugging an exercise runs its code")],
]);

/** Stands between every command, a lens's too, and the server. */
export const refuseUntrusted: NonNullable<ExecuteCommandMiddleware["executeCommand"]> = async (command, args, next) => {
  const reason = RUNS_CODE.get(command);
  if (reason === undefined || vscode.workspace.isTrusted) return next(command, args) as unknown;
  await tell("warning", vscode.l10n.t("{0}, and this workspace is not trusted. Nothing was run.", reason), {
    [vscode.l10n.t("Manage Workspace Trust")]: "workbench.trust.manage",
  });
  return undefined;
};

const PYLANCE = "ms-python.vscode-pylance";

/**
 * VS Code takes one extension's semantic tokens for a file.  Pylance's colour all of Python, so ours stand back where it
 * is installed, unless they are asked for.
 */
export const colourNames = (
  document: vscode.TextDocument,
  token: vscode.CancellationToken,
  next: DocumentSemanticsTokensSignature,
): vscode.ProviderResult<vscode.SemanticTokens> => {
  const wish = vscode.workspace.getConfiguration("shapecoach", document).get("nameColours");
  const areWanted = wish === "on" || (wish !== "off" && vscode.extensions.getExtension(PYLANCE) === undefined);
  return areWanted ? next(document, token) : undefined;
};

/** What drawings must suit. */
export function themeKind(): string {
  return vscode.ColorThemeKind[vscode.window.activeColorTheme.kind];
}
