/** What this VS Code says about where Python may be. */

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as vscode from "vscode";

import type { Surroundings } from "./candidates";
import { onDidChangePythonExtensionChoice, pythonExtensionChoice } from "./pythonExtension";

const LAST_USED = "python.lastUsed";

/** The settings, folders, trust and neighbours of this window, as they are now. */
export async function surroundings(memory: vscode.Memento): Promise<Surroundings> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === "file");
  const trusted = vscode.workspace.isTrusted;
  return {
    setting: vscode.workspace.getConfiguration("shapecoach").get("python", ""),
    pythonExtension: trusted ? await pythonExtensionChoice(folders[0]?.uri) : undefined,
    folders: folders.map((folder) => folder.uri.fsPath),
    trusted,
    lastUsed: memory.get<string>(LAST_USED),
    searchPath: process.env.PATH ?? "",
    home: os.homedir(),
    paths: path,
    isFile: (path) => fs.statSync(path, { throwIfNoEntry: false })?.isFile() ?? false,
  };
}

/** Remembers a Python that works, so that a folder without one of its own (a folder of lessons) finds it. */
export async function rememberPython(memory: vscode.Memento, path: string): Promise<void> {
  await memory.update(LAST_USED, path);
}

/** Calls `listener` when a Python other than the one in use may be the right one. */
export function onDidChangeSurroundings(listener: () => void): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.onDidGrantWorkspaceTrust(listener),
    vscode.workspace.onDidChangeWorkspaceFolders(listener),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("shapecoach.python")) listener();
    }),
    onDidChangePythonExtensionChoice(listener),
  );
}
