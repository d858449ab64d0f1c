import * as assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";

import type { ShapeCoach } from "../../src/extension";
import { serverProcesses } from "./processes";
import { pythonThat, usePython, useRealPython } from "./pythons";
import { answering, diagnostics, eventually, inlayHints, inWorkspace, open, shapeCoach } from "./window";

const MEGABYTE = 2 ** 20;

async function seesShapes(): Promise<void> {
  const document = await open(inWorkspace("attention.py"));
  await eventually("shapes", async () => (await inlayHints(document)).length > 0);
}

describe("what goes wrong", () => {
  let coach: ShapeCoach;
  before(async () => {
    await open(inWorkspace("attention.py"));
    coach = await shapeCoach();
  });

  it("a file of 20 MB is left alone, which is said, and other files are not", async () => {
    const large = inWorkspace("large.py");
    writeFileSync(large.fsPath, "x = 1\n".repeat((20 * MEGABYTE) / 6));
    await open(large);
    const [told] = await diagnostics(large, "a word about it", (all) => all.length > 0);
    assert.match(told?.message ?? "", /doesn't look at this file/);
    assert.equal(told?.severity, vscode.DiagnosticSeverity.Information);
    await seesShapes();
    rmSync(large.fsPath);
  });

  it("5,000 Python files beside the one that is edited don't disturb", async () => {
    const folder = inWorkspace("many").fsPath;
    mkdirSync(folder);
    for (let number = 0; number < 5000; number++) writeFileSync(join(folder, `module_${String(number)}.py`), "x = 1\n");
    const began = Date.now();
    await seesShapes();
    await eventually("a server that is ready", () => coach.state === "ready");
    assert.ok(Date.now() - began < 20_000);
    rmSync(folder, { recursive: true });
  });

  it("a Python that is deleted while its server runs is missed as soon as it is needed, and said", async () => {
    const folder = mkdtempSync(join(tmpdir(), "shapecoach-deleted-"));
    const python = pythonThat(join(folder, "bin", "python"));
    await usePython(python);
    await eventually("a server on it", () => coach.python === python && coach.state === "ready");
    rmSync(folder, { recursive: true });
    const shown = await answering(
      "showErrorMessage",
      () => undefined,
      async (shown) => {
        for (const pid of serverProcesses()) process.kill(pid, "SIGKILL");
        await eventually("an explanation", () => shown.some((text) => text.includes("can't use")));
      },
    );
    assert.match(shown.join(), /can't use .*bin\/python \(from the setting shapecoach\.python\): spawn .* ENOENT/);
    assert.equal(coach.state, "missing");
    await useRealPython(coach);
    await seesShapes();
  });

  after(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));
});
