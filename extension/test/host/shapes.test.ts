import * as assert from "node:assert/strict";
import * as vscode from "vscode";

import { diagnostics, eventually, inlayHints, inWorkspace, open, shapeCoach } from "./window";

describe("a Python file", () => {
  before(shapeCoach);

  it("gets the shape of each name after its binding", async () => {
    const document = await open(inWorkspace("attention.py"));
    const hints = await eventually("inlay hints", async () => {
      const all = await inlayHints(document);
      return all.length > 0 && all;
    });
    assert.ok(hints.some((hint) => hint.includes("batch d_head key")), hints.join());
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
  });

  it("gets a shape on hovering", async () => {
    const { uri } = await open(inWorkspace("attention.py"));
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      uri,
      new vscode.Position(7, 6),
    );
    const text = hovers.flatMap(({ contents }) => contents.map((part) => (part as vscode.MarkdownString).value)).join();
    assert.match(text, /batch d_head key/);
  });

  it("gets a drawing on hovering, in the theme of the window", async () => {
    const { uri } = await open(inWorkspace("attention.py"));
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      uri,
      new vscode.Position(7, 6),
    );
    const text = hovers.flatMap(({ contents }) => contents.map((part) => (part as vscode.MarkdownString).value)).join();
    const [, data] = /data:image\/svg\+xml;base64,([A-Za-z0-9+/=]+)/.exec(text) ?? [];
    const svg = Buffer.from(data ?? "", "base64").toString("utf8");
    const isDark = vscode.window.activeColorTheme.kind === vscode.ColorThemeKind.Dark;
    assert.match(svg, isDark ? /#56B4E9/ : /#005F99/);
  });

  it("gets a page with the flow of a function", async () => {
    const { uri } = await open(inWorkspace("attention.py"));
    await vscode.commands.executeCommand("shapecoach.shapeFlow", uri, 7);
    const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const tab = await eventually("the page", () => tabs().find(({ label }) => label.startsWith("Shape flow of ")));
    assert.equal(tab.label, "Shape flow of scores");
    await vscode.commands.executeCommand("shapecoach.shapeFlow", uri, 8);
    assert.equal(tabs().filter(({ label }) => label.startsWith("Shape flow of ")).length, 1);
    await vscode.window.tabGroups.close(tab);
  });

  it("gets its mistake underlined, with its rule and a page about that", async () => {
    const { uri } = await open(inWorkspace("broken.py"));
    const [mistake] = await diagnostics(uri, "a diagnostic", (all) => all.length > 0);
    assert.ok(mistake);
    assert.equal(mistake.severity, vscode.DiagnosticSeverity.Warning);
    assert.equal(mistake.range.start.line, 7);
    assert.match(mistake.message, /d_head = key/);
    assert.equal((mistake.code as { value: string }).value, "assumed-equal");
  });

  it("is rid of the mistake by the quick fix", async () => {
    const { uri } = await open(inWorkspace("broken.py"));
    const [mistake] = await diagnostics(uri, "a diagnostic", (all) => all.length > 0);
    assert.ok(mistake);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      uri,
      mistake.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const fix = actions.find((action) => action.isPreferred);
    assert.ok(fix?.edit, `no fix among ${actions.map(({ title }) => title).join()}`);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    await diagnostics(uri, "the mistake to go", (all) => all.every((left) => left.severity === vscode.DiagnosticSeverity.Hint));
  });

  it("gets the same in the cells of a notebook, which share their names", async () => {
    const cells = ["%time\nimport torch\nx = torch.zeros(3, 5)", "y = x.reshape(5, 3)\nz = x @ x"].map(
      (text) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, "python"),
    );
    const notebook = await vscode.workspace.openNotebookDocument("jupyter-notebook", new vscode.NotebookData(cells));
    await vscode.window.showNotebookDocument(notebook);
    const second = notebook.cellAt(1).document;
    await eventually("a hint", async () => (await inlayHints(second)).some((hint) => hint.includes("5 3")));
    const [mistake] = await diagnostics(second.uri, "a diagnostic", (all) => all.length > 0);
    assert.equal(mistake?.range.start.line, 1);
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  });

  it("gets all of it unsaved too, while it is being typed", async () => {
    const text = 'from jaxtyping import Float\nfrom torch import Tensor\n\n\ndef f(x: Float[Tensor, "batch d"]):\n    y = x.T\n';
    const document = await vscode.workspace.openTextDocument({ language: "python", content: text });
    await vscode.window.showTextDocument(document);
    await eventually("a hint", async () => (await inlayHints(document)).some((hint) => hint.includes("d batch")));

    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(6, 0), "    z = x @ x\n");
    await vscode.workspace.applyEdit(edit);
    const [mistake] = await diagnostics(document.uri, "the new mistake", (all) => all.length > 0);
    assert.equal(mistake?.range.start.line, 6);
  });

  after(() => vscode.commands.executeCommand("workbench.action.files.revert"));
});

describe("the settings", () => {
  const settings = () => vscode.workspace.getConfiguration("shapecoach");

  it("turn the inlay hints off, and on again", async () => {
    const document = await open(inWorkspace("attention.py"));
    await settings().update("inlayHints.enabled", false);
    await eventually("no hints", async () => (await inlayHints(document)).length === 0);
    await settings().update("inlayHints.enabled", undefined);
    await eventually("hints", async () => (await inlayHints(document)).length > 0);
  });

  it("turn the colours of names off, and on again", async () => {
    const document = await open(inWorkspace("attention.py"));
    const coloured = async () =>
      (await vscode.commands.executeCommand<vscode.SemanticTokens | undefined>(
        "vscode.provideDocumentSemanticTokens",
        document.uri,
      ))?.data.length ?? 0;
    await eventually("colours", async () => (await coloured()) > 0);
    await settings().update("nameColours", "off");
    await eventually("no colours", async () => (await coloured()) === 0);
    await settings().update("nameColours", undefined);
    await eventually("colours again", async () => (await coloured()) > 0);
  });
});
