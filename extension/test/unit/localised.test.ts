import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, it } from "node:test";

const read = (name: string): unknown => JSON.parse(readFileSync(resolve(name), "utf8"));

/** The fields of the manifest that somebody reads. */
const READ = new Set(["title", "description", "markdownDescription", "markdownEnumDescriptions", "enumDescriptions", "contents"]);

/** What is called so in every language. */
const NAME = "Shape Coach";

/** Every text in the manifest that somebody reads. */
function* texts(part: unknown, field = ""): Generator<string> {
  if (typeof part === "string") {
    if (READ.has(field)) yield part;
  } else if (Array.isArray(part)) {
    for (const each of part) yield* texts(each, field);
  } else if (typeof part === "object" && part !== null) {
    for (const [name, each] of Object.entries(part)) yield* texts(each, name);
  }
}

describe("the manifest's texts", () => {
  const manifest = read("package.json") as {
    description: string;
    capabilities: object;
    contributes: { views: Record<string, { name: string }[]> };
  };
  const { description, capabilities, contributes } = manifest;
  const names = Object.values(contributes.views).flatMap((views) => views.map(({ name }) => name));
  const said = [description, ...names, ...texts(capabilities), ...texts(contributes)].filter((text) => text !== NAME);
  const english = read("package.nls.json") as Record<string, string>;

  it("are all in package.nls.json, where they can be translated", () => {
    assert.ok(said.length > 50);
    for (const text of said) assert.match(text, /^%[\w.]+%$/);
    assert.deepEqual([...new Set(said.map((text) => text.slice(1, -1)))].sort(), Object.keys(english).sort());
  });

  it("say something, and lead to commands that there are", () => {
    const { commands } = contributes as unknown as { commands: { command: string }[] };
    const known = new Set(["vscode.openFolder", ...commands.map(({ command }) => command)]);
    for (const [key, text] of Object.entries(english)) {
      assert.ok(text.trim().length > 1, key);
      for (const [, command = ""] of text.matchAll(/\(command:([\w.]+)\)/g)) assert.ok(known.has(command), `${key}: ${command}`);
    }
  });
});
