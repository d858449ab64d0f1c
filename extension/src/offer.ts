/** Says what is missing, and asks before anything is done about it. */

import * as vscode from "vscode";

import type { Choice, Python } from "./python";
import { tell } from "./tell";

const NEVER_ASK = "install.neverAsk";

/** What Shape Coach lacks in `python`, in a sentence or two. */
export function whatIsMissing(python: Python): string {
  const list = python.missing.join(", ");
  const what = python.missing.length > 1 ? vscode.l10n.t("the Python packages {0}", list) : vscode.l10n.t("the Python package {0}", list);
  const size = python.missing.includes("torch") ? ` ${vscode.l10n.t("Installing PyTorch (torch) is a big download.")}` : "";
  return vscode.l10n.t("Shape Coach needs {0} in {1} (Python {2}, from {3}).", what, python.path, python.version, python.source) + size;
}

/** Why none of the Pythons that were found will do; the best of them speaks for all. */
export function whyNoPython({ rejected: [first] }: Choice): string {
  return first === undefined
    ? vscode.l10n.t("Shape Coach found no Python. It needs Python 3.11 or newer.")
    : vscode.l10n.t("Shape Coach can't use {0} (from {1}): {2}.", first.path, first.source, first.reason);
}

/** Says that there is no Python to use, with a button to choose one. */
export async function sayThereIsNone(choice: Choice): Promise<void> {
  await tell("error", whyNoPython(choice), { [vscode.l10n.t("Choose Python…")]: "shapecoach.choosePython" });
}

/**
 * Offers to `install` what is missing in `python`, unless the user said never to ask in this workspace and hasn't
 * asked for it now.
 */
export async function offerInstall(python: Python, install: () => unknown, memory: vscode.Memento, isAskedFor: boolean): Promise<void> {
  if (!isAskedFor && memory.get<boolean>(NEVER_ASK, false)) return;
  await tell("warning", whatIsMissing(python), {
    [vscode.l10n.t("Install")]: install,
    [vscode.l10n.t("Choose Python…")]: "shapecoach.choosePython",
    [vscode.l10n.t("Don't Ask Again")]: () => memory.update(NEVER_ASK, true),
  });
}

/** Offers to bring an older Shape Coach in `python` up to `version`. */
export async function offerUpdate(python: Python, install: () => unknown, version: string): Promise<void> {
  const message = vscode.l10n.t("{0} has Shape Coach {1}; this extension comes with {2}.", python.path, python.shapecoach ?? "", version);
  await tell("information", message, { [vscode.l10n.t("Install")]: install });
}

/** Says that it is installed, since somebody waited for it, and what there is to do now. */
export async function sayInstalled(): Promise<void> {
  await tell("information", vscode.l10n.t("Shape Coach is installed. It shows the shapes of tensors in your Python files from now on."), {
    [vscode.l10n.t("Take the Tour")]: "shapecoach.walkthrough",
    [vscode.l10n.t("Make a Folder of Lessons…")]: "shapecoach.learn",
  });
}
