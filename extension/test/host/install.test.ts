import * as assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";

import type { ShapeCoach } from "../../src/extension";
import { pythonThat, REAL, usePython, useRealPython } from "./pythons";
import { answering, eventually, inWorkspace, open, replacing, shapeCoach } from "./window";

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

  it("offers to install again where the package is older than the extension", async () => {
    const told = '{"version": "3.12.0", "isTooOld": false, "shapecoach": "0.0.1", "isOutdated": true, "missing": [], "hasPip": true}';
    const old = pythonThat(join(folder, "old"), `case "$*" in *inspection.py*) echo '${told}'; exit 0 ;; esac`);
    const shown = await answering(
      "showInformationMessage",
      () => undefined,
      async (shown) => {
        await usePython(old);
        await eventually("an offer", () => shown.length > 0);
      },
    );
    assert.match(shown.join(), /old has Shape Coach 0\.0\.1; this extension comes with [\d.]+\. \| Install/);
  });

  for (const [said, means] of Object.entries({
    "error: externally-managed-environment": /belongs to the operating system.*python -m venv/,
    "pip._vendor.urllib3.exceptions.NewConnectionError: nothing answers": /could not be reached\. Are you offline\?/,
    "OSError: [Errno 28] No space left on device": /The disk is full/,
    "OSError: [Errno 13] Permission denied: '/usr'": /You may not write there/,
    "error: subprocess-exited-with-error": /The output says why/,
  })) {
    it(`says what it means that pip says ${JSON.stringify(said)}`, async () => {
      const refused = `case "$*" in *"pip install"*) echo "${said}" >&2; exit 1 ;; esac`;
      await usePython(pythonThat(join(folder, "refused"), refused));
      const shown = await answering(
        "showErrorMessage",
        () => undefined,
        async (shown) => {
          await vscode.commands.executeCommand("shapecoach.install");
          await eventually("an explanation", () => shown.length > 0);
        },
      );
      assert.match(shown.join(), means);
      assert.match(shown.join(), /could not be installed in .*refused\..* \| Show Output \| Choose Python…/);
    });
  }

  it("has nothing to install in where there is no Python, and leads to the choice of one", async () => {
    const execute = vscode.commands.executeCommand;
    const opened: unknown[] = [];
    const noted = (command: string, ...args: unknown[]) =>
      command === "workbench.action.openSettings" ? opened.push(args[0]) : execute(command, ...args);
    await answering("showErrorMessage", () => "Choose Python…", async () => {
      await usePython(join(folder, "nothing-here"));
      await replacing(vscode.commands, "executeCommand", noted, async () => execute("shapecoach.install"));
    });
    assert.ok(opened.includes("shapecoach.python"));
  });

  after(async () => {
    await useRealPython(coach);
    rmSync(folder, { recursive: true });
  });
});
