/** The exercises in VS Code's Testing view: run or debug one, some or all, once or at every save. */

import * as vscode from "vscode";

import { debug } from "./debugging";
import type { LessonNode, Lessons, LessonTree } from "./lessons";

/** What the server answers when it has run an exercise. */
interface Result {
  readonly outcome: "passed" | "failed" | "error" | "timeout" | "not-started";
  readonly message: string;
  readonly seconds: number;
  readonly line: number | null;
  readonly output: string;
  readonly expected: string | null;
  readonly actual: string | null;
}

/** Has the exercise in a document tried; nothing comes of what was called off or isn't trusted. */
type Judge = (document: vscode.Uri, run: vscode.TestRun) => Promise<Result | null | undefined>;

export class Exercises implements vscode.Disposable {
  private readonly controller = vscode.tests.createTestController("shapecoach", "Shape Coach");
  private readonly disposables: vscode.Disposable;

  constructor(lessons: Lessons) {
    const profile = (label: string, kind: vscode.TestRunProfileKind, judge: Judge) => {
      const run = (request: vscode.TestRunRequest, token: vscode.CancellationToken) =>
        request.continuous === true ? this.runOnSave(request, judge, token) : this.run(request, this.chosen(request), judge, token);
      return this.controller.createRunProfile(label, kind, run, true, undefined, kind === vscode.TestRunProfileKind.Run);
    };
    this.controller.refreshHandler = () => lessons.refresh().then(() => undefined);
    this.disposables = vscode.Disposable.from(
      this.controller,
      profile(vscode.l10n.t("Run"), vscode.TestRunProfileKind.Run, judged),
      profile(vscode.l10n.t("Debug"), vscode.TestRunProfileKind.Debug, judgedUnderDebugger),
      lessons.onDidChange((tree) => this.update(tree)),
    );
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private update({ nodes }: LessonTree): void {
    const course = nodes.filter(({ kind }) => kind !== "due");
    const ids = new Set(course.map(({ id }) => id));
    for (const { id } of itemsOf(this.controller.items)) if (!ids.has(id)) this.controller.items.delete(id);
    for (const node of course) this.add(this.controller.items, node);
  }

  /** Items that are there already stay, with the results that VS Code shows of them. */
  private add(items: vscode.TestItemCollection, node: LessonNode): void {
    const uri = node.uri === null ? undefined : vscode.Uri.parse(node.uri);
    const known = items.get(node.id);
    const item = known ?? this.controller.createTestItem(node.id, node.label, uri);
    if (known === undefined) items.add(item);
    item.description = node.kind === "exercise" ? node.description : "";
    for (const child of node.children) this.add(item.children, child);
  }

  /** The exercises that are to be run, in order. */
  private chosen({ include, exclude }: vscode.TestRunRequest): vscode.TestItem[] {
    return leavesOf(include ?? itemsOf(this.controller.items)).filter((item) => !exclude?.includes(item));
  }

  private async run(request: vscode.TestRunRequest, chosen: vscode.TestItem[], judge: Judge, token: vscode.CancellationToken): Promise<void> {
    const run = this.controller.createTestRun(request);
    for (const item of chosen) run.enqueued(item);
    for (const item of chosen) {
      if (token.isCancellationRequested || run.token.isCancellationRequested) break;
      await runOne(run, item, judge);
    }
    run.end();
  }

  private runOnSave(request: vscode.TestRunRequest, judge: Judge, token: vscode.CancellationToken): void {
    const listener = vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      const saved = this.chosen(request).filter((item) => item.uri?.toString() === uri.toString());
      if (saved.length > 0) void this.run(request, saved, judge, token);
    });
    token.onCancellationRequested(() => void listener.dispose());
  }
}

function leavesOf(items: readonly vscode.TestItem[]): vscode.TestItem[] {
  return items.flatMap((item) => (item.children.size === 0 ? [item] : leavesOf(itemsOf(item.children))));
}

function itemsOf(collection: vscode.TestItemCollection): vscode.TestItem[] {
  return [...collection].map(([, item]) => item);
}

const ask = async <Answer>(what: string, document: vscode.Uri) =>
  vscode.commands.executeCommand<Answer | null | undefined>(`shapecoach.server.${what}`, document.toString());

const judged: Judge = async (document, run) => {
  const cancelling = run.token.onCancellationRequested(() => void ask("cancel", document));
  return ask<Result>("run", document).finally(() => void cancelling.dispose());
};

const judgedUnderDebugger: Judge = async (document, run) => {
  await vscode.workspace.save(document); // a debugger runs what is on disk
  const configuration = await ask<vscode.DebugConfiguration>("debug", document);
  if (configuration == null || !(await debug(configuration, document, run))) return undefined;
  return ask<Result>("debugged", document);
};

async function runOne(run: vscode.TestRun, item: vscode.TestItem, judge: Judge): Promise<void> {
  if (item.uri === undefined) return;
  run.started(item);
  try {
    show(run, item, await judge(item.uri, run));
  } catch (error) {
    run.errored(item, new vscode.TestMessage(String(error)));
  }
}

function show(run: vscode.TestRun, item: vscode.TestItem, result: Result | null | undefined): void {
  if (result?.output) run.appendOutput(result.output.replace(/\r?\n/g, "\r\n"), undefined, item);
  const duration = (result?.seconds ?? 0) * 1000;
  if (result == null || result.outcome === "not-started") run.skipped(item);
  else if (result.outcome === "passed") run.passed(item, duration);
  else if (result.outcome === "failed") run.failed(item, messageOf(item, result), duration);
  else run.errored(item, messageOf(item, result), duration);
}

function messageOf(item: vscode.TestItem, { message, line, expected, actual }: Result): vscode.TestMessage {
  const told =
    expected !== null && actual !== null ? vscode.TestMessage.diff(message, expected, actual) : new vscode.TestMessage(message);
  if (item.uri !== undefined) told.location = new vscode.Location(item.uri, new vscode.Position(line ?? 0, 0));
  return told;
}
