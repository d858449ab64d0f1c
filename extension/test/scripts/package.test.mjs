/** What is in the .vsix, and in the wheel that it carries. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "node:test";
import { VSIX, venvProgram } from "../../scripts/paths.mjs";

const LIST = `
import io, json, sys, zipfile
vsix = zipfile.ZipFile(sys.argv[1])
wheel = next(name for name in vsix.namelist() if name.endswith(".whl"))
print(json.dumps([vsix.namelist(), zipfile.ZipFile(io.BytesIO(vsix.read(wheel))).namelist()]))
`;

describe("the package", () => {
  const { stdout } = spawnSync(venvProgram("python"), ["-c", LIST, VSIX], { encoding: "utf8" });
  const [vsix, wheel] = /** @type {[string[], string[]]} */ (JSON.parse(stdout));

  it("holds the bundle, the wheel, pictures, pages, the walkthrough and the papers, and nothing else", () => {
    const allowed = [
      /^(extension\.vsixmanifest|\[Content_Types\]\.xml)$/,
      /^extension\/(package(\.nls)?\.json|readme\.md|changelog\.md|LICENSE\.txt)$/,
      /^extension\/extension\/dist\/(extension\.js|shapecoach-[\d.]+-py3-none-any\.whl)$/,
      /^extension\/extension\/media\/[\w-]+\.(css|js|png|svg)$/,
      /^extension\/extension\/media\/walkthrough\/\w+\.(md|py)$/,
    ];
    assert.deepEqual(vsix.filter((name) => !allowed.some((pattern) => pattern.test(name))), []);
  });

  it("has the lessons in its wheel, and no leftovers", () => {
    assert.ok(wheel.includes("shapecoach/curriculum/3_einops/1_rearrange/split_heads/starter.py"));
    assert.deepEqual(wheel.filter((name) => !/^shapecoach[/-]/.test(name) || name.includes("__pycache__")), []);
  });
});
