/** What the summary says of the tests that failed. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { failuresIn } from "../../scripts/failures.mjs";

test("of Node's runner: each once, with its message and the place in the test", () => {
  const output = `▶ in the newest VS Code
  ✔ opens (3.1ms)
  ✖ is copied (61202.1ms)
    locator.fill: Timeout 60000ms exceeded.
    Call log:
      - waiting for locator('.input')
        at Window.goTo (/editor.mjs:158:22)
        at async TestContext.<anonymous> (/pictures.test.mjs:102:3) {
      name: 'TimeoutError',
    }

✖ in the newest VS Code (61300.0ms)
✖ failing tests:

test at pictures.test.mjs:97:1
✖ is copied (61202.1ms)
  locator.fill: Timeout 60000ms exceeded.
  Call log:
    - waiting for locator('.input')
      at Window.goTo (/editor.mjs:158:22)
      at async TestContext.<anonymous> (/pictures.test.mjs:102:3) {
    name: 'TimeoutError',
  }
`;
  const message = `  locator.fill: Timeout 60000ms exceeded.
  Call log:
    - waiting for locator('.input')
      at async TestContext.<anonymous> (/pictures.test.mjs:102:3) {`;
  assert.deepEqual(failuresIn(output), [
    { name: "is copied (61202.1ms)", message },
    { name: "in the newest VS Code (61300.0ms)", message: "" },
  ]);
});

test("of the runner in VS Code: with the message alone where there is no place", () => {
  const output = "  ✗ a lens runs\n    Error: it did not\n    end\n  ✓ a hover (3 ms)\n  ✗ a page\n    1 is not 2\n        at Context.<anonymous> (/page.test.ts:3:4)";
  assert.deepEqual(failuresIn(output), [
    { name: "a lens runs", message: "    Error: it did not\n    end" },
    { name: "a page", message: "    1 is not 2\n        at Context.<anonymous> (/page.test.ts:3:4)" },
  ]);
});

test("of pytest: the line that has both", () => {
  const output = "1 passed\nFAILED tests/test_a.py::test_b - assert 1 == 2\nERROR tests/test_c.py\n1 failed, 1 error in 3s";
  assert.deepEqual(failuresIn(output), [
    { name: "tests/test_a.py::test_b - assert 1 == 2", message: "" },
    { name: "tests/test_c.py", message: "" },
  ]);
});

test("a long message is cut", () => {
  const [failure] = failuresIn(`✖ long (1ms)\n${"  more\n".repeat(100)}`);
  assert.equal(failure?.message.split("\n").length, 8);
});
