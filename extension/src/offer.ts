/** Says what is missing, and asks before anything is done about it. */

import * as vscode from "vscode";

import type { Choice, Python } from "./python";

const NEVER_ASK = "install.neverAsk";

const CHOOSE = "Choose Python…";
const INSTALL = "Install";
const NEVER = "Don't Ask Again";

/** What Shape Coach lacks in `python`, in a sentence or two. */
export function whatIsMissing(python: Python): string {
  const packages = `the Python package${python.missing.length > 1 ? "s" : ""} ${python.missing.join(", ")}`;
  const size = python.missing.includes("torch") ? " Installing PyTorch (torch) is a big download." : "";
  return `Shape Coach needs ${packages} in ${python.path} (Python ${python.version}, from ${python.source}).${size}`;
}

/** Why none of the Pythons that were found will do; the best of them speaks for all. */
export function whyNoPython(choice: Choice): string {
  const [first] = choice.rejected;
  return first === undefined
    ? "Shape Coach found no Python. It needs Python 3.11 or newer."
    : `Shape Coach can't use ${first.path} (from ${first.source}): ${first.reason}.`;
}

/** Says that there is no Python to use, with a button to choose one. */
export async function sayThereIsNone(choice: Choice): Promise<void> {
  await choosePythonIf(await vscode.window.showErrorMessage(whyNoPython(choice), CHOOSE));
}

/**
 * Offers to install what is missing in `python`, unless the user said never to ask in this workspace and hasn't
 * asked for it now.
 * @returns whether the user wants it.
 */
export async function offerInstall(python: Python, memory: vscode.Memento, isAskedFor: boolean): Promise<boolean> {
  if (!isAskedFor && memory.get<boolean>(NEVER_ASK, false)) return false;
  const answer = await vscode.window.showWarningMessage(whatIsMissing(python), INSTALL, CHOOSE, NEVER);
  if (answer === NEVER) await memory.update(NEVER_ASK, true);
  await choosePythonIf(answer);
  return answer === INSTALL;
}

/** Offers to bring an older Shape Coach in `python` up to `version`; returns whether the user wants it. */
export async function offerUpdate(python: Python, version: string): Promise<boolean> {
  const message = `${python.path} has Shape Coach ${python.shapecoach ?? ""}; this extension comes with ${version}.`;
  return (await vscode.window.showInformationMessage(message, INSTALL)) === INSTALL;
}

async function choosePythonIf(answer: string | undefined): Promise<void> {
  if (answer === CHOOSE) await vscode.commands.executeCommand("shapecoach.choosePython");
}
