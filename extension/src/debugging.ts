/** Runs a test under the Python debugger, where that is installed. */

import * as vscode from "vscode";

import { tell } from "./tell";

const DEBUGGER = "ms-python.debugpy";

/**
 * Starts a debugger as `configuration` says, and waits for its end.
 * @returns whether it was started; if not, the user has been told.
 */
export async function debug(configuration: vscode.DebugConfiguration, about: vscode.Uri, run: vscode.TestRun): Promise<boolean> {
  if (vscode.extensions.getExtension(DEBUGGER) === undefined) {
    void offerTheDebugger();
    return false;
  }
  const isOurs = ({ name, parentSession }: vscode.DebugSession) => name === configuration.name && parentSession === undefined;
  const listeners: vscode.Disposable[] = [];
  const ended = new Promise<void>((resolve) => {
    vscode.debug.onDidTerminateDebugSession((session) => isOurs(session) && resolve(), undefined, listeners);
    run.token.onCancellationRequested(resolve, undefined, listeners); // VS Code ends the session with the run
  });
  try {
    const started = await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(about), configuration, { testRun: run });
    if (started) await ended;
    return started;
  } finally {
    vscode.Disposable.from(...listeners).dispose();
  }
}

function offerTheDebugger(): Promise<void> {
  const message = vscode.l10n.t("To stop at breakpoints, Shape Coach needs the extension “Python Debugger” ({0}).", DEBUGGER);
  const show = () => vscode.commands.executeCommand("workbench.extensions.search", `@id:${DEBUGGER}`);
  return tell("warning", message, { [vscode.l10n.t("Show the Extension")]: show });
}
