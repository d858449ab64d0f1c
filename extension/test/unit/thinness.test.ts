import * as assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, it } from "node:test";

const SOURCES = resolve("extension/src");
const files = readdirSync(SOURCES).map((name) => ({ name, text: readFileSync(join(SOURCES, name), "utf8") }));

/** Words that only something that knows about shapes, or about the course, has a use for. */
const KNOWLEDGE: Record<string, RegExp> = {
  shapes: /einops|einsum|rearrange|jaxtyping|broadcast|\breshape|\btranspose|\bdims?\b|\baxis|\baxes\b|d_model|dtype/i,
  findings: /shape-mismatch|argument-shape|return-shape|assumed-equal|lone-axis|growing-broadcast|createDiagnosticCollection/,
  lessons: /curriculum|catalogue|starter|mistakes|verdict|split_heads|lesson\.md|progress\.json/i,
  features: /registerHoverProvider|registerInlayHintsProvider|registerCodeLensProvider|registerCodeActionsProvider/,
};

describe("the client has no opinions", () => {
  for (const { name, text } of files) {
    it(`${name} knows nothing about ${Object.keys(KNOWLEDGE).join(", ")}`, () => {
      for (const [subject, words] of Object.entries(KNOWLEDGE)) {
        assert.equal(words.exec(text)?.[0], undefined, `${name} speaks of ${subject}: that belongs in the server`);
      }
    });
  }

  it("is small: files of one idea each, and not many", () => {
    const lines = (text: string) => text.trimEnd().split("\n").length;
    for (const { name, text } of files) assert.ok(lines(text) <= 200, `${name} is too long`);
    const all = files.reduce((total, { text }) => total + lines(text), 0);
    assert.ok(all < 1500, `${String(all)} lines: what of it belongs in the server?`);
  });
});

interface Setting {
  readonly markdownDescription?: string;
  readonly scope?: string;
  readonly order?: number;
  readonly keywords?: readonly string[];
}

describe("the manifest", () => {
  const manifest = JSON.parse(readFileSync(resolve("package.json"), "utf8")) as {
    icon: string;
    contributes: {
      commands: { command: string; title: string; category: string }[];
      configuration: { title: string; order: number; properties: Record<string, Setting> }[];
    };
    capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
  };
  const groups = manifest.contributes.configuration;
  const settings = Object.assign({}, ...groups.map(({ properties }) => properties)) as Record<string, Setting>;
  const source = files.map(({ text }) => text).join("\n");

  it("contributes every command that the sources register, and no other", () => {
    const registered = new Set([...source.matchAll(/"(shapecoach\.\w+)": \(/g)].map((match) => match[1]));
    const passedOn = /PASSED_ON = \[(.*?)\]/.exec(source)?.[1]?.match(/\w+/g) ?? [];
    for (const name of passedOn) registered.add(`shapecoach.${name}`);
    const contributed = new Set(manifest.contributes.commands.map(({ command }) => command));
    assert.deepEqual([...contributed].sort(), [...registered].sort());
  });

  it("says what each setting does, and keeps a workspace from choosing the interpreter unasked", () => {
    const texts = JSON.parse(readFileSync(resolve("package.nls.json"), "utf8")) as Record<string, string>;
    for (const [name, setting] of Object.entries(settings)) {
      const description = texts[setting.markdownDescription?.slice(1, -1) ?? ""] ?? "";
      assert.ok(description.length > 40, `${name} needs a better description`);
    }
    assert.equal(settings["shapecoach.python"]?.scope, "machine-overridable");
    assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations, ["shapecoach.python"]);
  });

  it("has its settings in groups, each at its place, and found by other words too", () => {
    const orders = (all: readonly { readonly order?: number }[]) => all.map(({ order }) => order);
    const inOrder = (all: readonly unknown[]) => all.map((_, index) => index + 1);
    assert.deepEqual(orders(groups), inOrder(groups));
    for (const group of groups) {
      const members = Object.values(group.properties);
      assert.deepEqual(orders(members), inOrder(members), group.title);
      for (const { keywords = [] } of members) assert.ok(keywords.length > 1, group.title);
    }
  });

  it("has an icon", () => {
    const png = readFileSync(resolve(manifest.icon));
    assert.equal(png.toString("latin1", 1, 4), "PNG");
    assert.ok(png.readUInt32BE(16) >= 128);
  });
});
