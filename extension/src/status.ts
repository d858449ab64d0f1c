/** The item in the status bar: what Shape Coach is doing; a click leads to what can be done about it. */

import * as vscode from "vscode";

import type { Python } from "./python";

/** What the server says of itself, and what can be said without one. */
export type State = "starting" | "ready" | "analysing" | "failed" | "missing" | "stopped";

const LOOKS: Readonly<Record<State, { icon: string; summary: string; background?: string }>> = {
  starting: { icon: "$(loading~spin)", summary: vscode.l10n.t("Starting.") },
  ready: { icon: "$(check)", summary: vscode.l10n.t("Ready.") },
  analysing: { icon: "$(sync~spin)", summary: vscode.l10n.t("Looking at shapes.") },
  stopped: { icon: "$(circle-slash)", summary: vscode.l10n.t("Not running.") },
  missing: { icon: "$(warning)", summary: vscode.l10n.t("The Python package shapecoach is needed."), background: "statusBarItem.warningBackground" },
  failed: { icon: "$(error)", summary: vscode.l10n.t("Something went wrong."), background: "statusBarItem.errorBackground" },
};

/** All that is shown. */
export interface Shown {
  readonly state: State;
  /** Says more of the state than its name can. */
  readonly message: string;
  /** How far the learner is; empty where there are no lessons. */
  readonly progress: string;
  /** What the server runs on. */
  readonly python: Python | undefined;
}

export class Status implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("shapecoach.status", vscode.StatusBarAlignment.Right, 100);
  private readonly subscription: vscode.Disposable;
  shown: Shown = { state: "stopped", message: "", progress: "", python: undefined };
  private told: State | undefined;

  constructor() {
    this.item.name = "Shape Coach";
    this.subscription = vscode.window.onDidChangeActiveTextEditor(() => this.refresh());
    this.show({});
  }

  /** Shows these from now on; of another state nothing is known until it is said. */
  show(changes: Partial<Shown>): void {
    this.shown = { ...this.shown, ...(changes.state !== undefined && { message: "" }), ...changes };
    const { state, message, progress, python } = this.shown;
    const { icon, summary, background } = LOOKS[state];
    const on = python && vscode.l10n.t("Python {0} at {1}, from {2}.", python.version, python.path, python.source);
    this.item.text = `${icon} ${vscode.l10n.t("Shapes")}`;
    this.item.tooltip = [`Shape Coach: ${message || summary}`, on, progress && vscode.l10n.t("Lessons: {0}", progress)].filter(Boolean).join("\n");
    this.item.backgroundColor = background === undefined ? undefined : new vscode.ThemeColor(background);
    // Looking for a Python again says what is missing, and offers to install it.
    this.item.command = state === "missing" ? "shapecoach.restart" : "shapecoach.showMenu";
    this.tellContext();
    this.refresh();
  }

  dispose(): void {
    this.subscription.dispose();
    this.item.dispose();
  }

  /** Lets menus and the walkthrough know: not of each edit, during which it is as good as ready. */
  private tellContext(): void {
    const state = this.shown.state === "analysing" ? "ready" : this.shown.state;
    if (state === this.told) return;
    this.told = state;
    void vscode.commands.executeCommand("setContext", "shapecoach.state", state);
  }

  /** Out of the way where there is no Python to look at. */
  private refresh(): void {
    if (vscode.window.activeTextEditor?.document.languageId === "python") this.item.show();
    else this.item.hide();
  }
}
