"""The server as an editor sees it, with an engine that does as the text says."""

from __future__ import annotations

import socket
import subprocess
import sys
import time

import psutil
import pytest
from lsp_editor import Editor
from lsprotocol import types
from pytest_lsp import client_capabilities

URI = "file:///a%20folder/%C3%A9.py"
IDENTIFIER = types.TextDocumentIdentifier(URI)
EVERYWHERE = types.Range(types.Position(0, 0), types.Position(99, 0))
SHAPECOACH = [sys.executable, "-P", "-m", "shapecoach", "lsp"]


@pytest.mark.asyncio
async def test_initialize_is_answered_at_once_and_without_torch(start_editor) -> None:
    editor = await start_editor(SHAPECOACH)
    used = editor.server.cpu_times()
    mapped = {file.path for file in editor.server.memory_maps()}
    assert not any("/torch/" in path for path in mapped)
    assert used.user + used.system < 2.0  # of processor time: 0.5, where nothing else uses the machine
    await editor.reached("ready")
    mapped = {file.path for file in editor.server.memory_maps()}
    assert not any("/torch/" in path for path in mapped)


def test_the_server_imports_no_torch() -> None:
    program = "import sys, shapecoach.lsp.serve as s; s.make_server().go_to_work(); print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-P", "-c", program], capture_output=True, text=True, timeout=60)
    assert done.stdout == "False\n"


def test_pytorch_is_being_loaded_before_the_first_message_and_goes_when_none_comes() -> None:
    server = subprocess.Popen(SHAPECOACH, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert server.stdin is not None
    process = psutil.Process(server.pid)
    give_up = time.monotonic() + 60
    while not (workers := process.children()) and time.monotonic() < give_up:
        time.sleep(0.01)
    assert len(workers) == 1
    server.stdin.close()
    assert server.wait(60) == 1  # the client went without a word
    _, alive = psutil.wait_procs(workers, 60)
    assert not alive


@pytest.mark.parametrize("client", ["visual-studio-code", "neovim", "emacs"])
@pytest.mark.asyncio
async def test_positions_are_in_the_units_of_every_client(start_editor, server_command, client: str) -> None:
    editor = await start_editor(server_command(), client_capabilities(client))
    editor.open(URI, "s = '😀'; x = 1 # find x")
    (found,) = await editor.diagnostics(URI)
    column = {"visual-studio-code": 10, "neovim": 12, "emacs": 9}[client]
    assert found.range == types.Range(types.Position(0, column), types.Position(0, column + 1))
    assert editor.client.protocol is not None


@pytest.mark.asyncio
async def test_a_finding_links_to_the_page_of_its_rule(editor) -> None:
    editor.open(URI, "x = 1 # find x")
    (found,) = await editor.diagnostics(URI)
    assert found.related_information[0].location.uri == URI
    page = found.code_description.href
    assert page.startswith("file://")
    assert page.endswith("/rules/shape-mismatch.md")


@pytest.mark.asyncio
async def test_hover_and_hints_are_those_of_the_newest_text(editor) -> None:
    editor.open(URI, "x = 1 # find x")
    editor.edit(URI, ((0, 0), (0, 0), "\n\n"))
    shown = await editor.client.text_document_hover_async(types.HoverParams(IDENTIFIER, types.Position(2, 0)))
    assert 'x: Float[Tensor, "batch n_heads*d_head"]' in shown.contents.value
    hints = await editor.client.text_document_inlay_hint_async(types.InlayHintParams(IDENTIFIER, EVERYWHERE))
    assert [(hint.position, hint.label) for hint in hints] == [(types.Position(2, 1), "[batch n_heads*d_head]")]


@pytest.mark.asyncio
async def test_a_quick_fix_and_the_way_to_the_page(editor) -> None:
    editor.open(URI, "x = 1 # find x")
    here = types.Range(types.Position(0, 0), types.Position(0, 0))
    fix, other, *_ = await editor.client.text_document_code_action_async(
        types.CodeActionParams(IDENTIFIER, here, types.CodeActionContext(diagnostics=[]))
    )
    assert (fix.title, fix.is_preferred, other.title) == ("Rename x to y", True, "Rename x to z")
    assert fix.edit.changes[URI][0].new_text == "y"
    await editor.client.workspace_execute_command_async(
        types.ExecuteCommandParams("shapecoach.server.explain", ["shape-mismatch"])
    )
    assert editor.client.shown_documents[0].uri.endswith("/rules/shape-mismatch.md")


@pytest.mark.asyncio
async def test_only_the_newest_of_many_versions_is_published_with_its_number(editor) -> None:
    await editor.reached("ready")
    editor.open(URI, "x = 1 # find x")
    versions = [editor.edit(URI, ((0, 0), (0, 0), "\n")) for _ in range(20)]
    (found,) = await editor.diagnostics(URI, versions[-1])
    assert found.range.start.line == 20
    numbers = [params.version for params in editor.published[URI]]
    assert numbers == sorted(set(numbers))
    for params in editor.published[URI]:
        assert [diagnostic.range.start.line for diagnostic in params.diagnostics] == [params.version - 1]


@pytest.mark.asyncio
async def test_what_the_worker_prints_does_not_disturb(editor) -> None:
    editor.open(URI, "# say\nx = 1 # find x")
    assert await editor.messages(URI) == ["x does not fit"]


@pytest.mark.asyncio
async def test_settings_from_the_start_and_changed_later(start_editor, server_command) -> None:
    capabilities = client_capabilities("visual-studio-code")
    assert capabilities.workspace
    capabilities.workspace.configuration = False
    capabilities.workspace.inlay_hint = types.InlayHintWorkspaceClientCapabilities(refresh_support=True)
    options = {"inlayHints": {"enabled": False}}
    editor = await start_editor(server_command(), capabilities, options)
    editor.open(URI, "x = 1 # find x")
    assert await editor.messages(URI) == ["x does not fit"]
    ask = types.InlayHintParams(IDENTIFIER, EVERYWHERE)
    assert await editor.client.text_document_inlay_hint_async(ask) == ()

    changed = {"shapecoach": {"inlayHints": {"enabled": True}, "ignore": ["shape-mismatch"]}}
    editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(changed))
    assert len(await editor.client.text_document_inlay_hint_async(ask)) == 1
    assert editor.published[URI][-1].diagnostics == ()
    await editor.seen(lambda: editor.refreshes > 0)


@pytest.mark.asyncio
async def test_colours_are_asked_for_again_when_settings_change(start_editor, server_command) -> None:
    capabilities = client_capabilities("visual-studio-code")
    assert capabilities.workspace
    capabilities.workspace.configuration = False
    capabilities.workspace.code_lens = capabilities.workspace.inlay_hint = None
    again = types.SemanticTokensWorkspaceClientCapabilities(refresh_support=True)
    capabilities.workspace.semantic_tokens = again
    editor = await start_editor(server_command(), capabilities)
    editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams({}))
    await editor.seen(lambda: editor.refreshes == 1)


@pytest.mark.asyncio
async def test_settings_are_asked_for_where_the_client_can_be_asked(start_editor, server_command) -> None:
    editor = await start_editor(server_command())
    editor.client.set_configuration({"ignore": ["shape-mismatch"]}, section="shapecoach")
    editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams({}))
    editor.open(URI, "x = 1 # find x")
    await editor.seen(lambda: editor.published.get(URI) and editor.published[URI][-1].diagnostics == ())


@pytest.mark.asyncio
async def test_a_workspace_cannot_smuggle_in_a_module(start_editor, tmp_path, monkeypatch) -> None:
    for name in ("torch", "einops", "pygls"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'trace')!r}, 'w')\n")
    monkeypatch.chdir(tmp_path)
    editor = await start_editor([sys.executable, "-m", "shapecoach", "lsp"])
    await editor.reached("ready")
    assert not (tmp_path / "trace").exists()


@pytest.mark.asyncio
async def test_the_worker_ends_with_a_server_that_was_killed(start_editor, server_command) -> None:
    editor = await start_editor(server_command())
    await editor.reached("ready")
    worker = await editor.worker()
    editor.open(URI, "# hang")
    await editor.reached("analysing")
    editor.server.kill()
    psutil.wait_procs([worker], timeout=60)
    assert not worker.is_running()
    await editor.client.stop()


@pytest.mark.asyncio
async def test_a_wrong_shape_is_shown_and_goes_away_with_its_fix(start_editor) -> None:
    """All parts together, with the real engine."""
    text = (
        "from jaxtyping import Float\n"
        "from torch import Tensor\n"
        "\n"
        'def f(x: Float[Tensor, "batch seq d"], y: Float[Tensor, "batch seq d"]) -> Float[Tensor, "batch seq seq"]:\n'
        "    return x @ y\n"
    )
    editor = await start_editor(SHAPECOACH)
    editor.open(URI, text)
    (found, *_) = await editor.diagnostics(URI)
    assert found.range.start.line == 4
    fix, *_ = await editor.client.text_document_code_action_async(
        types.CodeActionParams(IDENTIFIER, found.range, types.CodeActionContext(diagnostics=[found]))
    )
    assert fix.is_preferred
    (edit,) = fix.edit.changes[URI]
    start, end = edit.range.start, edit.range.end
    version = editor.edit(URI, ((start.line, start.character), (end.line, end.character), edit.new_text))
    left = await editor.diagnostics(URI, version)
    assert [found for found in left if found.severity is not types.DiagnosticSeverity.Hint] == []


@pytest.mark.asyncio
async def test_tcp() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host, port = free.getsockname()
    server = subprocess.Popen([*SHAPECOACH, "--tcp", f"{host}:{port}"])
    try:
        editor = Editor()
        await editor.poll(lambda: is_listening(host, port, server))
        await editor.client.start_tcp(host, port)
        await editor.client.initialize_session(types.InitializeParams(client_capabilities("neovim")))
        editor.open(URI, "import torch\nx = torch.zeros(2, 3)\n")
        assert await editor.diagnostics(URI) == []
        await editor.client.shutdown_session()
        await editor.client.stop()
    finally:
        server.kill()
        server.wait(60)


def is_listening(host: str, port: int, server: subprocess.Popen[bytes]) -> bool:
    """Looks from outside: the first connection made would be the only one that is served."""
    return any(each.laddr == (host, port) for each in psutil.Process(server.pid).net_connections())
