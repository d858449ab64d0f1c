/** `node texts.mjs`: writes what the client says, in English, to l10n/bundle.l10n.json, which translators start from. */

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { ROOT } from "./paths.mjs";
import { entry } from "./progress.mjs";

const SOURCES = join(ROOT, "extension", "src");
export const BUNDLE = join(ROOT, "l10n", "bundle.l10n.json");

/** Says things in the log, and in reports for those who mend it: in one language. */
const UNTRANSLATED = /^(this\.)?output\.|^parts\.push$|createOutputChannel$|createTestController$/;
/** A few words, or one that says to go on, from a capital letter on. */
const READABLE = /^[A-Z][\w'’]*([,.]? .|…$)|^\$\{[^}]*\}[,.]? \w/;
/** The name of the extension is the same in every language. */
const NAME = /^Shape Coach(: \$\{.*)?$/;

/** @typedef {{translated: string[], plain: string[]}} Texts what goes through `vscode.l10n.t`, and what reads as if it should */

/** @returns {Texts} */
export function textsOfClient() {
  /** @type {Texts} */
  const found = { translated: [], plain: [] };
  for (const name of readdirSync(SOURCES).sort()) {
    const source = ts.createSourceFile(name, readFileSync(join(SOURCES, name), "utf8"), ts.ScriptTarget.Latest, true);
    // What imports nothing of VS Code can't ask it for a translation.
    const speaks = /^import (type )?\* as vscode/m.test(source.text);
    collect(source, source, speaks, found);
  }
  return found;
}

/**
 * @param {ts.Node} node
 * @param {ts.SourceFile} source
 * @param {boolean} speaks whether it is a file that could have its texts translated
 * @param {Texts} found
 */
function collect(node, source, speaks, found) {
  if (ts.isCallExpression(node)) {
    const called = node.expression.getText(source);
    const [first] = node.arguments;
    if (called === "vscode.l10n.t") {
      if (!first || !ts.isStringLiteral(first)) throw new Error(`${source.fileName}: ${node.getText(source)} has no plain text to translate.`);
      found.translated.push(first.text);
      for (const argument of node.arguments.slice(1)) collect(argument, source, speaks, found);
      return;
    }
    if (UNTRANSLATED.test(called)) return;
  }
  const text = ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) ? node.getText(source).slice(1, -1) : "";
  if (speaks && READABLE.test(text) && !NAME.test(text)) found.plain.push(`${source.fileName}: ${text}`);
  ts.forEachChild(node, (child) => collect(child, source, speaks, found));
}

/** The bundle's content: each text by itself. */
export function bundle() {
  return `${JSON.stringify(Object.fromEntries([...new Set(textsOfClient().translated)].sort().map((text) => [text, text])), null, 2)}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  entry(async () => {
    mkdirSync(dirname(BUNDLE), { recursive: true });
    writeFileSync(BUNDLE, bundle());
  });
}
