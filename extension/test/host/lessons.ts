/** What the tests do with lessons: lay them out in the workspace, find an exercise, write an answer. */

import * as vscode from "vscode";

import type { ShapeCoach } from "../../src/extension";
import type { LessonNode } from "../../src/lessons";
import { eventually, inWorkspace, replacing } from "./window";

/** Has the command make a folder of lessons in the workspace; it would open a window with it. */
export async function layOutLessons(folder: string): Promise<unknown[]> {
  const opened: unknown[] = [];
  const execute = vscode.commands.executeCommand;
  const withoutOpening = (command: string, ...args: unknown[]) =>
    command === "vscode.openFolder" ? opened.push(args[0]) : execute(command, ...args);
  await replacing(vscode.commands, "executeCommand", withoutOpening, async () => {
    await execute("shapecoach.learn", inWorkspace(folder));
  });
  return opened;
}

/** The exercises in a folder of lessons, in order. */
export function exercisesIn({ lessons }: ShapeCoach, folder: string): LessonNode[] {
  return [...exercisesOf(lessons.nodes)].filter(({ id }) => id.includes(`/${folder}/`));
}

function* exercisesOf(nodes: readonly LessonNode[]): Generator<LessonNode> {
  for (const node of nodes) {
    if (node.kind === "exercise") yield node;
    yield* exercisesOf(node.children);
  }
}

/** The exercise of that name in a folder of lessons, as the tree has it now. */
export function exerciseIn(coach: ShapeCoach, folder: string, name: string): LessonNode | undefined {
  return exercisesIn(coach, folder).find(({ label }) => label === name);
}

/**
 * Writes the body of a document's function, unsaved: everything after its `def` line is replaced.
 * The edit is refused while the editor reads the file anew, as it does once it notices that a reset has written it.
 */
export async function bodyOf(document: vscode.TextDocument, name: string, body: string): Promise<void> {
  await eventually(`an edit of ${name}`, async () => {
    const text = document.getText();
    const start = text.indexOf("\n", text.indexOf(`\ndef ${name}`) + 1);
    const edit = new vscode.WorkspaceEdit();
    const rest = new vscode.Range(document.positionAt(start), document.positionAt(text.length));
    edit.replace(document.uri, rest, `\n    ${body}\n`);
    return vscode.workspace.applyEdit(edit);
  });
}
