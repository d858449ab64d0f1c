import * as assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";

import type { ShapeCoach } from "../../src/extension";
import { serverProcesses } from "./processes";
import { pythonThat, REAL, usePython, useRealPython } from "./pythons";
import { answering, eventually, inWorkspace, open, replacing, shapeCoach } from "./window";

const folder = mkdtempSync(join(tmpdir(), "shapecoach-python-"));
const restart = async () => vscode.commands.executeCommand("shapecoach.restart");

describe("the Python in use", () => {
  let coach: ShapeCoach;
  before(async () => {
    await open(inWorkspace("attention.py"));
    coach = await shapeCoach();
  });

  it("is that of the setting", () => assert.equal(coach.python, REAL));

  it("cannot be one that isn't there, and the user is told which and why", async () => {
    const shown = await answering(
      "showErrorMessage",
      () => undefined,
      async (shown) => {
        await usePython(join(folder, "nothing-here"));
        await eventually("an explanation", () => shown.length > 0);
      },
    );
    assert.match(shown.join(), /can't use .*nothing-here \(from the setting shapecoach\.python\).* \| Choose Python…/);
    assert.equal(coach.state, "missing");
    assert.equal(coach.python, undefined);
  });

  it("may turn out to have a server that won't start: that is tried once, and said", async () => {
    const starts = join(folder, "starts");
    const broken = pythonThat(join(folder, "broken"), `case "$*" in *lsp) echo once >> '${starts}'; exit 1 ;; esac`);
    const shown = await answering(
      "showErrorMessage",
      () => undefined,
      async (shown) => {
        await usePython(broken);
        await eventually("an explanation", () => shown.length > 0);
        await eventually("a status that says so", () => coach.state === "failed");
      },
    );
    assert.match(shown.join(), /server/);
    await eventually("no process", () => serverProcesses().length === 0);
    assert.equal(readFileSync(starts, "utf8").trim(), "once");
  });

  describe("without the setting", () => {
    before(() => usePython(""));

    it("is that of the .venv in the workspace, which is trusted", async () => {
      const python = pythonThat(inWorkspace(".venv", "bin", "python").fsPath);
      await restart();
      assert.equal(coach.python, python);
    });

    it("is what it would be without the Python extension where that doesn't start", async () => {
      const getExtension = () => ({ activate: () => Promise.reject(new Error("it is broken")) });
      await replacing(vscode.extensions, "getExtension", getExtension, restart);
      assert.equal(coach.python, inWorkspace(".venv", "bin", "python").fsPath);
    });

    it("is, before that, the one chosen in the Python extension", async () => {
      const python = pythonThat(join(folder, "chosen"));
      const environments = {
        getActiveEnvironmentPath: () => ({ path: folder }),
        resolveEnvironment: () => Promise.resolve({ executable: { uri: vscode.Uri.file(python) } }),
      };
      const getExtension = () => ({ activate: () => Promise.resolve({ environments }) });
      await replacing(vscode.extensions, "getExtension", getExtension, restart);
      assert.equal(coach.python, python);
    });

    it("is the one used last, where there is no other", async () => {
      rmSync(inWorkspace(".venv").fsPath, { recursive: true });
      const used = coach.python;
      await restart();
      assert.equal(coach.python, used);
    });
  });

  after(async () => {
    await useRealPython(coach);
    rmSync(folder, { recursive: true });
  });
});
