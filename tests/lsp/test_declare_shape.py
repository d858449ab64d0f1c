"""Declaring what the engine inferred; what is written is analysed again, by the real engine."""

from __future__ import annotations

import pytest

from shapecoach.analysis.edits import applied
from shapecoach.analysis.model import Edit, Position, Range
from shapecoach.analysis.source import Source
from shapecoach.axes.reading import read_axes
from shapecoach.hints import examine
from shapecoach.lsp.features.declare_shape import declarations

IMPORTS = "import torch\nfrom jaxtyping import Float\nfrom torch import Tensor\n"


def actions_at(text: str) -> tuple[str, dict[str, str]]:
    """The text without its `|`, and what each action there makes of it."""
    before, _, behind = text.partition("|")
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
    ],
)
def test_nothing_is_offered_where_it_is_not_known_or_said_already(text: str) -> None:
    assert actions_at(IMPORTS + text)[1] == {}
