/** What this VS Code says about where Python may be. */

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as vscode from "vscode";

import type { Surroundings } from "./candidates";

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

/** The part of the public interface of Microsoft's Python extension that is used here (npm's `@vscode/python-extension` has it all). */
interface PythonExtension {
  readonly environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    resolveEnvironment(environment: {
      readonly path: string;
    }): Promise<{ readonly executable: { readonly uri: vscode.Uri | undefined } } | undefined>;
    readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

/** The path of the interpreter for `resource`, or undefined when the extension is absent or has nothing to say. */
async function pythonExtensionChoice(resource: vscode.Uri | undefined): Promise<string | undefined> {
  try {
    const environments = await findEnvironments();
    const active = environments?.getActiveEnvironmentPath(resource);
    // The active path may be an environment's folder; resolving it gives the interpreter itself.
    return active && (await environments?.resolveEnvironment(active))?.executable.uri?.fsPath;
  } catch {
    // A Python extension that doesn't start, or one with another interface, is as good as none.
    return undefined;
  }
}

/** Calls `listener` when another interpreter is chosen there. */
function onDidChangePythonExtensionChoice(listener: () => void): vscode.Disposable {
  const subscribed = findEnvironments().then(
    (environments) => environments?.onDidChangeActiveEnvironmentPath(listener),
    () => undefined, // as good as none, see above
  );
  return new vscode.Disposable(() => void subscribed.then((subscription) => void subscription?.dispose()));
}

async function findEnvironments(): Promise<PythonExtension["environments"] | undefined> {
  const extension = vscode.extensions.getExtension<PythonExtension | undefined>("ms-python.python");
  const started = await extension?.activate();
  return started?.environments;
}
