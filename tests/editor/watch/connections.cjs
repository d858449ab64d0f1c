/** The same for a Node process, which is told to load this first: who it is, and each address it turns to. */

const dgram = require("node:dgram");
const dns = require("node:dns");
const { appendFileSync } = require("node:fs");
const net = require("node:net");

const file = process.env.SHAPECOACH_WATCH;

/** @param {string | undefined} host undefined for a socket in the file system, and for none, which is this machine */
function write(host) {
  if (file) appendFileSync(file, `${JSON.stringify({ program: process.argv, host: host ?? null })}\n`);
}

/**
 * Has `look` see the arguments of each call of one of an object's functions, before it does what it does.
 * @param {any} owner
 * @param {string} name
 * @param {(...args: any[]) => string | undefined} look gives the host that the call is about
 */
function watch(owner, name, look) {
  const original = owner[name];
  owner[name] = /** @this {unknown} */ function (/** @type {unknown[]} */ ...args) {
    const host = look(...args);
    if (host !== undefined) write(host);
    return original.apply(this, args);
  };
}

// `connect` is called with (options), (port, host), (path), or all of them in a list; what is above TCP ends up there.
watch(net.Socket.prototype, "connect", (first, second) => {
  const given = Array.isArray(first) ? first[0] : first;
  if (typeof given === "object" && given !== null) return given.path ? undefined : (given.host ?? "localhost");
  return Number.isInteger(Number(given)) ? (typeof second === "string" ? second : "localhost") : undefined;
});
watch(dgram.Socket.prototype, "send", (...args) => args.slice(1).find((arg) => typeof arg === "string") ?? "localhost");
watch(dgram.Socket.prototype, "connect", (_port, host) => (typeof host === "string" ? host : "localhost"));
for (const resolver of [dns, dns.promises]) {
  for (const name of ["lookup", "resolve", "resolve4", "resolve6", "resolveAny"]) watch(resolver, name, (host) => host);
}

write(undefined);
