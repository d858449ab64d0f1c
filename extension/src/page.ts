/** The pages beside the code: what the server has to show about a document, and the way back to it. */

import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";

import type { Session } from "./session";

/** What the server answers; `function` says of which one it is, if it is of one. */
interface Answer {
  readonly title: string;
  readonly html: string;
  readonly function?: string;
}

/** What a page says: that it is there, or what was chosen on it. */
type Said = { readonly ready: true } | { readonly line: number } | { readonly copy: string } | { readonly command: string };

/** What is shown: a document, and in it a function by its name, or the line that was asked about. */
interface Subject {
  readonly document: vscode.Uri;
  readonly line: number;
  /** Once it is known: while somebody types, the function may come to stand elsewhere. */
  function?: string | undefined;
  readonly column: vscode.ViewColumn | undefined;
}

/** The commands that a button on a page may stand for. */
const COMMANDS: ReadonlySet<string> = new Set(["run", "hint", "solution", "next"]);

/** While somebody types, a page waits this long for them to pause. */
const PAUSE_MS = 200;

export class Page implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private subject: Subject | undefined;
  private answer: Answer | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly listeners: vscode.Disposable;

  /** A page with what the server answers to the request `shapecoach/NAME`; `nothing` is said where it has no answer. */
  constructor(
    private readonly session: Session,
    private readonly home: string,
    private readonly name: string,
    private readonly nothing: string,
  ) {
    this.listeners = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.toString() === this.subject?.document.toString()) this.soon();
      }),
      session.onDidChangeLessons(() => this.soon()),
    );
  }

  /** Shows what there is about a line of a document, by default the one that the cursor is in. */
  async show(document?: vscode.Uri, line?: number): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const about = document ?? editor?.document.uri;
    if (about === undefined) return;
    this.subject = { document: about, line: line ?? editor?.selection.active.line ?? 0, column: editor?.viewColumn };
    const isThere = await this.refresh(() => (this.panel ??= this.open()).reveal(undefined, true));
    if (!isThere) await vscode.window.showInformationMessage(this.nothing);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.listeners.dispose();
    this.panel?.dispose();
  }

  private soon(): void {
    clearTimeout(this.timer);
    if (this.panel !== undefined) this.timer = setTimeout(() => void this.refresh(), PAUSE_MS);
  }

  /** Asks the server again, then shows the page with `reveal`; false where it has no answer, and what is shown stays. */
  private async refresh(reveal?: () => void): Promise<boolean> {
    const { subject } = this;
    if (subject === undefined) return false;
    const { document, line } = subject;
    const asked = { uri: document.toString(), line, function: subject.function };
    const answer = await this.session.running?.sendRequest<Answer | null>(`shapecoach/${this.name}`, asked);
    if (!answer) return false;
    if (subject !== this.subject) return true; // another was asked for meanwhile
    subject.function = answer.function;
    this.answer = answer;
    reveal?.();
    if (this.panel === undefined) return true; // it was closed meanwhile
    this.panel.title = answer.title;
    await this.panel.webview.postMessage(answer);
    return true;
  }

  private open(): vscode.WebviewPanel {
    const where = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel(`shapecoach.${this.name}`, "", where, { enableScripts: true });
    panel.webview.onDidReceiveMessage((said: Said) => this.hear(said));
    panel.onDidDispose(() => (this.panel = undefined));
    panel.webview.html = emptyPage(this.home);
    return panel;
  }

  private async hear(said: Said): Promise<void> {
    if ("line" in said) await this.goTo(said.line);
    else if ("copy" in said) await vscode.env.clipboard.writeText(said.copy).then(() => this.panel?.webview.postMessage({ copied: true }));
    else if ("ready" in said) await this.panel?.webview.postMessage(this.answer);
    else if (COMMANDS.has(said.command)) await vscode.commands.executeCommand(`shapecoach.${said.command}`, this.subject?.document);
  }

  private async goTo(line: number): Promise<void> {
    if (this.subject === undefined) return;
    const { document, column } = this.subject;
    const selection = new vscode.Range(line, 0, line, 0);
    await vscode.window.showTextDocument(document, { selection, viewColumn: column ?? vscode.ViewColumn.One });
  }
}

/** A page with nothing on it yet. */
function emptyPage(home: string): string {
  const read = (kind: string) => readFileSync(join(home, "extension", "media", `page.${kind}`), "utf8");
  const parts: Record<string, string> = { nonce: randomBytes(16).toString("hex"), css: read("css"), js: read("js") };
  return read("html").replace(/\{\{(\w+)\}\}/g, (_, name: string) => parts[name] ?? "");
}
