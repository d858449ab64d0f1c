/** Where VS Code enters: it puts the parts together and says when they end. */

import * as vscode from "vscode";

import { registerCommands } from "./commands";
import { Lessons, type LessonTree } from "./lessons";
import { LessonsView } from "./lessonsView";
import { themeKind } from "./middleware";
import { Session } from "./session";
import { type State, Status } from "./status";
import { onDidChangeSurroundings } from "./surroundings";
import { Exercises } from "./testing";
import { beginWithLessons, noteProblems } from "./welcome";

/** What other extensions, and the tests, may ask. */
export interface ShapeCoach {
  readonly state: State;
  /** The Python that the server runs on. */
  readonly python: string | undefined;
  /** The lessons as they are shown. */
  readonly lessons: LessonTree;
}

let session: Session | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<ShapeCoach> {
  const output = vscode.window.createOutputChannel("Shape Coach", { log: true });
  const { version } = context.extension.packageJSON as { version: string };
  const status = new Status();
  const started = (session = new Session(context, version, output, status));
  const lessons = new Lessons(started);
  context.subscriptions.push(
    output,
    status,
    registerCommands(context.extensionPath, version, started, status, output),
    lessons,
    lessons.onDidChange(({ summary }) => status.show({ progress: summary })),
    new LessonsView(lessons),
    beginWithLessons(lessons),
    new Exercises(lessons),
    vscode.window.onDidChangeActiveColorTheme(() => started.running?.sendNotification("shapecoach/theme", { kind: themeKind() })),
    noteProblems(),
    onDidChangeSurroundings(() => void started.start()),
  );
  await started.start();
  return {
    get state() { return status.shown.state; },
    get python() { return started.python?.path; },
    get lessons() { return lessons.tree; },
  };
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}
