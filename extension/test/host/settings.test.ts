import * as vscode from "vscode";

import { layOutLessons } from "./lessons";
import { diagnostics, eventually, inWorkspace, open, shapeCoach } from "./window";

const settings = () => vscode.workspace.getConfiguration("shapecoach");

async function lenses(uri: vscode.Uri): Promise<string[]> {
  const all = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", uri, 20);
  return all.flatMap(({ command }) => (command === undefined ? [] : [command.title]));
}

describe("a setting that is changed", () => {
  before(shapeCoach);

  it("leaves a rule out, and takes it in again", async () => {
    const { uri } = await open(inWorkspace("broken.py"));
    const [mistake] = await diagnostics(uri, "a diagnostic", (all) => all.length > 0);
    const rule = (mistake?.code as { value: string }).value;
    await settings().update("ignore", [rule]);
    await diagnostics(uri, "no such diagnostic", (all) => all.every(({ code }) => (code as { value: string }).value !== rule));
    await settings().update("ignore", undefined);
    await diagnostics(uri, "the diagnostic again", (all) => all.some(({ code }) => (code as { value: string }).value === rule));
  });

  it("takes away the links above an exercise, and gives them back", async () => {
    await layOutLessons("for settings");
    const { uri } = await open(inWorkspace("for settings", "3_einops", "1_rearrange", "split_heads.py"));
    const areThere = async () => (await lenses(uri)).some((title) => title.includes("Run tests"));
    await eventually("lenses", areThere);
    await settings().update("codeLens.enabled", false);
    await eventually("no lenses", async () => !(await areThere()));
    await settings().update("codeLens.enabled", undefined);
    await eventually("lenses again", areThere);
  });
});
