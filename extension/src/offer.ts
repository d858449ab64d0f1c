/** Says what is missing, and asks before anything is done about it. */

import type * as vscode from "vscode";

import type { Choice, Python } from "./python";
import { tell } from "./tell";

const NEVER_ASK = "install.neverAsk";

/** What Shape Coach lacks in `python`, in a sentence or two. */
export function whatIsMissing(python: Python): string {
  const packages = `the Python package${python.missing.length > 1 ? "s" : ""} ${python.missing.join(", ")}`;
  const size = python.missing.includes("torch") ? " Installing PyTorch (torch) is a big download." : "";
  return `Shape Coach needs ${packages} in ${python.path} (Python ${python.version}, from ${python.source}).${size}`;
}

/** Why none of the Pythons that were found will do; the best of them speaks for all. */
export function whyNoPython({ rejected: [first] }: Choice): string {
  return first === undefined
    ? "Shape Coach found no Python. It needs Python 3.11 or newer."
    : `Shape Coach can't use ${first.path} (from ${first.source}): ${first.reason}.`;
}

/** Says that there is no Python to use, with a button to choose one. */
export async function sayThereIsNone(choice: Choice): Promise<void> {
  await tell("error", whyNoPython(choice), { "Choose Python…": "shapecoach.choosePython" });
}

/**
 * Offers to `install` what is missing in `python`, unless the user said never to ask in this workspace and hasn't
 * asked for it now.
 */
export async function offerInstall(python: Python, install: () => unknown, memory: vscode.Memento, isAskedFor: boolean): Promise<void> {
  if (!isAskedFor && memory.get<boolean>(NEVER_ASK, false)) return;
  await tell("warning", whatIsMissing(python), {
    Install: install,
    "Choose Python…": "shapecoach.choosePython",
    "Don't Ask Again": () => memory.update(NEVER_ASK, true),
  });
}

/** Offers to bring an older Shape Coach in `python` up to `version`. */
export async function offerUpdate(python: Python, install: () => unknown, version: string): Promise<void> {
  const message = `${python.path} has Shape Coach ${python.shapecoach ?? ""}; this extension comes with ${version}.`;
  await tell("information", message, { Install: install });
}
