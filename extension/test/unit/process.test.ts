import * as assert from "node:assert/strict";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, describe, it } from "node:test";

import { runIn } from "../../src/process";
import { choosePython } from "../../src/python";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "shapecoach-process-")));
after(() => rmSync(folder, { recursive: true }));
const run = runIn(folder);
const node = (script: string, options = {}) => run(process.execPath, ["-e", script], options);

/** The repository's own virtual environment, which has everything. */
const VENV_PYTHON = resolve(process.platform === "win32" ? ".venv/Scripts/python.exe" : ".venv/bin/python");

describe("running a program", () => {
  it("gives what it said and how it ended", async () => {
    const script = "console.log('one'); console.log('two'); console.error('oh'); process.exitCode = 3";
    assert.deepEqual(await node(script), { code: 3, stdout: "one\ntwo", stderr: "oh" });
  });

  it("starts it in the folder given, with whole lines told as they come", async () => {
    const lines: string[] = [];
    await node("console.log(process.cwd())", { onLine: (line: string) => lines.push(line) });
    assert.deepEqual(lines, [folder]);
  });

  it("tells a program that isn't there from one that fails", async () => {
    const outcome = await run(join(folder, "no-such-program"), []);
    assert.equal(outcome.code, null);
    assert.match(outcome.stderr, /ENOENT/);
  });

  it("ends one that takes too long, and one that is no longer wanted", { timeout: 30_000 }, async () => {
    const forever = "setInterval(() => 0, 1000)";
    assert.equal((await node(forever, { signal: AbortSignal.timeout(50) })).code, null);
    const cancel = new AbortController();
    const cancelled = node(`console.log('up'); ${forever}`, { signal: cancel.signal, onLine: () => cancel.abort() });
    assert.equal((await cancelled).code, null);
  });
});

describe("asking a real Python", () => {
  it("finds everything in the project's own environment", async () => {
    const { python, rejected } = await choosePython([{ path: VENV_PYTHON, source: "a test" }], resolve("."), "0.0.1", run);
    assert.deepEqual(rejected, []);
    assert.deepEqual(python?.missing, []);
    assert.match(python.shapecoach ?? "", /^\d+\.\d+/);
    assert.equal(python.isOutdated, false);
  });

  it("imports nothing from the folder it is started in", async () => {
    const trace = join(folder, "trace");
    for (const name of ["json", "re", "shapecoach", "torch"]) {
      writeFileSync(join(folder, `${name}.py`), `open(${JSON.stringify(trace)}, "w").close()`);
    }
    const { python } = await choosePython([{ path: VENV_PYTHON, source: "a test" }], resolve("."), "0.0.1", run);
    assert.deepEqual(python?.missing, []);
    assert.throws(() => rmSync(trace), /ENOENT/);
  });
});
