"""Declaring what the engine inferred; what is written is analysed again, by the real engine."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from lsprotocol import types

from shapecoach.analysis.edits import applied
from shapecoach.analysis.model import Analysis, Edit, Position, Range
from shapecoach.analysis.source import Source
from shapecoach.axes.reading import read_axes
from shapecoach.hints import examine
from shapecoach.lsp.any_sizes import for_any_sizes
from shapecoach.lsp.features.declare_shape import declarations
from shapecoach.lsp.features.places import from_range
from shapecoach.lsp.text import edited

IMPORTS = """\
from typing import Optional
import torch
from einops import rearrange
from jaxtyping import Float
from torch import Tensor
"""


def actions_at(text: str) -> tuple[str, dict[str, str]]:
    """The text without its `|`, and what each action there makes of it."""
    before, _, behind = text.rpartition("|")
    text = before + behind
    here = Position(before.count("\n"), len(before) - before.rfind("\n") - 1)
    made: dict[str, str] = {}
    for action in declarations(text, read_axes(text), examine(text), "file:///a.py", Range(here, here)):
        assert action.edit is not None
        assert action.edit.changes is not None
        (edits,) = action.edit.changes.values()
        places = [(edit.range.start, edit.range.end, edit.new_text) for edit in edits]
        lines = text.split("\n")
        for start, _end, new in sorted(places, key=lambda one: (one[0].line, one[0].character), reverse=True):
            edited = applied(
                Source("\n".join(lines)),
                [Edit(Range(Position(start.line, start.character), Position(_end.line, _end.character)), new)],
            )
            assert edited is not None
            lines = edited.split("\n")
        made[action.title] = "\n".join(lines)
        assert len(examine(made[action.title]).findings) <= len(examine(text).findings)
    return text, made


@pytest.mark.parametrize(
    ("text", "title", "line"),
    [
        (
            'def f(x: Float[Tensor, "batch seq"]):\n    y| = x.mean(-1)\n    return y',
            "Declare the shape of `y`",
            '    y: Float[Tensor, "batch"] = x.mean(-1)',
        ),
        (
            'def f(x: Float[Tensor, "b s"], y: Float[Tensor, "t"]):\n    z| = x[:, :, None] * y\n    return z',
            "Declare the shape of `z`",
            '    z: Float[Tensor, "b s t"] = x[:, :, None] * y',
        ),
        (
            'def f(x: Float[Tensor, "b s"]):\n    flat| = x.flatten()\n    return flat',
            "Declare the shape of `flat`",
            '    flat: Float[Tensor, "b*s"] = x.flatten()',
        ),
        (
            'def f|(x: Float[Tensor, "batch seq"]):\n    return x.T',
            "Declare the shape of what `f` returns",
            'def f(x: Float[Tensor, "batch seq"]) -> Float[Tensor, "seq batch"]:',
        ),
        (
            'def f|(x: Float[Tensor, "batch seq"]) -> Tensor:\n    return x.T',
            "Declare the shape of what `f` returns",
            'def f(x: Float[Tensor, "batch seq"]) -> Float[Tensor, "seq batch"]:',
        ),
        (
            'def f(x|, n):\n    return x.T\n\ndef g(y: Float[Tensor, "a b"]):\n    return f(y, 2)',
            "Declare the shape of `x`",
            'def f(x: Float[Tensor, "a b"], n):',
        ),
        (
            'def f(x: Tensor|):\n    return x.T\n\nf(torch.zeros(2, 3))'.replace("x: Tensor|", "x|: Tensor"),
            "Declare the shape of `x`",
            'def f(x: Float32[Tensor, "2 3"]):',
        ),
        (
            'def f|(x):\n    return x.T\n\ndef g(y: Float[Tensor, "a b"]):\n    return f(y)',
            "Declare all shapes of `f`",
            'def f(x: Float[Tensor, "a b"]) -> Float[Tensor, "b a"]:',
        ),
        (
            'class A:\n    def __init__(self):\n        self.w| = torch.zeros(2, 3)',
            "Declare the shape of `self.w`",
            '        self.w: Float32[Tensor, "2 3"] = torch.zeros(2, 3)',
        ),
        (
            'def f(x, |y=None):\n    return x.T, x.mean(0)\n\ndef g(z: Float[Tensor, "a b"]):\n    return f(z, z)',
            "Declare all shapes of `f`",
            'def f(x: Float[Tensor, "a b"], y: Float[Tensor, "a b"] | None = None) '
            '-> tuple[Float[Tensor, "b a"], Float[Tensor, "b"]]:',
        ),
        (
            "def f(\n    x,\n    y: Tensor | None = None,\n|) -> Tensor:\n    return x.T\n\n"
            'def g(z: Float[Tensor, "a b"]):\n    return f(z, y=z)',
            "Declare all shapes of `f`",
            '    y: Shaped[Tensor, "a b"] | None = None,',
        ),
        (
            'def f(x = None, *, y|: Optional[Tensor] = None):\n    return x\n\n'
            'def g(z: Float[Tensor, "a b"]):\n    return f(z, y=z)',
            "Declare the shape of `y`",
            'def f(x = None, *, y: Optional[Shaped[Tensor, "a b"]] = None):',
        ),
    ],
)  # fmt: skip
def test_what_was_inferred_is_written_down(text: str, title: str, line: str) -> None:
    _, made = actions_at(IMPORTS + text)
    assert line in made[title].split("\n")


def test_missing_imports_are_added_and_present_ones_used() -> None:
    _, made = actions_at('"""A file."""\nimport torch as t\n\nx| = t.zeros(2, 3)\n')
    (text,) = made.values()
    assert text == (
        '"""A file."""\nimport torch as t\nfrom jaxtyping import Float32\n\n'
        'x: Float32[t.Tensor, "2 3"] = t.zeros(2, 3)\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        "x| = 1",
        "x| = torch.zeros(2, 3)\nx = torch.zeros(2)",
        "y = torch.zeros(3)\nx| = y[y > 0]".replace("x| = y[y > 0]", "x = y|[y > 0]"),
        'def f(x: Float[Tensor, "batch seq"], n: int):\n    y| = x[:, :n]\n    return y',
        'def f|(x: Float[Tensor, "batch seq"]):\n    if x.sum() > 0:\n        return x',
        'def f|(x: Float[Tensor, "batch seq"]):\n    if x.sum() > 0:\n        return x.T\n    return x',
        'def f|(x: Float[Tensor, "batch seq"]):\n    yield x\n    return x',
        'def f(x|: Float[Tensor, "batch seq"]):\n    return x',
        'x|: Float[Tensor, "2 3"] = torch.zeros(2, 3)',
        "x| = unknown(torch.zeros(2))",
        "f = lambda x|: x.T\nf(torch.zeros(2, 3))",
        'def f(x: Float[Tensor, "b s"]):\n    if x.sum():\n        return (x,)\n    |return x',
    ],
)
def test_nothing_is_offered_where_it_is_not_known_or_said_already(text: str) -> None:
    assert actions_at(IMPORTS + text)[1] == {}


class TriedAtOnce:
    """A session that analyses here."""

    async def tried(self, document: object, text: str) -> Analysis:
        return examine(text)


async def for_any(text: str) -> dict[str, str]:
    """What each action for any sizes makes of a text, at its `|`."""
    before, _, behind = text.rpartition("|")
    text = before + behind
    here = Position(before.count("\n"), len(before) - before.rfind("\n") - 1)

    async def known() -> Analysis:
        return examine(text)

    document: Any = SimpleNamespace(uri="file:///a.py", document=SimpleNamespace(source=text), known=known)
    session: Any = TriedAtOnce()
    actions = await for_any_sizes(session, document, read_axes(text), Range(here, here))
    return {action.title: edited(text, edits_of(action)) for action in actions}


def edits_of(action: types.CodeAction) -> list[Edit]:
    assert action.edit is not None
    (changes,) = (action.edit.changes or {}).values()
    return [Edit(from_range(one.range), one.new_text) for one in changes if isinstance(one, types.TextEdit)]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("function", "call", "declared"),
    [
        (
            "def f|(x, w):\n    return x @ w",
            "f(torch.zeros(2, 3), torch.zeros(3, 4))",
            'def f(x: Float[Tensor, "a b"], w: Float[Tensor, "b c"]) -> Float[Tensor, "a c"]:',
        ),
        (
            'def f(x|):\n    return rearrange(x, "batch seq d -> batch (seq d)")',
            "def test_f():\n    y = torch.randn(2, 5, 3)\n    assert f(y).shape == (2, 15)",
            'def f(x: Float[Tensor, "batch seq d"]) -> Float[Tensor, "batch seq*d"]:',
        ),
        (  # a number that is needed: what comes out isn't the same without it
            "def f|(x):\n    return x.view(2, 3, 4)",
            "f(torch.zeros(2, 12))",
            None,
        ),
        ('def f|(x: Float[Tensor, "b s"], y):\n    return x', 'def g(z: Float[Tensor, "b s"]):\n    f(z, z)', None),
    ],
)
async def test_a_function_is_declared_for_any_sizes(function: str, call: str, declared: str | None) -> None:
    made = await for_any(f"{IMPORTS}\n\n{function}\n\n\n{call}\n")
    if declared is None:
        assert made == {}
    else:
        assert declared in made["Declare all shapes of `f`, for any sizes"].split("\n")
