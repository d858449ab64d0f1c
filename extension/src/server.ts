/** The language server, as seen from VS Code: a process of the chosen Python, spoken to over its pipes. */

import { existsSync } from "node:fs";
import type * as vscode from "vscode";
import {
  CloseAction,
  type Executable,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
} from "vscode-languageclient/node";

import { colourNames, refuseUntrusted, themeKind } from "./middleware";
import type { Python } from "./python";
import type { Shown } from "./status";

/** What the client knows before or after the server can say anything itself. */
const STATE_OF_CLIENT: Partial<Record<State, Shown["state"]>> = {
  [State.Starting]: "starting",
  [State.StartFailed]: "failed",
  [State.Stopped]: "failed",
};

/** Files on disk, new ones, and the cells of notebooks; not a Git revision shown in a diff. */
const DOCUMENTS = ["file", "untitled", "vscode-notebook-cell"].map((scheme) => ({ language: "python", scheme }));

/**
 * A client for the server in `python`, not started yet.  `home` is the folder the server starts in: one of ours,
 * because Python looks for modules where it is started.  After a crash the client starts the server again, unless it
 * keeps crashing (five times in three minutes) or doesn't get as far as being ready.
 */
export function createClient(
  python: Python,
  home: string,
  output: vscode.LogOutputChannel,
  onStatus: (told: Partial<Shown>) => void,
): LanguageClient {
  const server: Executable = {
    command: python.path,
    args: ["-P", "-m", "shapecoach", "lsp"],
    options: { cwd: home },
  };
  const options: LanguageClientOptions = {
    documentSelector: DOCUMENTS,
    outputChannel: output,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: () => ({ pictures: themeKind(), flowPage: true, resultPage: true }),
    // The server asks for the settings itself; this is how it hears that they have changed.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the new way needs a server that registers for it
    synchronize: { configurationSection: "shapecoach" },
    middleware: { executeCommand: refuseUntrusted, provideDocumentSemanticTokens: colourNames },
    errorHandler: {
      error: (...fault) => policy.error(...fault),
      closed: () => (isUp && existsSync(python.path) ? policy.closed() : { action: CloseAction.DoNotRestart, handled: true }),
    },
  };
  // The identifier is also the prefix of the setting shapecoach.trace.server, which the client reads itself.
  const client = new LanguageClient("shapecoach", "Shape Coach", server, options);
  const policy = client.createDefaultErrorHandler();
  let isUp = false;
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) isUp = true;
    else if (newState === State.Starting) isUp = false;
    const state = STATE_OF_CLIENT[newState];
    if (state !== undefined) onStatus({ state });
  });
  client.onNotification("shapecoach/status", onStatus);
  return client;
}
