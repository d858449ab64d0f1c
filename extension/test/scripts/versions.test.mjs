/** Versions in step. */

import assert from "node:assert/strict";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { ROOT } from "../../scripts/paths.mjs";
import { commonVersion, versions } from "../../scripts/versions.mjs";

describe("the versions", () => {
  /** @type {string} */
  let copy;
  before(() => {
    copy = mkdtempSync(join(tmpdir(), "shapecoach-versions-"));
    for (const path of [...Object.keys(versions()), "CHANGELOG.md"]) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  });
  after(() => rmSync(copy, { recursive: true }));

  it("are one", () => assert.match(commonVersion(), /^\d+\.\d+\.\d+$/));

  it("can be released once the changelog knows them", () => {
    const released = "v1.2.3";
    for (const path of Object.keys(versions())) {
      const text = readFileSync(join(ROOT, path), "utf8");
      writeFileSync(join(copy, path), text.replaceAll(commonVersion(), "1.2.3"));
    }
    assert.throws(() => commonVersion(released, copy), /1\.2\.3 has no place in CHANGELOG\.md/);
    appendFileSync(join(copy, "CHANGELOG.md"), "\n## [1.2.3] - 2030-01-01\n");
    assert.equal(commonVersion(released, copy), "1.2.3");
  });

  it("are told apart where one has been forgotten", () => {
    const path = join(copy, "server", "shapecoach", "__init__.py");
    writeFileSync(path, readFileSync(path, "utf8").replace(/__version__ = ".*"/, '__version__ = "9.8.7"'));
    assert.throws(() => commonVersion(undefined, copy), /9\.8\.7 in server\/shapecoach\/__init__\.py/);
    assert.throws(() => commonVersion("v6.5.4"), /6\.5\.4 in the tag v6\.5\.4/);
  });
});
