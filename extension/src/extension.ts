/** Where VS Code enters: it puts the parts together and says when they end. */

import * as vscode from "vscode";

import { registerCommands } from "./commands";
import { FlowPage } from "./flow";
import { tellOfThemes } from "./pictures";
import { Session } from "./session";
import { type State, Status } from "./status";
import { onDidChangeSurroundings } from "./surroundings";

/** What other extensions, and the tests, may ask. */
export interface ShapeCoach {
  readonly state: State;
  /** The Python that the server runs on. */
  readonly python: string | undefined;
}

let session: Session | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<ShapeCoach> {
  const output = vscode.window.createOutputChannel("Shape Coach", { log: true });
  const status = new Status();
  const started = (session = new Session(context, output, status));
  const flow = new FlowPage(started, context.extensionPath);
  context.subscriptions.push(
    output,
    status,
    registerCommands(started, status, output, flow),
    flow,
    tellOfThemes(started),
    onDidChangeSurroundings(() => void started.start()),
  );
  await started.start();
  return {
    get state() {
      return status.state;
    },
    get python() {
      return started.python?.path;
    },
  };
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}
