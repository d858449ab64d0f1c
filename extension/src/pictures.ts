/** What the server must know to draw: that this editor shows pictures, and in which theme. */

import * as vscode from "vscode";

import type { Session } from "./session";

/** The options that the server is started with. */
export const pictureOptions = (): unknown => ({ pictures: themeKind(), flowPage: true, resultPage: true });

/** Tells the server whenever the theme is another. */
export function tellOfThemes(session: Session): vscode.Disposable {
  return vscode.window.onDidChangeActiveColorTheme(() => session.running?.sendNotification("shapecoach/theme", { kind: themeKind() }));
}

const themeKind = (): string => vscode.ColorThemeKind[vscode.window.activeColorTheme.kind];
