"""What linters have against shapes, and that the ways out are ways out: ruff itself is asked."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from lsprotocol import types
from raw_client import RawClient

from shapecoach.analysis.model import Edit, Position, Range
from shapecoach.axes.reading import read_axes
from shapecoach.lsp.features.linter_complaints import ways_out
from shapecoach.lsp.features.ruff_setting import leaving_alone, project_file
from shapecoach.lsp.text import edited

HEAD = '"""A file."""\nfrom jaxtyping import Float\nfrom torch import Tensor\n\n\n'


def ruff(file: Path, *more: str) -> list[types.Diagnostic]:
    """What ruff has against a file, as its language server tells it."""
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format", "json", *more, file.name]
    found = json.loads(subprocess.run(command, cwd=file.parent, capture_output=True, text=True).stdout)
    return [
        types.Diagnostic(
            types.Range(
                *(types.Position(one[end]["row"] - 1, one[end]["column"] - 1) for end in ("location", "end_location"))
            ),
            one["message"],
            code=one["code"],
            source="Ruff",
        )
        for one in found
        if one["code"].startswith("F")
    ]


def ways(file: Path, diagnostics: list[types.Diagnostic]) -> list[types.CodeAction]:
    text = file.read_bytes().decode()
    return ways_out(diagnostics, text, read_axes(text).libraries, file.as_uri(), file)


def take(folder: Path, action: types.CodeAction) -> None:
    """Make an action's edits on the disk."""
    assert action.edit is not None
    for uri, edits in (action.edit.changes or {}).items():
        file = folder / uri.rpartition("/")[2]
        made = [Edit(_range(edit.range), edit.new_text) for edit in edits if isinstance(edit, types.TextEdit)]
        file.write_bytes(edited(file.read_bytes().decode(), made).encode())


def _range(place: types.Range) -> Range:
    return Range(Position(place.start.line, place.start.character), Position(place.end.line, place.end.character))


PROJECTS = {
    "nothing of ruff": '[project]\nname = "a"  # mine\n',
    "empty": "",
    "no lint": "# mine\n[tool.ruff]\nline-length = 99 # wide\n\n[tool.other]\nx = [1,\n 2]",
    "lint": '[tool.ruff.lint]  # rules\nselect = ["F"]\n\n[tool.other]\nignore = ["x"]\n',
    "ignores": '[tool.ruff.lint]\nselect = ["F", "E"]\nignore = ["E501"]  # long lines\n',
    "ignores nothing": "[tool.ruff.lint]\nignore = []\n",
    "many lines": '[tool.ruff.lint]\nignore = [\n    "E501", # long\n    "E741",\n]\n',
    "dotted": '[tool.ruff]\nlint.ignore = ["E501"]\nlint.select = ["F"]\n',
    "windows": '[tool.ruff.lint]\r\nselect = ["F"]\r\n\r\n[tool.b]\r\nx = 1\r\n',
}


@pytest.mark.parametrize("project", PROJECTS)
def test_each_way_out_of_f722_is_one(tmp_path: Path, project: str) -> None:
    before = PROJECTS[project].encode()
    (tmp_path / "pyproject.toml").write_bytes(before)
    file = tmp_path / "a.py"
    file.write_text(HEAD + 'def f(x: Float[Tensor, "batch seq"]) -> int: ...\n')
    complaints = ruff(file, "--isolated", "--select", "F")
    assert [one.code for one in complaints] == ["F722"]
    titles = [action.title for action in ways(file, complaints)]
    assert titles == ["Have ruff leave F722 alone, in pyproject.toml", "Write `# noqa: F722`"]
    for action in ways(file, complaints):
        text = file.read_bytes()
        take(tmp_path, action)
        assert ruff(file) == []
        assert ruff(file, "--isolated", "--select", "F") == ([] if file.read_bytes() != text else complaints)
        file.write_bytes(text)
        after = (tmp_path / "pyproject.toml").read_bytes()
        if after != before:
            assert all(line in after.splitlines() for line in before.splitlines() if b"ignore" not in line)
            new, old = tomllib.loads(after.decode()), tomllib.loads(before.decode())
            assert set(new["tool"]["ruff"]["lint"].pop("ignore")) >= {"F722"}
            old.setdefault("tool", {}).setdefault("ruff", {}).setdefault("lint", {}).pop("ignore", None)
            assert new == old
            assert after.count(b"\r") == after.count(b"\n") * (b"\r" in before)
        (tmp_path / "pyproject.toml").write_bytes(before)


@pytest.mark.parametrize("project", ["ignores", "lint"])
def test_each_way_out_of_f821_is_one(tmp_path: Path, project: str) -> None:
    (tmp_path / "pyproject.toml").write_text(PROJECTS[project])
    file = tmp_path / "a.py"
    file.write_text(HEAD + 'def f(x: Float[Tensor, "batch"]) -> int: ...  # a function\n')
    complaints = ruff(file)
    assert [one.code for one in complaints if one.code == "F821"] == ["F821"]
    given = ways(file, complaints)
    assert [action.title for action in given] == [
        'Write `" batch"`, with a blank in front, and have ruff leave F722 alone',
        "Write `# noqa: F821`",
    ]
    before = file.read_text()
    take(tmp_path, given[1])
    assert "  # a function  # noqa: F821\n" in file.read_text()
    assert ruff(file) == []
    file.write_text(before)
    take(tmp_path, given[0])
    assert 'Float[Tensor, " batch"]' in file.read_text()
    assert ruff(file) == []
    file.write_text(before)
    assert [action.title for action in ways(file, complaints)] == [
        'Write `" batch"`, with a blank in front',
        "Write `# noqa: F821`",
    ]


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ('x: Float[Tensor, "b s"] = y', 'x: Float[Tensor, "b s"] = y  # noqa: F722'),
        ('x: Float[Tensor, "b s"] = y  # mine', 'x: Float[Tensor, "b s"] = y  # mine  # noqa: F722'),
        ('x: Float[Tensor, "b s"] = y  # noqa: E501', 'x: Float[Tensor, "b s"] = y  # noqa: E501, F722'),
        ('x: Float[Tensor, "b "\n "s"] = y', 'x: Float[Tensor, "b "\n "s"] = y  # noqa: F722'),
        ('x: Float[Tensor, "b s"] = """\n"""', None),
        ('x: Float[Tensor, "b s"] = y  # noqa', None),
    ],
)
def test_the_comment_goes_to_what_the_line_has(tmp_path: Path, line: str, after: str | None) -> None:
    file = tmp_path / "a.py"
    file.write_text(HEAD + line + "\n")
    place = types.Range(types.Position(5, 17), types.Position(5, 22))
    given = ways(file, [types.Diagnostic(place, "", code="F722", source="Flake8")])
    for action in given:
        take(tmp_path, action)
    assert file.read_text() == HEAD + (after or line) + "\n"


def test_pyrights_complaint_has_one_way_out(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text(HEAD + 'x: Float[Tensor, "batch"]\n')
    place = types.Range(types.Position(5, 18), types.Position(5, 23))
    complaint = types.Diagnostic(place, "", code="reportUndefinedVariable", source="Pyright")
    (action,) = ways(file, [complaint])
    assert (action.diagnostics, action.is_preferred) == ([complaint], True)
    take(tmp_path, action)
    assert file.read_text() == HEAD + 'x: Float[Tensor, " batch"]\n'


@pytest.mark.parametrize(
    ("line", "start", "code"),
    [
        ('x: "no such" = 1', 4, "F722"),
        ("x: y = 1", 3, "F821"),
        ('x: Float[Tensor, "b s"] = z', 26, "F821"),
        ('x: Float[Tensor, "b s"] = 1', 18, "E501"),
        ('x: Other[Tensor, "b s"] = 1', 18, "F722"),
    ],
)
def test_other_complaints_are_left_alone(tmp_path: Path, line: str, start: int, code: str) -> None:
    file = tmp_path / "a.py"
    file.write_text(HEAD + line + "\n")
    place = types.Range(types.Position(5, start), types.Position(5, start + 1))
    assert ways(file, [types.Diagnostic(place, "", code=code, source="Ruff")]) == []


def test_the_project_is_the_one_that_ruff_would_take(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text("[tool.ruff]\n")
    (inner.parent / "pyproject.toml").write_text("[project]\n")
    assert project_file(inner / "x.py") == tmp_path / "pyproject.toml"
    (inner / ".ruff.toml").write_text("")
    assert project_file(inner / "x.py") is None
    (inner / ".ruff.toml").unlink()
    (tmp_path / "pyproject.toml").write_text("[tool.ruff\n")
    assert project_file(inner / "x.py") == inner.parent / "pyproject.toml"


@pytest.mark.parametrize(
    "text",
    ["[tool.ruff\n", '[tool.ruff]\nlint = { select = ["F"] }\n', '[tool.ruff.lint]\nignore = ["F"]\n'],
)
def test_nothing_is_written_where_it_is_in_doubt_or_there_already(text: str) -> None:
    assert leaving_alone(text, "F722") is None


def test_the_editor_is_given_the_ways_out_of_what_its_linter_says(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(PROJECTS["lint"])
    file = tmp_path / "a.py"
    client = RawClient()
    client.initialize()
    client.open(file.as_uri(), HEAD + 'x: Float[Tensor, "b s"]\n')
    place = {"start": {"line": 5, "character": 17}, "end": {"line": 5, "character": 22}}
    complaint = {"range": place, "message": "Syntax error", "code": "F722", "source": "Ruff"}
    params = {"textDocument": {"uri": file.as_uri()}, "range": place}
    given = client.ask("textDocument/codeAction", params | {"context": {"diagnostics": [complaint]}})["result"]
    assert [action["title"] for action in given if action.get("diagnostics") == [complaint]] == [
        "Have ruff leave F722 alone, in pyproject.toml",
        "Write `# noqa: F722`",
    ]
    assert client.ask("textDocument/codeAction", params | {"context": {"diagnostics": []}})["result"] == []
    assert client.end() == 0
