/** The page that shows the flow through a function, beside the code: what the server draws, and the way back to it. */

import * as vscode from "vscode";

import { page } from "./page";
import type { Session } from "./session";

/** What the server answers to `shapecoach/shapeFlow`. */
interface Flow {
  readonly function: string;
  readonly title: string;
  readonly svg: string;
  readonly mermaid: string;
  readonly message: string;
}

/** What the page says: that a box with a line was chosen, or that the text is wanted. */
type Said = { readonly line: number } | { readonly copy: true } | { readonly ready: true };

/** What is shown: a function by its name, and the line it was asked for at. */
interface Subject {
  readonly document: vscode.Uri;
  readonly line: number;
  readonly name: string | undefined;
  readonly column: vscode.ViewColumn | undefined;
}

const BODY = '<header><h1></h1><button type="button">Copy as Mermaid</button></header><main></main>';

/** While somebody types, the page waits this long for them to pause. */
const PAUSE_MS = 200;

export class FlowPage implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private subject: Subject | undefined;
  private flow: Flow | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly listener: vscode.Disposable;

  constructor(
    private readonly session: Session,
    private readonly home: string,
  ) {
    this.listener = vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document.uri.toString() === this.subject?.document.toString()) this.soon();
    });
  }

  /** Shows the function around a line, by default the one that the cursor is in. */
  async show(document?: string | vscode.Uri, line?: number): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const uri = typeof document === "string" ? vscode.Uri.parse(document) : (document ?? editor?.document.uri);
    if (uri === undefined) return;
    const at = line ?? editor?.selection.active.line ?? 0;
    this.subject = { document: uri, line: at, name: undefined, column: editor?.viewColumn };
    if (await this.refresh()) return;
    await vscode.window.showInformationMessage("Shape Coach knows nothing of this file. Is its server running?");
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.listener.dispose();
    this.panel?.dispose();
  }

  private soon(): void {
    clearTimeout(this.timer);
    if (this.panel !== undefined) this.timer = setTimeout(() => void this.refresh(), PAUSE_MS);
  }

  /** Asks the server again; false where it has no answer. */
  private async refresh(): Promise<boolean> {
    const { subject } = this;
    if (subject === undefined) return false;
    const { document, line, name } = subject;
    const flow = await this.session.ask<Flow>("shapecoach/shapeFlow", { uri: document.toString(), line, function: name });
    if (!flow) return false;
    if (subject !== this.subject) return true; // another was asked for meanwhile
    this.subject = { ...subject, name: flow.function || undefined };
    this.flow = flow;
    this.panel ??= this.open();
    this.panel.title = flow.title;
    await this.panel.webview.postMessage(flow);
    return true;
  }

  private open(): vscode.WebviewPanel {
    const where = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel("shapecoach.shapeFlow", "", where, { enableScripts: true });
    panel.webview.onDidReceiveMessage((said: Said) => this.hear(said));
    panel.onDidDispose(() => (this.panel = undefined));
    panel.webview.html = page(this.home, "flow", BODY);
    return panel;
  }

  private async hear(said: Said): Promise<void> {
    if ("line" in said) await this.goTo(said.line);
    else if ("copy" in said) await vscode.env.clipboard.writeText(this.flow?.mermaid ?? "");
    else await this.panel?.webview.postMessage(this.flow);
  }

  private async goTo(line: number): Promise<void> {
    if (this.subject === undefined) return;
    const { document, column } = this.subject;
    const shown = vscode.window.visibleTextEditors.find((editor) => editor.document.uri.toString() === document.toString());
    const place = new vscode.Range(line, 0, line, 0);
    await vscode.window.showTextDocument(shown?.document ?? (await vscode.workspace.openTextDocument(document)), {
      selection: place,
      viewColumn: shown?.viewColumn ?? column ?? vscode.ViewColumn.One,
    });
  }
}
