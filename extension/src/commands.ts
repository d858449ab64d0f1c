/** The commands of the palette.  Those about an exercise are the server's; they are only passed on. */

import * as vscode from "vscode";

import { showReport } from "./doctor";
import type { LessonNode } from "./lessons";
import { Page } from "./page";
import type { Session } from "./session";
import type { Status } from "./status";
import { learn, openExample, openWalkthrough } from "./welcome";

/** What a command may be about: a document, as menus, the tree and the server's lenses say it. */
type About = vscode.Uri | LessonNode | string;

/** Each is `shapecoach.NAME` here and `shapecoach.server.NAME` in the server, where it takes a document's URI. */
const PASSED_ON = ["run", "hint", "solution", "reset", "next"] as const;

type Output = vscode.LogOutputChannel;

export function registerCommands(home: string, version: string, session: Session, status: Status, output: Output): vscode.Disposable {
  const flow = new Page(session, home, "shapeFlow", vscode.l10n.t("Shape Coach knows nothing of this file. Is its server running?"));
  const result = new Page(session, home, "result", vscode.l10n.t("Run this exercise's tests first."));
  const own: Record<string, (...args: never[]) => unknown> = {
    "shapecoach.restart": () => session.restart(),
    "shapecoach.install": () => session.install(),
    "shapecoach.showOutput": () => output.show(),
    "shapecoach.showMenu": () => vscode.commands.executeCommand("workbench.action.quickOpen", ">Shape Coach: "),
    "shapecoach.choosePython": () => vscode.commands.executeCommand("workbench.action.openSettings", "shapecoach.python"),
    "shapecoach.shapeFlow": (about?: About, line?: number) => flow.show(documentOf(about), line),
    "shapecoach.showResult": (about?: About) => result.show(documentOf(about)),
    "shapecoach.doctor": () => showReport(session, status, version),
    "shapecoach.openExample": () => openExample(home),
    "shapecoach.walkthrough": () => openWalkthrough(),
    "shapecoach.learn": (folder?: vscode.Uri) => learn(session, folder),
  };
  for (const name of PASSED_ON) {
    own[`shapecoach.${name}`] = (about?: About) => passOn(`shapecoach.server.${name}`, session, documentOf(about));
  }
  const registered = Object.entries(own).map(([name, action]) => vscode.commands.registerCommand(name, action));
  return vscode.Disposable.from(flow, result, ...registered);
}

/** Sends a command of the server about a document, by default the one in the active editor, and returns its answer. */
async function passOn(command: string, session: Session, document = pythonInActiveEditor()): Promise<unknown> {
  if (document === undefined) {
    return vscode.window.showInformationMessage(vscode.l10n.t("Open the Python file of an exercise first."));
  }
  if (session.running === undefined) await session.start(true);
  if (session.running === undefined) return undefined; // that has been said
  return vscode.commands.executeCommand(command, document.toString());
}

function documentOf(about: About | undefined): vscode.Uri | undefined {
  if (about === undefined || about instanceof vscode.Uri) return about;
  const uri = typeof about === "string" ? about : about.uri;
  return uri === null ? undefined : vscode.Uri.parse(uri);
}

function pythonInActiveEditor(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document?.languageId === "python" ? document.uri : undefined;
}
