import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { after, describe, it } from "node:test";
import { ARTIFACTS, ROOT } from "../../scripts/paths.mjs";
import { ensure } from "../../scripts/stamp.mjs";

describe("a step of the set-up", () => {
  const folder = mkdtempSync(join(ROOT, "extension", "dist", "stamp-test-"));
  const input = join(folder, "input");
  const output = join(folder, "output");
  const name = `test-${process.pid}`;
  after(() => {
    rmSync(folder, { recursive: true });
    rmSync(join(ARTIFACTS, "stamps", name), { force: true });
  });

  /** @param {string[]} values */
  async function isDone(...values) {
    let done = false;
    await ensure({
      name,
      title: "a step",
      files: [relative(ROOT, input)],
      values,
      makes: [output],
      work: async () => {
        done = true;
        writeFileSync(output, "");
      },
    });
    return done;
  }

  it("is done once", async () => {
    writeFileSync(input, "1");
    assert.equal(await isDone("a"), true);
    assert.equal(await isDone("a"), false);
  });

  it("is done again when a file or a value that it depends on changes", async () => {
    writeFileSync(input, "2");
    assert.equal(await isDone("a"), true);
    assert.equal(await isDone("b"), true);
    assert.equal(await isDone("b"), false);
  });

  it("is done again when what it made is gone", async () => {
    rmSync(output);
    assert.equal(await isDone("b"), true);
  });

  it("is done again after it failed", async () => {
    const fails = { name, title: "a step that fails", files: [], makes: [], work: () => Promise.reject(new Error("no")) };
    await assert.rejects(ensure(fails), /no/);
    await assert.rejects(ensure(fails), /no/);
  });
});
