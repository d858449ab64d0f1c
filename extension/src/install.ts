/** Installs the Python package that comes with this extension.  Only ever because the user pressed the button. */

import * as fs from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";

import type { Run } from "./process";
import type { Python } from "./python";
import { tell } from "./tell";

/** What pip says, and what that means. */
const KNOWN_REASONS: readonly (readonly [RegExp, string])[] = [
  [
    /externally-managed-environment/,
    vscode.l10n.t("It belongs to the operating system, which allows no packages in it. Make a virtual environment (python -m venv .venv) and choose that."),
  ],
  [/NewConnectionError|NameResolutionError|ConnectTimeout/, vscode.l10n.t("The package index could not be reached. Are you offline?")],
  [/No space left on device/, vscode.l10n.t("The disk is full.")],
  [/Permission denied/, vscode.l10n.t("You may not write there. Choose a Python of your own, in a virtual environment.")],
];

/** What `pip` installs: the wheel that is packed with the extension, or where the extension runs from its sources, those. */
export function packageIn(extensionFolder: string): string {
  const dist = path.join(extensionFolder, "extension", "dist");
  const wheel = fs.readdirSync(dist).find((name) => name.endsWith(".whl"));
  return wheel === undefined ? extensionFolder : path.join(dist, wheel);
}

/**
 * Installs, showing progress that can be cancelled; all that pip says goes to `output`.
 * @returns whether it worked; if not, the user has been told.
 */
export async function install(python: Python, source: string, run: Run, output: vscode.LogOutputChannel): Promise<boolean> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t("Installing Shape Coach"), cancellable: true },
    async (progress, token) => {
      const cancel = new AbortController();
      token.onCancellationRequested(() => cancel.abort());
      const onLine = (line: string) => {
        output.info(line);
        progress.report({ message: line.trim().slice(0, 80) });
      };
      // Environments made by uv have no pip; Python can unpack its own.
      const unpackPip = python.hasPip ? [] : [["-m", "ensurepip"]];
      for (const step of [...unpackPip, ["-m", "pip", "install", "--disable-pip-version-check", "--upgrade", source]]) {
        output.info(`${python.path} ${step.join(" ")}`);
        const outcome = await run(python.path, step, { onLine, signal: cancel.signal });
        if (cancel.signal.aborted) return false;
        if (outcome.code !== 0) {
          void explainFailure(python, outcome.stderr);
          return false;
        }
      }
      return true;
    },
  );
}

function explainFailure(python: Python, stderr: string): Promise<void> {
  const [, why] = KNOWN_REASONS.find(([said]) => said.test(stderr)) ?? [];
  const message = vscode.l10n.t("Shape Coach could not be installed in {0}. {1}", python.path, why ?? vscode.l10n.t("The output says why."));
  return tell("error", message, {
    [vscode.l10n.t("Show Output")]: "shapecoach.showOutput",
    [vscode.l10n.t("Choose Python…")]: "shapecoach.choosePython",
  });
}
