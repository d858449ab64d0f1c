/** What is in the .vsix, and in the wheel that it carries. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { ROOT, VSIX, venvProgram } from "../../scripts/paths.mjs";
import { readmeOfExtension } from "../../scripts/readme.mjs";

const LIST = `
import io, json, sys, zipfile
vsix = zipfile.ZipFile(sys.argv[1])
wheel = next(name for name in vsix.namelist() if name.endswith(".whl"))
readme = vsix.read("extension/readme.md").decode()
print(json.dumps([vsix.namelist(), zipfile.ZipFile(io.BytesIO(vsix.read(wheel))).namelist(), readme]))
`;

describe("the package", () => {
  const { stdout } = spawnSync(venvProgram("python"), ["-c", LIST, VSIX], { encoding: "utf8" });
  const [vsix, wheel, page] = /** @type {[string[], string[], string]} */ (JSON.parse(stdout));

  it("holds the two bundles, the wheel, pictures, pages, the walkthrough, what is asked of a Python, and the papers, and nothing else", () => {
    const allowed = [
      /^(extension\.vsixmanifest|\[Content_Types\]\.xml)$/,
      /^extension\/(package(\.nls(\.[\w-]+)?)?\.json|readme\.md|changelog\.md|LICENSE\.txt)$/,
      /^extension\/l10n\/bundle\.l10n(\.[\w-]+)?\.json$/,
      /^extension\/extension\/dist\/((extension|server)\.js|shapecoach-[\d.]+-py3-none-any\.whl)$/,
      /^extension\/extension\/media\/[\w-]+\.(css|html|js|png|svg)$/,
      /^extension\/extension\/python\/\w+\.py$/,
      /^extension\/extension\/media\/walkthrough\/\w+\.(md|py)$/,
    ];
    assert.deepEqual(vsix.filter((name) => !allowed.some((pattern) => pattern.test(name))), []);
  });

  it("has a page whose links and pictures lead somewhere", () => {
    const targets = (/** @type {string} */ text) => [...text.matchAll(/(!?)\[[^\]]*\]\(([^)]*)\)/g)].map(([, picture, target = ""]) => ({ picture, target }));
    assert.ok(targets(page).length > 0);
    for (const { picture, target } of targets(page)) assert.match(target, picture ? /^never/ : /^https:/);

    const readme = readFileSync(join(ROOT, "README.md"), "utf8");
    const released = targets(readmeOfExtension(readme, { repository: "https://example.org/coach", tag: "v1.2.3" }));
    assert.equal(released.length, targets(readme).length);
    assert.ok(released.filter(({ picture }) => picture).length >= 5);
    for (const { picture, target } of released) {
      assert.match(target, /^https:/);
      const [, kind, path = ""] = /^https:\/\/example\.org\/coach\/(raw|blob)\/v1\.2\.3\/(.*)$/.exec(target) ?? [];
      if (kind || picture) assert.equal(kind, picture ? "raw" : "blob");
      if (kind) assert.ok(existsSync(join(ROOT, path)), path);
    }
  });

  it("has the lessons in its wheel, and no leftovers", () => {
    assert.ok(wheel.includes("shapecoach/curriculum/3_einops/1_rearrange/split_heads/starter.py"));
    assert.deepEqual(wheel.filter((name) => !/^shapecoach[/-]/.test(name) || name.includes("__pycache__")), []);
  });
});
