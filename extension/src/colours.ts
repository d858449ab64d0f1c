/** Whether the names in annotations and patterns have colours of their own. */

import * as vscode from "vscode";
import type { DocumentSemanticsTokensSignature } from "vscode-languageclient/node";

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
