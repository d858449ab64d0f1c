/** The page that shows what became of an exercise, beside it: what the server says, and the buttons in that. */

import * as vscode from "vscode";

import { page } from "./page";
import type { Session } from "./session";

/** What the server answers to `shapecoach/result`. */
interface Result {
  readonly title: string;
  readonly html: string;
}

/** What the page says: that it is there, or that one of its buttons was pressed. */
type Said = { readonly ready: true } | { readonly command: string };

/** The commands that a button may stand for. */
const COMMANDS: ReadonlySet<string> = new Set(["run", "hint", "solution", "next"]);

export class ResultPage implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private document: vscode.Uri | undefined;
  private result: Result | undefined;
  private readonly listener: vscode.Disposable;

  constructor(
    private readonly session: Session,
    private readonly home: string,
  ) {
    this.listener = session.onDidChangeLessons(() => {
      if (this.panel !== undefined) void this.refresh();
    });
  }

  /** Shows what became of the exercise in a document, by default that in the active editor. */
  async show(document?: string | vscode.Uri): Promise<void> {
    const uri = typeof document === "string" ? vscode.Uri.parse(document) : document;
    this.document = uri ?? vscode.window.activeTextEditor?.document.uri;
    if (await this.refresh()) this.panel?.reveal(undefined, true);
    else await vscode.window.showInformationMessage("Run this exercise's tests first.");
  }

  dispose(): void {
    this.listener.dispose();
    this.panel?.dispose();
  }

  /** Asks the server again; false where it has no answer, and what is shown stays. */
  private async refresh(): Promise<boolean> {
    if (this.document === undefined) return false;
    const result = await this.session.ask<Result>("shapecoach/result", { uri: this.document.toString() });
    if (!result) return false;
    this.result = result;
    this.panel ??= this.open();
    this.panel.title = result.title;
    await this.panel.webview.postMessage(result);
    return true;
  }

  private open(): vscode.WebviewPanel {
    const where = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel("shapecoach.result", "", where, { enableScripts: true });
    panel.webview.onDidReceiveMessage((said: Said) => this.hear(said));
    panel.onDidDispose(() => (this.panel = undefined));
    panel.webview.html = page(this.home, "result", "<main></main>");
    return panel;
  }

  private async hear(said: Said): Promise<void> {
    if ("ready" in said) await this.panel?.webview.postMessage(this.result);
    else if (COMMANDS.has(said.command)) await vscode.commands.executeCommand(`shapecoach.${said.command}`, this.document);
  }
}
