import * as assert from "node:assert/strict";
import * as vscode from "vscode";

import { serverProcesses } from "./processes";
import { eventually, inlayHints, inWorkspace, open, shapeCoach } from "./window";

async function seesShapes(): Promise<void> {
  const document = await open(inWorkspace("attention.py"));
  await eventually("shapes", async () => {
    // While a server is going or coming, asking it fails.
    const hints = await inlayHints(document).then((all) => all, () => []);
    return hints.length > 0;
  });
}

describe("the server", () => {
  before(shapeCoach);

  it("is one process", () => assert.equal(serverProcesses().length, 1));

  it("is another process after the restart command, and works", async () => {
    const [old] = serverProcesses();
    await vscode.commands.executeCommand("shapecoach.restart");
    await eventually("the old process to end", () => !serverProcesses().includes(old ?? 0));
    assert.equal(serverProcesses().length, 1);
    await seesShapes();
  });

  it("comes back by itself after a crash", async () => {
    const coach = await shapeCoach();
    const [old] = serverProcesses();
    assert.ok(old);
    process.kill(old, "SIGKILL");
    await eventually("another process", () => serverProcesses().some((pid) => pid !== old));
    await eventually("a server that is ready", () => coach.state === "ready");
    await seesShapes();
  });

  it("survives two restarts at once, as one process", async () => {
    await Promise.all([1, 2].map(() => vscode.commands.executeCommand("shapecoach.restart")));
    await seesShapes();
    await eventually("one process", () => serverProcesses().length === 1);
  });
});
