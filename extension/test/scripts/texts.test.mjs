/** What the client says can be said in another language. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { BUNDLE, bundle, textsOfClient } from "../../scripts/texts.mjs";

describe("the client's texts", () => {
  const { translated, plain } = textsOfClient();

  it("go through vscode.l10n.t", () => {
    assert.ok(translated.length > 25);
    assert.deepEqual(plain, []);
  });

  it("are all in the bundle for translators, and no other (node extension/scripts/texts.mjs)", () => {
    assert.equal(readFileSync(BUNDLE, "utf8"), bundle());
  });

  it("have room for what is put in, counted from 0", () => {
    for (const text of translated) {
      const places = [...text.matchAll(/\{(\d+)\}/g)].map(([, number]) => Number(number));
      assert.deepEqual(places, places.map((_, index) => index), text);
    }
  });
});
