/** What the container for development and for classes is made of. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { ROOT } from "../../scripts/paths.mjs";
import { run } from "../../scripts/run.mjs";

const read = (/** @type {string} */ path) => JSON.parse(readFileSync(join(ROOT, path), "utf8"));

describe("the container", () => {
  const container = read(".devcontainer/devcontainer.json");

  it("runs commands that there are, with options that there are", async () => {
    const usage = await run(process.execPath, [join(ROOT, "extension", "scripts", "start.mjs"), "--help"]);
    for (const command of [container.onCreateCommand, container.postAttachCommand]) {
      const [, script = "", option = ""] = /^npm (?:run )?(\w+) -- (--\w+)$/.exec(command) ?? [];
      assert.ok(script in read("package.json").scripts, command);
      assert.match(usage, new RegExp(`^ +${option} `, "m"));
    }
  });

  it("has a Python and a Node that are new enough", () => {
    const python = Number(/python:3\.(\d+)/.exec(container.image)?.[1]);
    const oldest = Number(/requires-python = ">=3\.(\d+)"/.exec(readFileSync(join(ROOT, "pyproject.toml"), "utf8"))?.[1]);
    assert.ok(python >= oldest);
    assert.ok(Number(container.features["ghcr.io/devcontainers/features/node:1"].version) >= 20);
  });
});
