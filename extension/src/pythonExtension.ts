/** The interpreter chosen in Microsoft's Python extension, where that is installed. */

import * as vscode from "vscode";

/** The part of that extension's public interface that is used here (npm's `@vscode/python-extension` has it all). */
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
export async function pythonExtensionChoice(resource: vscode.Uri | undefined): Promise<string | undefined> {
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
export function onDidChangePythonExtensionChoice(listener: () => void): vscode.Disposable {
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
