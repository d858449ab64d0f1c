/** The pages that are shown beside the code. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A page with the style and the script of that name in `extension/media`.  It may run its own script, and load nothing. */
export function page(home: string, name: string, body: string): string {
  const read = (kind: string) => readFileSync(join(home, "extension", "media", `${name}.${kind}`), "utf8");
  const nonce = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16)).join("");
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<style nonce="${nonce}">${read("css")}</style>
</head>
<body>
${body}
<script nonce="${nonce}">${read("js")}</script>
</body>
</html>`;
}
