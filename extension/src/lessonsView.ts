/** The lessons in the side bar. */

import * as vscode from "vscode";

import type { LessonNode, Lessons } from "./lessons";

const VIEW = "shapecoach.lessons";
/** VS Code's own editor that shows Markdown as it is meant to be read. */
const RENDERED = "vscode.markdown.preview.editor";

/** A node as commands get it from the tree's menus. */
type Chosen = LessonNode | undefined;

const LOOKS: Readonly<Record<LessonNode["state"], [icon: string, colour?: string]>> = {
  untried: ["circle-outline"],
  tried: ["circle-filled", "testing.iconQueued"],
  passed: ["pass-filled", "testing.iconPassed"],
  helped: ["pass", "testing.iconPassed"],
};

const KIND_LOOKS: Readonly<Partial<Record<LessonNode["kind"], string>>> = {
  folder: "folder",
  due: "history",
  review: "history",
};

const COLLAPSED: ReadonlySet<LessonNode["kind"]> = new Set(["track", "lesson"]);

export class LessonsView implements vscode.TreeDataProvider<LessonNode>, vscode.Disposable {
  private readonly view: vscode.TreeView<LessonNode>;
  private readonly parents = new Map<string, LessonNode>();
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private hidesPassed = false;
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
      vscode.window.onDidChangeActiveTextEditor((editor) => void this.follow(editor?.document.uri)),
      ...Object.entries(commands).map(([name, act]) => vscode.commands.registerCommand(name, act)),
    );
  }

  getChildren(node?: LessonNode): LessonNode[] {
    const children = node?.children ?? this.lessons.tree.nodes;
    if (node !== undefined) for (const child of children) this.parents.set(child.id, node);
    return children.filter(({ kind, state }) => !this.hidesPassed || kind === "review" || !isPassed(state));
  }

  getParent(node: LessonNode): LessonNode | undefined {
    return this.parents.get(node.id);
  }

  getTreeItem(node: LessonNode): vscode.TreeItem {
    const item = new vscode.TreeItem(node.label, this.openness(node));
    item.id = node.id;
    item.description = node.description;
    item.tooltip = new vscode.MarkdownString(node.tooltip || node.label);
    item.contextValue = node.kind;
    item.iconPath = iconOf(node);
    item.accessibilityInformation = { label: node.spoken || `${node.label}, ${node.description}` };
    if (node.children.length === 0) item.command = { command: "shapecoach.openExercise", title: "Open", arguments: [node] };
    return item;
  }

  dispose(): void {
    this.disposables.dispose();
  }

  /** Open where the learner is, closed elsewhere. */
  private openness(node: LessonNode): vscode.TreeItemCollapsibleState {
    if (node.children.length === 0) return vscode.TreeItemCollapsibleState.None;
    const isHere = node.children.some(holds(this.lessons.tree.following?.id));
    return COLLAPSED.has(node.kind) && !isHere
      ? vscode.TreeItemCollapsibleState.Collapsed
      : vscode.TreeItemCollapsibleState.Expanded;
  }

  private update(): void {
    const { summary, due } = this.lessons.tree;
    this.parents.clear();
    this.view.message = summary;
    this.view.badge = due > 0 ? { value: due, tooltip: `${String(due)} due for review` } : undefined;
    this.changed.fire(undefined);
  }

  private async goOn(): Promise<void> {
    const { following, nodes } = await this.lessons.refresh();
    if (following !== null) await this.open(following);
    else if (nodes.length > 0) await vscode.window.showInformationMessage("You have passed every exercise.");
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

  /** Selects the exercise that is being edited, where the tree is to be seen. */
  private async follow(document: vscode.Uri | undefined): Promise<void> {
    if (document === undefined || !this.view.visible) return;
    const path = pathTo(this.lessons.tree.nodes, document.toString());
    path.slice(1).forEach((node, place) => path[place] && this.parents.set(node.id, path[place]));
    const found = path.at(-1);
    if (found !== undefined && !(this.hidesPassed && isPassed(found.state))) await this.view.reveal(found, { focus: false });
  }
}

function iconOf(node: LessonNode): vscode.ThemeIcon {
  const own = KIND_LOOKS[node.kind];
  if (own !== undefined) return new vscode.ThemeIcon(own);
  const [icon, colour] = LOOKS[node.state];
  return new vscode.ThemeIcon(icon, colour === undefined ? undefined : new vscode.ThemeColor(colour));
}

function isPassed(state: LessonNode["state"]): boolean {
  return state === "passed" || state === "helped";
}

const holds =
  (id: string | undefined) =>
  (node: LessonNode): boolean =>
    node.id === id || node.children.some(holds(id));

/** The way down to the exercise in a document, empty where it is none. */
function pathTo(nodes: readonly LessonNode[], uri: string): LessonNode[] {
  for (const node of nodes) {
    if (node.kind === "exercise" && node.uri !== null && vscode.Uri.parse(node.uri).toString() === uri) return [node];
    const below = pathTo(node.children, uri);
    if (below.length > 0) return [node, ...below];
  }
  return [];
}
