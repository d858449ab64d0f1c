import * as assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { Candidate } from "../../src/candidates";
import type { Outcome, Run } from "../../src/process";
import { choosePython } from "../../src/python";

const candidate = (path: string): Candidate => ({ path, source: "a test" });

/** What a Python prints about itself. */
function report(changes: object = {}): Outcome {
  const all = { version: "3.12.4", isTooOld: false, shapecoach: "0.1.0", isOutdated: false, missing: [], hasPip: true, ...changes };
  return { code: 0, stdout: JSON.stringify(all), stderr: "" };
}

const without = (...missing: string[]) => report({ shapecoach: null, missing });

/** Answers by path; asking for any other path fails the test. */
function fakeRun(answers: Record<string, Outcome>): { run: Run; asked: string[] } {
  const asked: string[] = [];
  const run: Run = (program) => {
    asked.push(program);
    const answer = answers[program];
    assert.ok(answer, `${program} was not to be run`);
    return Promise.resolve(answer);
  };
  return { run, asked };
}

const choose = (paths: string[], run: Run) => choosePython(paths.map(candidate), "/home", "0.1.0", run);

describe("the choice of a Python", () => {
  it("is the first that has everything, and asks no further", async () => {
    const { run, asked } = fakeRun({ "/a": without("shapecoach"), "/b": report() });
    const choice = await choose(["/a", "/b", "/c"], run);
    assert.equal(choice.python?.path, "/b");
    assert.deepEqual(asked, ["/a", "/b"]);
  });

  it("is the first that it could be installed in, when none has it", async () => {
    const { run } = fakeRun({ "/old": report({ version: "3.9.2", isTooOld: true }), "/a": without("shapecoach", "torch"), "/b": without() });
    const choice = await choose(["/old", "/a"], run);
    assert.equal(choice.python?.path, "/a");
    assert.deepEqual(choice.python.missing, ["shapecoach", "torch"]);
    assert.equal(choice.python.shapecoach, null);
  });

  it("says of each that will not do why not", async () => {
    const { run } = fakeRun({
      "/none": { code: null, stdout: "", stderr: "spawn /none ENOENT" },
      "/old": report({ version: "3.9.2", isTooOld: true }),
      "/silent": { code: 9009, stdout: "", stderr: "" },
      "/other": { code: 0, stdout: "I am no Python", stderr: "" },
    });
    const choice = await choose(["/none", "/old", "/silent", "/other"], run);
    assert.equal(choice.python, undefined);
    assert.deepEqual(
      choice.rejected.map(({ path, reason }) => [path, reason]),
      [
        ["/none", "spawn /none ENOENT"],
        ["/old", "it is Python 3.9.2, and Shape Coach needs 3.11 or newer"],
        ["/silent", "it could not be run as a Python"],
        ["/other", "it could not be run as a Python"],
      ],
    );
  });

  it("isn't disturbed by what else a Python prints when it starts", async () => {
    const { run } = fakeRun({ "/chatty": { ...report(), stdout: `hello from sitecustomize\n${report().stdout}` } });
    assert.equal((await choose(["/chatty"], run)).python?.version, "3.12.4");
  });
});
