/** Keeps one server running on the right Python: finds it, starts it, and starts again when that changes. */

import { existsSync } from "node:fs";
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";

import { candidates } from "./candidates";
import { install, packageIn } from "./install";
import { offerInstall, offerUpdate, sayInstalled, sayThereIsNone, whatIsMissing, whyNoPython } from "./offer";
import { type Run, runIn } from "./process";
import { type Choice, choosePython, type Python } from "./python";
import type { Status } from "./status";
import { rememberPython, surroundings } from "./surroundings";

export class Session {
  readonly run: Run;
  private readonly lessonsChanged = new vscode.EventEmitter<void>();
  /** The lessons may be others: the server says so, or it is another server, or none. */
  readonly onDidChangeLessons = this.lessonsChanged.event;
  private readonly home: string;
  private client: LanguageClient | undefined;
  private inUse: Python | undefined;
  /** Starting and stopping happen one after the other, whoever asks for them. */
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly version: string,
    private readonly output: vscode.LogOutputChannel,
    private readonly status: Status,
  ) {
    this.home = context.extensionPath;
    this.run = runIn(this.home);
  }

  /** The Python that the server runs on, or undefined while there is none. */
  get python(): Python | undefined {
    return this.inUse;
  }

  /** What speaks with the server, while that runs. */
  get running(): LanguageClient | undefined {
    return this.client?.isRunning() === true ? this.client : undefined;
  }

  /**
   * Looks for a Python and starts the server on it; does nothing if it already runs on the one that is found.
   * Where something is missing the user is told, and asked about it if they didn't say never to ask (`isAskedFor`:
   * they want something that needs it now, so ask again).
   */
  start(isAskedFor = false): Promise<void> {
    return this.afterTheLast(async () => {
      const choice = await this.choose();
      if (this.running !== undefined && choice.python?.path === this.inUse?.path) return;
      await this.launch(choice, isAskedFor);
    });
  }

  /** Looks for a Python again and starts a new server on it. */
  restart(): Promise<void> {
    return this.afterTheLast(async () => this.launch(await this.choose(), true));
  }

  stop(): Promise<void> {
    return this.afterTheLast(() => this.end());
  }

  /** Installs the package in the Python that was found, because the user asks for it. */
  async install(): Promise<void> {
    const choice = await this.choose();
    if (choice.python === undefined) await sayThereIsNone(choice);
    else await this.installIn(choice.python);
  }

  private afterTheLast(step: () => Promise<void>): Promise<void> {
    this.last = this.last.then(step).catch((error: unknown) => {
      this.output.error(String(error));
      this.status.show({ state: "failed", message: String(error) });
    });
    return this.last;
  }

  /** The Python to use, and why none of those before it. */
  async choose(): Promise<Choice> {
    const choice = await choosePython(candidates(await surroundings(this.context.globalState)), this.home, this.version, this.run);
    for (const { path, source, reason } of choice.rejected) this.output.info(`Not ${path} (from ${source}): ${reason}`);
    return choice;
  }

  private async launch(choice: Choice, isAskedFor: boolean): Promise<void> {
    await this.end();
    const { python } = choice;
    // What is said to the user stays open until they answer, so it is not waited for.
    if (python === undefined) {
      this.status.show({ state: "missing", message: whyNoPython(choice) });
      void sayThereIsNone(choice);
    } else if (python.missing.length > 0) {
      this.status.show({ state: "missing", message: whatIsMissing(python) });
      void offerInstall(python, () => this.installIn(python), this.context.workspaceState, isAskedFor);
    } else {
      await this.launchOn(python);
      if (python.isOutdated) void offerUpdate(python, () => this.installIn(python), this.version);
    }
  }

  private async launchOn(python: Python): Promise<void> {
    this.output.info(`Python ${python.version} at ${python.path}, from ${python.source}`);
    this.output.info(`shapecoach ${python.shapecoach ?? ""}`);
    const { createClient } = await import("./server.js"); // with the language client, which is most of the code
    const client = createClient(python, this.home, this.output, (told) => {
      if (client !== this.client) return; // it was put away on purpose: its end is no failure
      this.status.show(told);
      if (told.state === "failed" && !existsSync(python.path)) void this.start(true);
    });
    this.client = client;
    this.inUse = python;
    this.status.show({ python });
    client.onNotification("shapecoach/lessonsChanged", () => this.lessonsChanged.fire());
    await client.start();
    this.lessonsChanged.fire();
    await rememberPython(this.context.globalState, python.path);
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = this.inUse = undefined;
    this.status.show({ state: "stopped", python: undefined });
    this.lessonsChanged.fire();
    if (client === undefined) return;
    try {
      // The client may be starting it again after a crash, and cannot be stopped meanwhile.
      if (client.needsStop()) await client.start();
      await client.dispose();
    } catch (error) {
      // It had failed to start, or ended by itself.
      this.output.info(`While ending the server: ${String(error)}`);
    }
  }

  private async installIn(python: Python): Promise<void> {
    if (!(await install(python, packageIn(this.home), this.run, this.output))) return;
    await this.restart();
    if (python.shapecoach === null && this.running !== undefined) void sayInstalled();
  }
}
