"""The tree of half-typed text: how little of a file is read for it."""

from __future__ import annotations

import ast
from collections.abc import Sequence

import pytest

from shapecoach.analysis import recovery

FUNCTION = """
def f{n}(x):
    y = x + {n}
    z = [y, y]
    return z

"""
TEXT = "import torch\n" + "".join(FUNCTION.replace("{n}", str(n)) for n in range(40))
SLIPS = ["y = x + 7 +", "y = = x", "y.", "y = x + 7)", "if y", "for in", "y = 'x", "def"]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many lines the parser was given each time."""
    parsed, lines = recovery._parsed, list[int]()  # pyright: ignore[reportPrivateUsage]

    def counted(given: Sequence[str]) -> ast.Module:
        lines.append(sum(map(bool, given)))
        return parsed(given)

    monkeypatch.setattr(recovery, "_parsed", counted)
    monkeypatch.setattr(recovery, "_memory", recovery._Memory())  # pyright: ignore[reportPrivateUsage]
    return lines


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_one_function_has_only_that_function_read_again(read: list[int], slip: str) -> None:
    recovery.parse(TEXT)
    assert read[-1] > 150
    read.clear()
    tree, lines = recovery.parse(TEXT.replace("y = x + 7", slip))
    assert max(read) < 10
    assert len(tree.body) == 41
    assert sum(line != own for line, own in zip(lines, TEXT.split("\n"), strict=True)) == 1


def test_what_is_only_closed_further_on_is_read_whole(read: list[int]) -> None:
    text = TEXT.replace("    y = x + 7", '    y = """\ndef g(x):\n"""')
    tree, lines = recovery.parse(text)
    assert lines == text.split("\n")
    assert [one.name for one in tree.body if isinstance(one, ast.FunctionDef)] == [f"f{n}" for n in range(40)]
    assert max(read) > 150
