import * as assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";

import type { ShapeCoach } from "../../src/extension";
import { pythonThat, REAL, usePython, useRealPython } from "./pythons";
import { answering, eventually, inWorkspace, open, shapeCoach } from "./window";

const folder = mkdtempSync(join(tmpdir(), "shapecoach-install-"));
const calls = join(folder, "calls");

/** A Python that has nothing installed until pip has been asked to; it writes down how it was called. */
const emptyPython = () =>
  pythonThat(
    join(folder, "python"),
    `echo "$*" >> '${calls}'`,
    `case "$*" in`,
    `  *ensurepip*) exit 0 ;;`,
    `  *"pip install"*) echo "Successfully installed"; touch '${folder}/installed'; exit 0 ;;`,
    `esac`,
    `[ -e '${folder}/installed' ] || exec '${REAL}' -I -S "$@"`,
  );

const installations = () => (existsSync(calls) ? (readFileSync(calls, "utf8").match(/pip install/g) ?? []).length : 0);

describe("where the Python package is missing", () => {
  let coach: ShapeCoach;
  before(async () => {
    await open(inWorkspace("attention.py"));
    coach = await shapeCoach();
  });

  it("asks before it installs, and doesn't when the user closes the question", async () => {
    const shown = await answering(
      "showWarningMessage",
      () => undefined,
      async (shown) => {
        await usePython(emptyPython());
        await eventually("an offer", () => shown.length > 0);
      },
    );
    assert.match(shown.join(), /needs the Python packages shapecoach, torch in .* \| Install \| Choose Python… \| Don't Ask Again/);
    assert.equal(coach.state, "missing");
    assert.equal(installations(), 0);
  });

  it("installs on the button, and starts", async () => {
    await answering(
      "showWarningMessage",
      () => "Install",
      async () => {
        await vscode.commands.executeCommand("shapecoach.restart");
        await eventually("a server that is ready", () => coach.state === "ready");
      },
    );
    assert.equal(installations(), 1);
    assert.match(readFileSync(calls, "utf8"), /-m ensurepip\n-m pip install [^\n]*--upgrade \S/);
  });

  after(async () => {
    await useRealPython(coach);
    rmSync(folder, { recursive: true });
  });
});
