/** Says something to the user, with a button for each thing that can be done about it. */

import * as vscode from "vscode";

const WAYS = {
  error: (text: string, buttons: string[]) => vscode.window.showErrorMessage(text, ...buttons),
  warning: (text: string, buttons: string[]) => vscode.window.showWarningMessage(text, ...buttons),
  information: (text: string, buttons: string[]) => vscode.window.showInformationMessage(text, ...buttons),
};

/** Does what the user chooses of `actions`, which are named by their buttons. */
export async function tell(way: keyof typeof WAYS, text: string, actions: Readonly<Record<string, () => unknown>> = {}): Promise<void> {
  const chosen = await WAYS[way](text, Object.keys(actions));
  if (chosen !== undefined) await actions[chosen]?.();
}

/** What a button does that leads to the choice of a Python, or to the output. */
export const choosePython = () => vscode.commands.executeCommand("shapecoach.choosePython");
export const showOutput = () => vscode.commands.executeCommand("shapecoach.showOutput");
