/** The exercises in VS Code's Testing view: run one, some or all, once or at every save. */

import * as vscode from "vscode";

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

export class Exercises implements vscode.Disposable {
  private readonly controller = vscode.tests.createTestController("shapecoach", "Shape Coach");
  private readonly disposables: vscode.Disposable;

  constructor(lessons: Lessons) {
    const run = (request: vscode.TestRunRequest, token: vscode.CancellationToken) =>
      request.continuous === true ? this.runOnSave(request, token) : this.run(request, leavesOf(this.chosen(request)), token);
    const profile = this.controller.createRunProfile("Run", vscode.TestRunProfileKind.Run, run, true, undefined, true);
    this.controller.refreshHandler = () => lessons.refresh().then(() => undefined);
    this.disposables = vscode.Disposable.from(
      this.controller,
      profile,
      lessons.onDidChange((tree) => this.update(tree)),
    );
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private update({ nodes }: LessonTree): void {
    const ids = new Set(nodes.filter(isOfTheCourse).map(({ id }) => id));
    for (const { id } of itemsOf(this.controller.items)) if (!ids.has(id)) this.controller.items.delete(id);
    for (const node of nodes.filter(isOfTheCourse)) this.add(this.controller.items, node);
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

  private chosen({ include }: vscode.TestRunRequest): readonly vscode.TestItem[] {
    return include ?? itemsOf(this.controller.items);
  }

  private async run(
    request: vscode.TestRunRequest,
    items: readonly vscode.TestItem[],
    token: vscode.CancellationToken,
  ): Promise<void> {
    const wanted = items.filter((item) => !request.exclude?.includes(item));
    const run = this.controller.createTestRun(request);
    for (const item of wanted) run.enqueued(item);
    for (const item of wanted) {
      if (token.isCancellationRequested || run.token.isCancellationRequested) break;
      await runOne(run, item);
    }
    run.end();
  }

  private runOnSave(request: vscode.TestRunRequest, token: vscode.CancellationToken): void {
    const listener = vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      const saved = leavesOf(this.chosen(request)).filter((item) => item.uri?.toString() === uri.toString());
      if (saved.length > 0) void this.run(request, saved, token);
    });
    token.onCancellationRequested(() => void listener.dispose());
  }
}

function isOfTheCourse({ kind }: LessonNode): boolean {
  return kind !== "due";
}

function leavesOf(items: readonly vscode.TestItem[]): vscode.TestItem[] {
  return items.flatMap((item) => (item.children.size === 0 ? [item] : leavesOf(itemsOf(item.children))));
}

function itemsOf(collection: vscode.TestItemCollection): vscode.TestItem[] {
  const items: vscode.TestItem[] = [];
  collection.forEach((item) => items.push(item));
  return items;
}

async function runOne(run: vscode.TestRun, item: vscode.TestItem): Promise<void> {
  const uri = item.uri?.toString();
  run.started(item);
  const cancelling = run.token.onCancellationRequested(() => void vscode.commands.executeCommand("shapecoach.server.cancel", uri));
  try {
    const result = await vscode.commands.executeCommand<Result | null | undefined>("shapecoach.server.run", uri);
    show(run, item, result);
  } catch (error) {
    run.errored(item, new vscode.TestMessage(String(error)));
  } finally {
    cancelling.dispose();
  }
}

/** Nothing came of a run that was called off, and of one that isn't trusted. */
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
