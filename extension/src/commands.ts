/** The commands of the palette.  Those about an exercise are the server's; they are only passed on. */

import * as vscode from "vscode";

import { showReport } from "./doctor";
import type { FlowPage } from "./flow";
import { learn } from "./learn";
import type { LessonNode } from "./lessons";
import type { ResultPage } from "./result";
import type { Session } from "./session";
import type { Status } from "./status";
import { openExample, openWalkthrough } from "./welcome";

/** Each is `shapecoach.NAME` here and `shapecoach.server.NAME` in the server, where it takes a document's URI. */
const PASSED_ON = ["run", "hint", "solution", "reset", "next"] as const;

export function registerCommands(
  { extensionPath: home, packageJSON }: vscode.Extension<unknown>,
  session: Session,
  status: Status,
  output: vscode.LogOutputChannel,
  flow: FlowPage,
  result: ResultPage,
): vscode.Disposable {
  const { version } = packageJSON as { version: string };
  const own: Record<string, (...args: never[]) => unknown> = {
    "shapecoach.restart": () => session.restart(),
    "shapecoach.install": () => session.install(),
    "shapecoach.showOutput": () => output.show(),
    "shapecoach.showMenu": () => status.menu(),
    "shapecoach.choosePython": () => vscode.commands.executeCommand("workbench.action.openSettings", "shapecoach.python"),
    "shapecoach.shapeFlow": (document?: string | vscode.Uri, line?: number) => flow.show(document, line),
    "shapecoach.showResult": (document?: string | vscode.Uri) => result.show(document),
    "shapecoach.doctor": () => showReport(session, status, version),
    "shapecoach.openExample": () => openExample(home),
    "shapecoach.walkthrough": () => openWalkthrough(),
    "shapecoach.learn": (folder?: vscode.Uri) => learn(session, output, folder),
  };
  for (const name of PASSED_ON) {
    own[`shapecoach.${name}`] = (about?: vscode.Uri | LessonNode) => passOn(`shapecoach.server.${name}`, session, about);
  }
  return vscode.Disposable.from(
    ...Object.entries(own).map(([name, action]) => vscode.commands.registerCommand(name, action)),
  );
}

/** Sends a command of the server about a document, by default the one in the active editor, and returns its answer. */
async function passOn(command: string, session: Session, about: vscode.Uri | LessonNode | undefined): Promise<unknown> {
  const target = documentOf(about) ?? pythonInActiveEditor();
  if (target === undefined) {
    return vscode.window.showInformationMessage("Open the Python file of an exercise first.");
  }
  if (!session.isRunning()) {
    const answer = await vscode.window.showWarningMessage("Shape Coach's server is not running.", "Start It");
    if (answer === undefined) return undefined;
    await session.restart();
    if (!session.isRunning()) return undefined;
  }
  return vscode.commands.executeCommand(command, target.toString());
}

function documentOf(about: vscode.Uri | LessonNode | undefined): vscode.Uri | undefined {
  if (about === undefined || about instanceof vscode.Uri) return about;
  return about.uri === null ? undefined : vscode.Uri.parse(about.uri);
}

function pythonInActiveEditor(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document?.languageId === "python" ? document.uri : undefined;
}
