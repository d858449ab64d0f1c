/** Programs that pass for a Python, each a little wrong in its own way. */

import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import * as vscode from "vscode";

import type { ShapeCoach } from "../../src/extension";
import { eventually } from "./window";

/** The Python that the tests are run with, which has everything. */
export const REAL = vscode.workspace.getConfiguration("shapecoach").get("python", "");

/** Writes a shell script that does `lines` and then, if still there, becomes the real Python. */
export function pythonThat(path: string, ...lines: string[]): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, ["#!/bin/sh", ...lines, `exec '${REAL}' "$@"`, ""].join("\n"));
  chmodSync(path, 0o755);
  return path;
}

/** Sets `shapecoach.python` in the workspace. */
export async function usePython(path: string): Promise<void> {
  await vscode.workspace.getConfiguration("shapecoach").update("python", path, vscode.ConfigurationTarget.Workspace);
}

/** Takes that setting back, and waits until the server runs on the real Python again. */
export async function useRealPython(coach: ShapeCoach): Promise<void> {
  const settings = vscode.workspace.getConfiguration("shapecoach");
  await settings.update("python", undefined, vscode.ConfigurationTarget.Workspace);
  await eventually("the real Python", () => coach.python === REAL && coach.state === "ready");
}
