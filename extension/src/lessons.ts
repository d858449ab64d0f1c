/** The lessons as the server describes them, asked for again whenever they may be others. */

import * as vscode from "vscode";

import type { Session } from "./session";

/** One line of the tree.  Its words are the server's; `kind` and `state` say what can be done with it and how it looks. */
export interface LessonNode {
  readonly id: string;
  readonly kind: "folder" | "due" | "track" | "lesson" | "exercise" | "review";
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  readonly spoken: string;
  readonly state: "untried" | "tried" | "passed" | "helped";
  /** The names of an icon and of a colour of VS Code. */
  readonly icon: string;
  readonly colour: string | null;
  readonly uri: string | null;
  /** The lesson's text. */
  readonly page: string | null;
  /** Whether its children are shown at first. */
  readonly unfolded: boolean;
  readonly children: readonly LessonNode[];
}

export interface LessonTree {
  readonly nodes: readonly LessonNode[];
  readonly summary: string;
  /** How many exercises come back today. */
  readonly due: number;
  /** Where to go on. */
  readonly following: LessonNode | null;
}

const NONE: LessonTree = { nodes: [], summary: "", due: 0, following: null };

export class Lessons implements vscode.Disposable {
  tree: LessonTree = NONE;
  private readonly changed = new vscode.EventEmitter<LessonTree>();
  readonly onDidChange = this.changed.event;
  private readonly listener: vscode.Disposable;
  private asked = 0;

  constructor(private readonly session: Session) {
    this.listener = session.onDidChangeLessons(() => void this.refresh());
  }

  async refresh(): Promise<LessonTree> {
    const number = ++this.asked;
    const tree = (await this.session.running?.sendRequest<LessonTree>("shapecoach/lessons", {})) ?? NONE;
    if (number === this.asked) {
      this.tree = tree;
      await vscode.commands.executeCommand("setContext", "shapecoach.hasLessons", tree.nodes.length > 0);
      this.changed.fire(tree);
    }
    return this.tree;
  }

  dispose(): void {
    this.listener.dispose();
    this.changed.dispose();
  }
}
