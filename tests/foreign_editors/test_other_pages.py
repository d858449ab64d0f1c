"""Helix and Zed, of which there is no package for where these tests run: what their pages say is held against their
documentation, and the command in it is started.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.foreign_editors.conftest import PATH
from tests.foreign_editors.pages import blocks

HELIX = {
    # https://docs.helix-editor.com/languages.html
    "language-server.shapecoach": {"command", "args", "config", "timeout", "environment", "required-root-patterns"},
    "language": {"name", "language-id", "scope", "file-types", "roots", "language-servers", "formatter", "auto-format"},
    # https://docs.helix-editor.com/editor.html#editorlsp-section
    "editor.lsp": {"enable", "display-inlay-hints", "auto-signature-help", "snippets"},
}
ZED = {
    # https://zed.dev/docs/configuring-languages
    "lsp.pylsp.binary": {"path", "arguments", "env", "ignore_system_version"},
    "languages.Python": {"language_servers", "enable_language_server", "formatter", "format_on_save", "tab_size"},
    "inlay_hints": {"enabled", "show_type_hints", "show_parameter_hints", "show_other_hints"},
}
ZED_KNOWS = {"basedpyright", "ruff", "ty", "pyright", "pylsp"}  # https://zed.dev/docs/languages/python


def keys(table: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Every key that has a value, and the table that it is in."""
    for entry in table if isinstance(table, list) else [table]:
        for key, value in entry.items():
            if isinstance(value, dict) or (isinstance(value, list) and value and isinstance(value[0], dict)):
                yield from keys(value, f"{where}.{key}".strip("."))
            else:
                yield where, key


def answers(argv: list[str], environment: dict[str, str]) -> Any:
    """What the server that a command starts says about itself."""
    program = shutil.which(argv[0], path=PATH)
    assert program is not None, argv
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}})
    message = f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
    done = subprocess.run([program, *argv[1:]], input=message, capture_output=True, timeout=200, env=environment)
    return json.loads(done.stdout.split(b"\r\n\r\n", 1)[1].split(b"Content-Length", 1)[0])["result"]


def test_helix(environment: dict[str, str]) -> None:
    languages, config = map(tomllib.loads, blocks("helix", "toml"))
    for table in languages, config:
        for where, key in keys(table):
            assert key in HELIX[where], f"{where}.{key}"
    server = languages["language-server"]["shapecoach"]
    [python] = languages["language"]
    assert (python["name"], python["language-servers"]) == ("python", ["shapecoach"])
    assert answers([server["command"], *server["args"]], environment)["serverInfo"]["name"] == "shapecoach"


def test_zed(environment: dict[str, str]) -> None:
    [text] = blocks("zed", "json")
    settings = json.loads(text)
    for where, key in keys(settings):
        assert key in ZED[where], f"{where}.{key}"
    [(name, server)] = settings["lsp"].items()
    assert name in ZED_KNOWS
    assert settings["languages"]["Python"]["language_servers"] == [name, "..."]
    program, arguments = Path(server["binary"]["path"]), server["binary"]["arguments"]
    assert program.is_absolute()
    assert answers([program.name, *arguments], environment)["serverInfo"]["name"] == "shapecoach"
