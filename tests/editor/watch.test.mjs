/** Whether the watch that the other tests keep would see a process that turns to another machine. */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { venvProgram } from "../../extension/scripts/paths.mjs";
import { tryRun } from "../../extension/scripts/run.mjs";
import { Watch } from "./watch/watch.mjs";

// Addresses that are nobody's (RFC 5737, RFC 2606).  The attempts end at once, or are given up.
const NODE = {
  "a connection": ["require('node:net').connect(9, '192.0.2.1').on('error', () => 0).destroy()", "192.0.2.1"],
  "a request": ["fetch('http://192.0.2.2').catch(() => 0); setTimeout(() => process.exit(), 200)", "192.0.2.2"],
  "a request over TLS": ["require('node:https').get('https://192.0.2.3').on('error', () => 0).destroy()", "192.0.2.3"],
  "a datagram": ["const s = require('node:dgram').createSocket('udp4'); s.send('x', 9, '192.0.2.4', () => s.close())", "192.0.2.4"],
  "a name": ["require('node:dns').lookup('shapecoach.invalid', () => 0)", "shapecoach.invalid"],
};
const PYTHON = {
  "a connection": ["import socket; s = socket.socket(); s.setblocking(False); s.connect_ex(('192.0.2.1', 9))", "192.0.2.1"],
  "a datagram": ["import socket; socket.socket(type=socket.SOCK_DGRAM).connect(('192.0.2.4', 9))", "192.0.2.4"],
  "a name": ["import urllib.request as r\ntry: r.urlopen('http://shapecoach.invalid')\nexcept OSError: pass", "shapecoach.invalid"],
};

for (const [program, option, attempts] of /** @type {const} */ ([
  [process.execPath, "-e", NODE],
  [venvProgram("python"), "-c", PYTHON],
])) {
  const args = (/** @type {Watch} */ watch) => (option === "-e" ? watch.nodeArgs : []);
  for (const [what, [code, host]] of Object.entries(attempts)) {
    test(`${what} that a ${option === "-e" ? "Node" : "Python"} process makes is seen`, async () => {
      const folder = mkdtempSync(join(tmpdir(), "shapecoach-watch-"));
      try {
        const watch = new Watch(folder);
        await tryRun(program, [...args(watch), option, code ?? ""], { env: watch.env });
        assert.deepEqual([...new Set(watch.outside().map((asked) => asked.host))], [host]);
        assert.equal(watch.programs().length, 1);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
}

test("what is for this machine is no request to another", async () => {
  const folder = mkdtempSync(join(tmpdir(), "shapecoach-watch-"));
  try {
    const watch = new Watch(folder);
    const server = "require('node:net').createServer().listen(0, '127.0.0.1', function () { this.close(); ";
    await tryRun(process.execPath, [...watch.nodeArgs, "-e", `${server} require('node:net').connect(this.address().port).on('error', () => 0); })`], { env: watch.env });
    await tryRun(venvProgram("python"), ["-c", "import socket; socket.getaddrinfo('localhost', 9)"], { env: watch.env });
    assert.equal(watch.programs().length, 2);
    assert.deepEqual(watch.outside(), []);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
