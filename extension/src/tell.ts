/** Says something to the user, with a button for each thing that can be done about it. */

import * as vscode from "vscode";

const WAYS = {
  error: (text: string, buttons: string[]) => vscode.window.showErrorMessage(text, ...buttons),
  warning: (text: string, buttons: string[]) => vscode.window.showWarningMessage(text, ...buttons),
  information: (text: string, buttons: string[]) => vscode.window.showInformationMessage(text, ...buttons),
};

/** What each button does: a command, or a function. */
type Actions = Readonly<Record<string, string | (() => unknown)>>;

export async function tell(way: keyof typeof WAYS, text: string, actions: Actions): Promise<void> {
  const chosen = await WAYS[way](text, Object.keys(actions));
  const action = chosen === undefined ? undefined : actions[chosen];
  await (typeof action === "string" ? vscode.commands.executeCommand(action) : action?.());
}
