/** What VS Code calls in the extension host: runs the bundled `*.test.js` beside this file that belong to this window. */

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import Mocha from "mocha";

export async function run(): Promise<void> {
  const writeCoverage = await countCoverage();
  const path = process.env.SHAPECOACH_HOST_RESULTS;
  if (!path) throw new Error("SHAPECOACH_HOST_RESULTS says where the results go; it is not set.");
  const restricted = process.env.SHAPECOACH_HOST_WINDOW === "restricted";
  const wanted = (process.env.SHAPECOACH_HOST_FILES ?? "").split(",");

  const mocha = new Mocha({ ui: "bdd", timeout: 200_000, color: false, reporter: "min" });
  for (const name of readdirSync(__dirname)) {
    const isOurs = name.startsWith("restricted.") === restricted && wanted.some((beginning) => name.startsWith(beginning));
    if (name.endsWith(".test.js") && isOurs) mocha.addFile(join(__dirname, name));
  }

  const lines: string[] = [];
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    // The file is there after every test, so that a run that takes too long still says how far it came.
    const record = (finished: boolean) => {
      const { passes: passed = 0, failures: failed = 0 } = runner.stats ?? {};
      writeFileSync(path, JSON.stringify({ finished, passed, failed, report: lines.join("\n") }));
    };
    runner.on("pass", (test) => {
      lines.push(`  ✓ ${test.fullTitle()} (${String(test.duration)} ms)`);
      record(false);
    });
    runner.on("fail", (test, error: Error) => {
      lines.push(`  ✗ ${test.fullTitle()}\n${(error.stack ?? error.message).replaceAll(/^/gm, "    ")}`);
      record(false);
    });
    runner.on("end", () => record(true));
  });
  await writeCoverage();
}

/** Has V8 count what runs of the extension, which isn't loaded yet; what is returned writes that down. */
async function countCoverage(): Promise<() => Promise<void>> {
  const path = process.env.SHAPECOACH_HOST_COVERAGE;
  if (!path) throw new Error("SHAPECOACH_HOST_COVERAGE says where the coverage goes; it is not set.");
  const inspector = new Session();
  inspector.connect();
  await inspector.post("Profiler.enable");
  await inspector.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  return async () => {
    const { result } = await inspector.post("Profiler.takePreciseCoverage");
    const bundles = ["extension.js", "server.js"].map((name) => join(__dirname, "..", "..", name));
    const parts = bundles.map((bundle) => {
      const url = pathToFileURL(bundle).href;
      const ours = result.filter((script) => script.url.endsWith(bundle)).map((script) => ({ ...script, url }));
      return { url, ours, data: JSON.parse(readFileSync(`${bundle}.map`, "utf8")) as unknown };
    });
    // As Node writes it where NODE_V8_COVERAGE is set.
    const maps = Object.fromEntries(parts.map(({ url, data }) => [url, { data }]));
    writeFileSync(path, JSON.stringify({ result: parts.flatMap(({ ours }) => ours), "source-map-cache": maps }));
    inspector.disconnect();
  };
}
