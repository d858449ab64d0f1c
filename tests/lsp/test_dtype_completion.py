"""jaxtyping's classes are offered where a type is typed, and nowhere else."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from lsprotocol import types

sys.path.insert(0, str(Path(__file__).parents[1]))

from axes.long_file import LONG_FILE
from shapecoach.analysis.model import Edit, Position, Range
from shapecoach.axes.reading import read_axes
from shapecoach.lsp.features.dtype_completion import dtype_completion
from shapecoach.lsp.text import edited

HEAD = "import torch\nfrom torch import Tensor\n"


def offered(
    text: str, snippets: bool = True, unasked: bool = False
) -> tuple[str, types.Position, dict[str, types.CompletionItem]]:
    """The text without its `|`, the place of that, and what is offered there by its label."""
    before, _, behind = text.rpartition("|")
    position = types.Position(before.count("\n"), len(before) - before.rfind("\n") - 1)
    text = before + behind
    items = dtype_completion(text, position, read_axes(text).libraries, snippets, unasked)
    return text, position, {item.label: item for item in items}


def accepted(text: str, label: str, snippets: bool = True) -> str:
    """The text after an offer was taken."""
    text, _, items = offered(text, snippets)
    edit = items[label].text_edit
    assert isinstance(edit, types.TextEdit)
    every = [edit, *(items[label].additional_text_edits or ())]
    return edited(text, [Edit(_range(one.range), one.new_text) for one in every])


def _range(place: types.Range) -> Range:
    return Range(Position(place.start.line, place.start.character), Position(place.end.line, place.end.character))


@pytest.mark.parametrize(
    "text",
    [
        "def f(x: |",
        "def f(x: Fl|",
        "def f(x: int, y: Fl|) -> int: ...",
        "def f(\n    x: int,\n    *xs: Fl|",
        "async def f(self, *, x: list[Fl|",
        "def f(x: int | Fl|",
        "def f(x: dict[str, Fl|]): ...",
        "def f(x: Optional[Fl|",
        "def f(x) -> Fl|",
        "def f(x) -> tuple[int, Fl|",
        "def f(x):\n    y: Fl|",
        "class A:\n    y: Fl| = 3\n",
        "class A:\n    def f(self):\n        self.y: Fl|",
    ],
)
def test_where_a_type_is_typed(text: str) -> None:
    assert {"Float", "Int", "Bool", "Int32"} <= set(offered(HEAD + text)[2])


@pytest.mark.parametrize(
    "text",
    [
        "x = Fl|",
        "f(x, Fl|",
        "f(x=Fl|",
        "x[a: Fl|",
        "{a: Fl|",
        "lambda x: Fl|",
        "f(lambda x: Fl|",
        "else: Fl|",
        "try: Fl|",
        "class A: Fl|",
        "def f(): Fl|",
        "def f(x: int = Fl|",
        "# x: Fl|",
        '"""\nx: Fl|',
        'f("x: Fl|',
        "x: Float[Tensor, Fl|",
        "x: jt.Fl|",
    ],
)
def test_nothing_where_no_type_is_typed(text: str) -> None:
    assert offered(HEAD + text)[2] == {}


def test_nothing_in_a_file_without_tensors() -> None:
    assert offered("import os\ndef f(x: Fl|")[2] == {}


def test_an_editor_that_asks_by_itself_is_answered_once_something_is_typed() -> None:
    assert offered(HEAD + "def f(n: |", unasked=True)[2] == {}
    assert offered(HEAD + "def f(n: F|", unasked=True)[2]


@pytest.mark.parametrize(
    ("head", "line", "after"),
    [
        (
            "import torch\nfrom torch import Tensor\n",
            'Float[Tensor, "$1"]$0',
            "import torch\nfrom jaxtyping import Float\nfrom torch import Tensor\n",
        ),
        (
            "from jaxtyping import Bool, Int  # types\nimport torch\n",
            'Float[torch.Tensor, "$1"]$0',
            "from jaxtyping import Bool, Float, Int  # types\nimport torch\n",
        ),
        ("import jaxtyping as jt\nimport torch as t\n", 'jt.Float[t.Tensor, "$1"]$0', None),
        ("from jaxtyping import Float as F\nfrom torch import Tensor as T\n", 'F[T, "$1"]$0', None),
        (
            '"""A file."""\nfrom torch.nn import Linear\n',
            'Float[Tensor, "$1"]$0',
            '"""A file."""\nfrom jaxtyping import Float\nfrom torch import Tensor\nfrom torch.nn import Linear\n',
        ),
        (
            "from torch import Tensor\nfrom sympy import Float\n",
            'jaxtyping.Float[Tensor, "$1"]$0',
            "import jaxtyping\nfrom torch import Tensor\nfrom sympy import Float\n",
        ),
        ("import numpy as np\nimport jaxtyping\n", 'jaxtyping.Float[np.ndarray, "$1"]$0', None),
        ("from jax import Array\nfrom jaxtyping import Float\n", 'Float[Array, "$1"]$0', None),
    ],
)
def test_what_must_be_imported_is(head: str, line: str, after: str | None) -> None:
    assert accepted(f"{head}def f(x: Fl|): ...\n", "Float") == f"{after or head}def f(x: {line}): ...\n"


def test_only_the_class_is_written_where_the_rest_is_there_or_no_snippet_is_taken() -> None:
    head = "from jaxtyping import Float\nfrom torch import Tensor\n"
    assert accepted(head + 'def f(x: Fl|[Tensor, "b"]): ...', "Float") == head + 'def f(x: Float[Tensor, "b"]): ...'
    assert accepted(head + "def f(x: Fl|): ...", "Float", snippets=False) == head + "def f(x: Float): ..."


def test_a_long_file_is_answered_in_20_ms() -> None:
    seconds: list[float] = []
    for number in range(8):
        text = f"{LONG_FILE}# {number}\ndef f(x: Fl"
        libraries, position = read_axes(text).libraries, types.Position(text.count("\n"), 11)
        start = time.process_time()
        assert dtype_completion(text, position, libraries, snippets=True)
        seconds.append(time.process_time() - start)
    assert min(seconds) < 0.02
