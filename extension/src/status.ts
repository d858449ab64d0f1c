/** The item in the status bar: what Shape Coach is doing, and a menu of what can be done about it. */

import * as vscode from "vscode";

import type { Python } from "./python";
import type { ServerStatus } from "./server";

/** What the server says, and what can be said without one. */
export type State = ServerStatus["state"] | "missing" | "stopped";

interface Look {
  readonly icon: string;
  readonly summary: string;
  readonly background?: string;
}

const LOOKS: Readonly<Record<State, Look>> = {
  starting: { icon: "$(loading~spin)", summary: "Starting." },
  ready: { icon: "$(check)", summary: "Ready." },
  analysing: { icon: "$(sync~spin)", summary: "Looking at shapes." },
  stopped: { icon: "$(circle-slash)", summary: "Not running." },
  missing: {
    icon: "$(warning)",
    summary: "The Python package shapecoach is needed.",
    background: "statusBarItem.warningBackground",
  },
  failed: { icon: "$(error)", summary: "Something went wrong.", background: "statusBarItem.errorBackground" },
};

interface Entry extends vscode.QuickPickItem {
  readonly command: string;
}

const RUN: Entry = { label: "$(beaker) Run This Exercise's Tests", command: "shapecoach.run" };
const INSTALL: Entry = { label: "$(cloud-download) Install the Python Package…", command: "shapecoach.install" };
const ALWAYS: readonly Entry[] = [
  { label: "$(debug-restart) Restart the Server", command: "shapecoach.restart" },
  { label: "$(output) Show the Output", command: "shapecoach.showOutput" },
  { label: "$(settings-gear) Choose Python…", command: "shapecoach.choosePython" },
  { label: "$(mortar-board) Make a Folder of Lessons…", command: "shapecoach.learn" },
  { label: "$(pulse) Doctor", command: "shapecoach.doctor" },
];

export class Status implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("shapecoach.status", vscode.StatusBarAlignment.Right, 100);
  private readonly subscription: vscode.Disposable;
  private current: State = "stopped";
  /** What more is said of the state than its name can. */
  message = "";
  private progress = "";
  private told: State | undefined;
  private python: Python | undefined;

  constructor() {
    this.item.name = "Shape Coach";
    this.item.command = "shapecoach.showMenu";
    this.subscription = vscode.window.onDidChangeActiveTextEditor(() => this.refresh());
    this.show("stopped");
  }

  get state(): State {
    return this.current;
  }

  /** From now on, says on hovering that the server runs on `python`. */
  runsOn(python: Python | undefined): void {
    this.python = python;
  }

  /** From now on, says how far the learner is; nothing where there are no lessons. */
  showProgress(progress: string): void {
    this.progress = progress;
    this.show(this.current, this.message);
  }

  /** Shows `state`; `message` says more than its name can and is read on hovering. */
  show(state: State, message = ""): void {
    const { icon, summary, background } = LOOKS[state];
    const on = this.python && `Python ${this.python.version} at ${this.python.path}, from ${this.python.source}.`;
    const lessons = this.progress && `Lessons: ${this.progress}`;
    this.current = state;
    this.tellContext();
    this.message = message;
    this.item.text = `${icon} Shapes`;
    this.item.tooltip = [`Shape Coach: ${message === "" ? summary : message}`, on, lessons].filter(Boolean).join("\n");
    this.item.backgroundColor = background === undefined ? undefined : new vscode.ThemeColor(background);
    this.refresh();
  }

  /** Lets the user pick one of the things that make sense now. */
  async menu(): Promise<void> {
    const first = this.current === "missing" ? [INSTALL] : editsPython() ? [RUN] : [];
    const picked = await vscode.window.showQuickPick([...first, ...ALWAYS], { title: "Shape Coach" });
    if (picked !== undefined) await vscode.commands.executeCommand(picked.command);
  }

  dispose(): void {
    this.subscription.dispose();
    this.item.dispose();
  }

  /** Lets menus and the walkthrough know: not of each edit, during which it is as good as ready. */
  private tellContext(): void {
    const state = this.current === "analysing" ? "ready" : this.current;
    if (state === this.told) return;
    this.told = state;
    void vscode.commands.executeCommand("setContext", "shapecoach.state", state);
  }

  /** Out of the way where there is no Python to look at. */
  private refresh(): void {
    if (editsPython()) this.item.show();
    else this.item.hide();
  }
}

function editsPython(): boolean {
  return vscode.window.activeTextEditor?.document.languageId === "python";
}
