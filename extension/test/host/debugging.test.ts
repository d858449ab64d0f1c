import * as assert from "node:assert/strict";
import * as vscode from "vscode";

import type { ShapeCoach } from "../../src/extension";
import { bodyOf, exerciseIn, layOutLessons } from "./lessons";
import { answering, eventually, inWorkspace, open, replacing, shapeCoach } from "./window";

const FOLDER = "debugged";
const EXERCISE = "split_heads";
const RIGHT = 'return rearrange(x, "b s (n_heads d) -> b n_heads s d", n_heads=n_heads)';

interface Frame {
  readonly id: number;
  readonly name: string;
  readonly line: number;
  readonly source: { readonly path: string };
}

/** Notes the threads that stop in any debug session from now on. */
function watchStops(): { stops: number[]; dispose: () => void } {
  const stops: number[] = [];
  const onDidSendMessage = (message: { event?: string; body: { threadId: number } }) => {
    if (message.event === "stopped") stops.push(message.body.threadId);
  };
  const watch = vscode.debug.registerDebugAdapterTrackerFactory("debugpy", {
    createDebugAdapterTracker: () => ({ onDidSendMessage }),
  });
  return { stops, dispose: () => void watch.dispose() };
}

describe("debugging an exercise from the Testing view", () => {
  let coach: ShapeCoach;
  let document: vscode.TextDocument;
  let watched: ReturnType<typeof watchStops>;

  const sessionThatStopped = () =>
    eventually("a stop at the breakpoint", () => watched.stops.length > 0 && vscode.debug.activeDebugSession);
  const ended = () => eventually("the session's end", () => vscode.debug.activeDebugSession === undefined);
  const exercise = () => exerciseIn(coach, FOLDER, EXERCISE);

  before(async () => {
    await open(inWorkspace("attention.py"));
    coach = await shapeCoach();
    await layOutLessons(FOLDER);
    const { uri } = await eventually("the exercise", exercise);
    document = await open(vscode.Uri.parse(uri ?? ""));
    await bodyOf(document, EXERCISE, RIGHT);
    const line = document.getText().split("\n").findIndex((text) => text.includes(RIGHT));
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(new vscode.Location(document.uri, new vscode.Position(line, 0)))]);
  });
  beforeEach(() => (watched = watchStops()));
  afterEach(() => watched.dispose());

  it("says what it needs where there is no Python debugger, and shows that", async () => {
    const searched: unknown[] = [];
    const execute = vscode.commands.executeCommand;
    const noted = (command: string, ...args: unknown[]) =>
      command === "workbench.extensions.search" ? searched.push(args[0]) : execute(command, ...args);
    const shown = await answering("showWarningMessage", () => "Show the Extension", async (shown) => {
      await replacing(vscode.extensions, "getExtension", () => undefined, () =>
        replacing(vscode.commands, "executeCommand", noted, async () => {
          await execute("testing.debugCurrentFile");
          await eventually("a question", () => shown.length > 0 && searched.length > 0);
        }),
      );
    });
    assert.match(shown.join(), /needs the extension “Python Debugger” .* \| Show the Extension/);
    assert.deepEqual(searched, ["@id:ms-python.debugpy"]);
    assert.equal(exercise()?.state, "untried");
  });

  it("leaves no verdict where it is stopped", async () => {
    const debugging = vscode.commands.executeCommand("testing.debugCurrentFile");
    await vscode.debug.stopDebugging(await sessionThatStopped());
    await ended();
    await debugging;
    assert.equal(exercise()?.state, "untried");
  });

  it("stops at a breakpoint in the learner's function, and ends with a verdict", async () => {
    const debugging = vscode.commands.executeCommand("testing.debugCurrentFile");
    const session = await sessionThatStopped();
    assert.ok(!document.isDirty);
    const { stackFrames } = (await session.customRequest("stackTrace", { threadId: watched.stops[0] })) as { stackFrames: Frame[] };
    const [frame] = stackFrames;
    assert.equal(frame?.name, EXERCISE);
    assert.ok(frame.source.path.endsWith(document.uri.fsPath), frame.source.path); // VS Code may write it as a URI
    const evaluated = { expression: "x.ndim", frameId: frame.id, context: "repl" };
    assert.equal(((await session.customRequest("evaluate", evaluated)) as { result: string }).result, "3");

    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    await session.customRequest("continue", { threadId: watched.stops[0] });
    await ended();
    await debugging;
    await eventually("a verdict", () => exercise()?.state === "passed");
  });

  after(async () => {
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });
});
