/** The lessons in the side bar. */

import * as vscode from "vscode";

import type { LessonNode, Lessons } from "./lessons";

const VIEW = "shapecoach.lessons";
/** VS Code's own editor that shows Markdown as it is meant to be read. */
const RENDERED = "vscode.markdown.preview.editor";

/** A node as commands get it from the tree's menus. */
type Chosen = LessonNode | undefined;

export class LessonsView implements vscode.TreeDataProvider<LessonNode>, vscode.Disposable {
  private readonly view: vscode.TreeView<LessonNode>;
  private readonly parents = new Map<string, LessonNode>();
  private readonly exercises = new Map<string, LessonNode>();
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private hidesPassed = false;
  /** The exercise that is to be selected, until it is: VS Code drops that where the tree changes meanwhile. */
  private wanted: string | undefined;
  /** The lesson whose text was shown last. */
  private shownPage: string | null = null;
  private readonly disposables: vscode.Disposable;

  constructor(private readonly lessons: Lessons) {
    this.view = vscode.window.createTreeView(VIEW, { treeDataProvider: this, showCollapseAll: true });
    const commands: Record<string, (node: Chosen) => unknown> = {
      "shapecoach.continue": () => this.goOn(),
      "shapecoach.openExercise": (node) => this.open(node),
      "shapecoach.readLesson": (node) => this.read(node),
      "shapecoach.revealFile": (node) => node?.uri && vscode.commands.executeCommand("revealInExplorer", vscode.Uri.parse(node.uri)),
      "shapecoach.hidePassed": () => this.hidePassed(true),
      "shapecoach.showPassed": () => this.hidePassed(false),
    };
    this.disposables = vscode.Disposable.from(
      this.view,
      this.changed,
      lessons.onDidChange(() => this.update()),
      this.view.onDidChangeSelection(({ selection }) => selection[0]?.id === this.wanted && (this.wanted = undefined)),
      vscode.window.onDidChangeActiveTextEditor((editor) => void this.follow(editor?.document.uri)),
      ...Object.entries(commands).map(([name, act]) => vscode.commands.registerCommand(name, act)),
    );
  }

  getChildren(node?: LessonNode): LessonNode[] {
    return (node?.children ?? this.lessons.tree.nodes).filter(({ kind, state }) => !this.hidesPassed || kind === "review" || !isPassed(state));
  }

  getParent(node: LessonNode): LessonNode | undefined {
    return this.parents.get(node.id);
  }

  getTreeItem(node: LessonNode): vscode.TreeItem {
    const item = new vscode.TreeItem(node.label, opennessOf(node));
    item.id = node.id;
    item.description = node.description;
    item.tooltip = new vscode.MarkdownString(node.tooltip);
    item.contextValue = node.kind;
    item.iconPath = new vscode.ThemeIcon(node.icon, node.colour === null ? undefined : new vscode.ThemeColor(node.colour));
    item.accessibilityInformation = { label: node.spoken };
    if (node.children.length === 0) item.command = { command: "shapecoach.openExercise", title: vscode.l10n.t("Open"), arguments: [node] };
    return item;
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private update(): void {
    const { nodes, summary, due, following } = this.lessons.tree;
    if (tabOf(following?.page)) this.shownPage ??= following?.page ?? null; // from before the window was loaded anew
    this.parents.clear();
    this.exercises.clear();
    this.note(nodes);
    this.view.message = summary;
    this.view.badge = due > 0 ? { value: due, tooltip: vscode.l10n.t("{0} due for review", due) } : undefined;
    this.changed.fire(undefined);
    const isFollowed = this.view.selection.length > 0 && this.wanted === undefined; // else it was open before, or that was dropped
    if (!isFollowed) void this.follow(vscode.window.activeTextEditor?.document.uri);
  }

  private note(nodes: readonly LessonNode[], parent?: LessonNode): void {
    for (const node of nodes) {
      if (parent !== undefined) this.parents.set(node.id, parent);
      if (node.kind === "exercise" && node.uri !== null) this.exercises.set(vscode.Uri.parse(node.uri).toString(), node);
      this.note(node.children, node);
    }
  }

  private async goOn(): Promise<void> {
    const { following, nodes } = await this.lessons.refresh();
    if (following !== null) await this.open(following);
    else if (nodes.length > 0) await vscode.window.showInformationMessage(vscode.l10n.t("You have passed every exercise."));
    else await vscode.commands.executeCommand("shapecoach.learn");
  }

  /** An exercise, with the text of its lesson beside it unless that was shown last. */
  private async open(node: Chosen): Promise<void> {
    if (node?.uri == null) return;
    const where = { viewColumn: vscode.ViewColumn.One, preview: false };
    if (node.kind === "review") {
      await vscode.commands.executeCommand("workbench.action.focusFirstEditorGroup");
      await vscode.commands.executeCommand("shapecoach.server.review", node.uri);
    } else {
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(vscode.Uri.parse(node.uri)), where);
    }
    if (node.page !== this.shownPage) await this.read(node, { viewColumn: vscode.ViewColumn.Two, preserveFocus: true });
  }

  private async read(node: Chosen, where: vscode.TextDocumentShowOptions = {}): Promise<void> {
    if (node?.page == null) return;
    this.shownPage = node.page;
    await vscode.commands.executeCommand("vscode.openWith", vscode.Uri.parse(node.page), RENDERED, where);
  }

  private async hidePassed(hides: boolean): Promise<void> {
    this.hidesPassed = hides;
    await vscode.commands.executeCommand("setContext", "shapecoach.hidesPassed", hides);
    this.changed.fire(undefined);
  }

  /** Selects the exercise that is being edited, where the tree is to be seen, and turns an open page to its lesson. */
  private async follow(document: vscode.Uri | undefined): Promise<void> {
    const found = document && this.exercises.get(document.toString());
    this.wanted = undefined;
    if (found === undefined) return;
    if (this.view.visible && !(this.hidesPassed && isPassed(found.state))) {
      if (this.view.selection[0]?.id !== found.id) this.wanted = found.id;
      await this.view.reveal(found, { focus: false }).then(undefined, () => undefined); // it fails where the tree is just changing
    }
    const last = tabOf(this.shownPage);
    if (last === undefined || found.page === this.shownPage) return;
    await this.read(found, { viewColumn: last.group.viewColumn, preserveFocus: true });
    await vscode.window.tabGroups.close(last, true);
  }
}

function tabOf(page: string | null | undefined): vscode.Tab | undefined {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.find(({ input }) => input instanceof vscode.TabInputCustom && input.uri.toString() === page);
}

function opennessOf({ children, unfolded }: LessonNode): vscode.TreeItemCollapsibleState {
  if (children.length === 0) return vscode.TreeItemCollapsibleState.None;
  return unfolded ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
}

function isPassed(state: LessonNode["state"]): boolean {
  return state === "passed" || state === "helped";
}
