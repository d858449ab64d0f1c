import * as assert from "node:assert/strict";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import * as vscode from "vscode";

import { answering, eventually, inlayHints, inWorkspace, open, shapeCoach } from "./window";

/** A program in the workspace that leaves a trace when it is run. */
function trap(...path: string[]): { program: string; wasRun: () => boolean } {
  const program = inWorkspace(...path).fsPath;
  const trace = `${program}.was-run`;
  mkdirSync(dirname(program), { recursive: true });
  writeFileSync(program, `#!/bin/sh\ntouch '${trace}'\nexit 1\n`, { mode: 0o755 });
  return { program, wasRun: () => existsSync(trace) };
}

const settings = () => vscode.workspace.getConfiguration("shapecoach");

describe("in a workspace that isn't trusted", () => {
  it("is the window of these tests", () => assert.equal(vscode.workspace.isTrusted, false));

  it("shapes are shown", async () => {
    const document = await open(inWorkspace("attention.py"));
    await shapeCoach();
    await eventually("shapes", async () => (await inlayHints(document)).length > 0);
  });

  it("the interpreter that the workspace's settings name is not run", async () => {
    const { program, wasRun } = trap("python-of-the-workspace");
    const before = settings().get("python");
    await settings().update("python", program, vscode.ConfigurationTarget.Workspace);
    assert.equal(settings().get("python"), before);
    await vscode.commands.executeCommand("shapecoach.restart");
    await shapeCoach();
    assert.ok(!wasRun());
  });

  it("nor is the .venv of the workspace, or what the user's own settings find inside of it", async () => {
    const { wasRun } = trap(".venv", "bin", "python");
    const before = settings().get("python");
    for (const setting of ["", "${workspaceFolder}/.venv/bin/python"]) {
      await settings().update("python", setting, vscode.ConfigurationTarget.Global);
      await answering(
        "showErrorMessage",
        () => undefined,
        async () => vscode.commands.executeCommand("shapecoach.restart"),
      );
      assert.ok(!wasRun(), `with ${JSON.stringify(setting)}`);
    }
    await settings().update("python", before, vscode.ConfigurationTarget.Global);
    await shapeCoach();
  });

  it("no exercise is run, by the palette or by a lens", async () => {
    const { uri } = await open(inWorkspace("attention.py"));
    for (const [command, argument] of [
      ["shapecoach.run", undefined],
      ["shapecoach.server.run", uri.toString()],
    ] as const) {
      const shown = await answering(
        "showWarningMessage",
        () => undefined,
        async () => {
          assert.equal(await vscode.commands.executeCommand(command, argument), undefined);
        },
      );
      assert.match(shown.join(), /this workspace is not trusted\. Nothing was run\. \| Manage Workspace Trust/);
    }
  });
});
