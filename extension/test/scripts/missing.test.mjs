/** What a machine lacks is said together with how to get it. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { ROOT } from "../../scripts/paths.mjs";

describe("npm start says what is missing:", () => {
  const clone = mkdtempSync(join(tmpdir(), "shapecoach-clone-"));
  const programs = join(clone, "programs");
  cpSync(join(ROOT, "extension", "scripts"), join(clone, "extension", "scripts"), { recursive: true });
  mkdirSync(programs);
  after(() => rmSync(clone, { recursive: true }));

  /**
   * Runs it where the only `python3` is one that describes itself so.
   * @param {object | undefined} python
   * @param {string[]} args
   */
  function start(python, ...args) {
    const path = join(programs, "python3");
    rmSync(path, { force: true });
    if (python) {
      writeFileSync(path, `#!/bin/sh\necho '${JSON.stringify(python)}'\n`);
      chmodSync(path, 0o755);
    }
    const { status, stderr } = spawnSync(process.execPath, [join(clone, "extension", "scripts", "start.mjs"), ...args], {
      env: { PATH: programs, HOME: clone },
      encoding: "utf8",
    });
    assert.equal(status, 1);
    return stderr;
  }

  it("a Python", () => {
    assert.match(start(undefined), /Missing: Python 3\.11 or newer\. Install it from python\.org/);
  });

  it("a Python that is new enough", () => {
    const old = { path: "/usr/bin/python3", version: [3, 10, 2], venv: true, torch: null };
    assert.match(start(old, "--check"), /Missing: Python 3\.11 or newer .*python3 is 3\.10\.2/);
  });

  it("Python's venv module", () => {
    const bare = { path: "/usr/bin/python3", version: [3, 12, 1], venv: false, torch: null };
    assert.match(start(bare), /Missing: Python's venv module.*apt-get install python3\.12-venv/);
  });

  it("an option", () => {
    assert.match(start(undefined, "--brwoser"), /brwoser[^]*--browser/);
  });
});
