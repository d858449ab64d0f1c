/** What documents and workflows say is there. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { ROOT, venvProgram } from "../../scripts/paths.mjs";

const read = (/** @type {string} */ path) => readFileSync(join(ROOT, path), "utf8");
const files = (/** @type {string} */ folder, /** @type {string} */ ending) =>
  readdirSync(join(ROOT, folder)).filter((name) => name.endsWith(ending)).map((name) => join(folder, name));

const DOCUMENTS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...files("docs", ".md"), ...files("docs/editors", ".md")];

describe("the documents", () => {
  it("link to files and pictures that there are", () => {
    for (const path of DOCUMENTS) {
      for (const [, target = ""] of read(path).matchAll(/\]\((?!https?:|#|command:)([^)#\s]+)/g)) {
        assert.ok(existsSync(join(ROOT, dirname(path), target)), `${path} links to ${target}`);
      }
    }
  });

  it("name settings, commands and colours that there are", () => {
    const { configuration, commands, colors } = JSON.parse(read("package.json")).contributes;
    const known = new Set([
      ...configuration.flatMap((/** @type {{properties: object}} */ { properties }) => Object.keys(properties)),
      ...commands.map((/** @type {{command: string}} */ { command }) => command),
      ...colors.map((/** @type {{id: string}} */ { id }) => id),
    ]);
    for (const path of ["README.md", "docs/classes.md", "docs/settings.md", ...files("docs/editors", ".md")]) {
      for (const [, name = ""] of read(path).matchAll(/[`"](shapecoach\.[\w.]+)[`"]/g)) assert.ok(known.has(name), `${path} names ${name}`);
    }
  });

  it("name commands of the command line that there are", () => {
    const { stdout } = spawnSync(venvProgram("shapecoach"), ["--help"], { encoding: "utf8", env: { ...process.env, COLUMNS: "200", NO_COLOR: "1" } });
    for (const path of ["README.md", "docs/classes.md", ...files("docs/editors", ".md")]) {
      for (const [, name = ""] of read(path).matchAll(/(?:`|^|bin\/)shapecoach ([a-z]+)/gm)) assert.match(stdout, new RegExp(`^\\W+${name} `, "m"), `${path} names ${name}`);
    }
  });
});

describe("the workflows", () => {
  const workflows = files(".github/workflows", ".yml").map((path) => ({ path, text: read(path) }));

  it("run scripts that there are", () => {
    const { scripts } = JSON.parse(read("package.json"));
    assert.equal(workflows.length, 2);
    for (const { path, text } of workflows) {
      assert.match(text, /\.ci\/run$/m, path);
      for (const [, name = ""] of text.matchAll(/npm run ([\w:]+)/g)) assert.ok(name in scripts, `${path} runs ${name}`);
      for (const [, name = ""] of text.matchAll(/(extension\/scripts\/[\w/]+\.mjs)/g)) assert.ok(existsSync(join(ROOT, name)), `${path} runs ${name}`);
    }
  });

  it("publish nothing without a secret for it", () => {
    const { text = "" } = workflows.find(({ path }) => path.endsWith("release.yml")) ?? {};
    const steps = text.split(/^ {6}- /m).filter((step) => /^ +run: .*\b(publish|upload) /m.test(step));
    assert.equal(steps.length, 3);
    for (const step of steps) assert.match(step, /^ +if: env\.(VSCE_PAT|OVSX_PAT|PYPI_TOKEN) != ''$/m);
  });
});
