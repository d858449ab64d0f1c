/** What the tests do with this window: open, wait, look, and answer for the user. */

import * as assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import * as vscode from "vscode";

import type { ShapeCoach } from "../../src/extension";

const PATIENCE_MS = 90_000;
const EVERY_MS = 100;

/** Waits until `look` gives something other than undefined or false, and gives that. */
export async function eventually<T>(what: string, look: () => T | Promise<T>): Promise<Exclude<T, undefined | false>> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen as Exclude<T, undefined | false>;
    await pause(EVERY_MS);
  }
  return assert.fail(`Waited in vain for ${what}.`);
}

/** The extension, activated and with its server at work. */
export async function shapeCoach(): Promise<ShapeCoach> {
  const extension = vscode.extensions.getExtension<ShapeCoach>("shapecoach.shapecoach");
  assert.ok(extension);
  const coach = await extension.activate();
  await eventually("a server that is ready", () => coach.state === "ready");
  return coach;
}

/** A file of the workspace, which is a copy of test/host/workspace. */
export function inWorkspace(...path: string[]): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  return vscode.Uri.joinPath(folder.uri, ...path);
}

export async function open(uri: vscode.Uri): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  return document;
}

/** What Shape Coach says about a document, once that is what `wanted` asks for. */
export async function diagnostics(
  uri: vscode.Uri,
  what: string,
  wanted: (all: vscode.Diagnostic[]) => boolean,
): Promise<vscode.Diagnostic[]> {
  return eventually(what, () => {
    const all = vscode.languages.getDiagnostics(uri);
    return wanted(all) && all;
  });
}

export async function inlayHints(document: vscode.TextDocument): Promise<string[]> {
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    "vscode.executeInlayHintProvider",
    document.uri,
    all,
  );
  return hints.map(({ label }) => (typeof label === "string" ? label : label.map((part) => part.value).join("")));
}

/** The functions of `vscode.window` that wait for the user. */
type Question = "showErrorMessage" | "showInformationMessage" | "showQuickPick" | "showWarningMessage";

/**
 * Stands in for the user while `act` runs: whatever `question` would show is noted, and answered with `answer`.
 * @returns what was shown, the text and the choices of each.
 */
export async function answering(
  question: Question,
  answer: (text: string, choices: unknown[]) => unknown,
  act: (shown: string[]) => Promise<void>,
): Promise<string[]> {
  const shown: string[] = [];
  const standIn = (first: unknown, ...rest: unknown[]) => {
    const text = typeof first === "string" ? first : "";
    const choices = Array.isArray(first) ? first : rest;
    shown.push([text, ...choices.map(labelOf)].join(" | "));
    return Promise.resolve(answer(text, choices));
  };
  return replacing(vscode.window, question, standIn, async () => {
    await act(shown);
    return shown;
  });
}

/** Puts `substitute` in the place of one function of VS Code's interface while `act` runs. */
export async function replacing<O extends object, R>(
  owner: O,
  name: keyof O,
  substitute: unknown,
  act: () => Promise<R>,
): Promise<R> {
  const original = owner[name];
  owner[name] = substitute as O[keyof O];
  try {
    return await act();
  } finally {
    owner[name] = original;
  }
}

function labelOf(choice: unknown): string {
  return typeof choice === "string" ? choice : String((choice as { label?: string } | undefined)?.label);
}
