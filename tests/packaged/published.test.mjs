/** The sdist, installed by somebody who has nothing but pip. */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { test } from "node:test";
import { PROGRAMS_OF_WHEEL, published } from "../../extension/scripts/packaged.mjs";
import { venvProgram } from "../../extension/scripts/paths.mjs";
import { run } from "../../extension/scripts/run.mjs";
import { commonVersion } from "../../extension/scripts/versions.mjs";

/** Files of a wheel and of an installation that aren't the same, with the reason that an installation has others. */
const COMPARE = `
import sys, zipfile
from pathlib import Path
wheel, folder = zipfile.ZipFile(sys.argv[1]), Path(sys.argv[2])
ours = {name: wheel.read(name) for name in wheel.namelist()}
theirs = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
def is_pips(name):
    return "__pycache__" in name or name.startswith("bin/") or name.rpartition("/")[2] in {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"}
print(sorted(name for name in ours.keys() | theirs.keys() if not is_pips(name) and ours.get(name) != theirs.get(name)))
print(len(ours))
`;

test("the sdist installs, and gives what the wheel gives, file by file", { timeout: 200_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "shapecoach-sdist-"));
  try {
    await run(venvProgram("python"), ["-m", "pip", "install", "--disable-pip-version-check", "--no-deps", "--target", folder, published(".tar.gz")]);
    const [different, count] = (await run(venvProgram("python"), ["-c", COMPARE, published(".whl"), folder])).trim().split("\n");
    assert.equal(different, "[]");
    assert.ok(Number(count) > 400, `${count} files`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("all of them have the version of the extension", async () => {
  const version = commonVersion();
  assert.equal(basename(published(".whl")), `shapecoach-${version}-py3-none-any.whl`);
  assert.equal(basename(published(".tar.gz")), `shapecoach-${version}.tar.gz`);
  const said = await run(join(PROGRAMS_OF_WHEEL, "shapecoach"), ["--version"], { env: { PYTHONPATH: undefined } });
  assert.equal(said.trim(), `shapecoach ${version}`);
});

test("the wheel finds all that it needs in its environment", { timeout: 200_000 }, async () => {
  const said = await run(join(PROGRAMS_OF_WHEEL, "shapecoach"), ["doctor"], { env: { PYTHONPATH: undefined } });
  assert.ok(said.includes("✓ **PyTorch works**") && said.includes("✓ **A shape**"), said);
});
