"""Decorators of the user's own are walked once, whatever number of functions they stand above."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import torch

from shapecoach.analysis import functions
from shapecoach.analysis.walk import Walk
from shapecoach.analysis.workspace import Workspace
from shapecoach.hints import examine
from shapecoach.probe import library

HEADER = "import torch\nfrom torch import Tensor\nfrom jaxtyping import Float\n"
DECORATORS = """
def noted(function):
    function.__doc__ = "noted"
    return function


def called(name, loud=False):
    def inner(function):
        function.name = name
        return function

    return inner


def widened(function):
    def wrapper(x):
        return function(x)[None]

    return wrapper


def tried(function):
    function(torch.zeros(2, 3))
    return function


def twice(function):
    return function if function.__name__ in NAMES else widened(function)


class Registry:
    def __init__(self):
        self.held = []


REGISTRY = Registry()


def registered(function):
    REGISTRY.held.append(function)
    return function
"""
MODULES, EACH = 4, 6


@pytest.fixture
def walked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each function is walked for what a call of it gives."""
    counted = Counter[str]()
    walk_call = functions.walk_call

    def noting(walk, function, *args, **kwargs):
        counted[function.qualname] += 1
        return walk_call(walk, function, *args, **kwargs)

    monkeypatch.setattr(functions, "walk_call", noting)
    return counted


def package(folder: Path, decorator: str) -> str:
    """Modules full of functions that carry a decorator, and a program that calls one of each module."""
    (folder / "deco.py").write_text(HEADER + DECORATORS)
    imports, calls = "", ""
    for number in range(MODULES):
        functions_of_it = "".join(
            f'\n\n@{decorator.format(i)}\ndef f{i}(x: Float[Tensor, "n d"]) -> Float[Tensor, "d n"]:\n    return x.T\n'
            for i in range(EACH)
        )
        (folder / f"m{number}.py").write_text(HEADER + "from deco import *\n" + functions_of_it)
        imports += f"import m{number}\n"
        calls += f"    y{number} = m{number}.f{number}(x)\n"
    return HEADER + imports + 'def main(x: Float[Tensor, "b s"]):\n' + calls


def shapes(folder: Path, text: str) -> dict[str, tuple[str, ...] | None]:
    analysis = examine(text, str(folder / "main.py"), Workspace((folder,)))
    return {fact.name: fact.dims for fact in analysis.facts if fact.binding and fact.scope == "main"}


@pytest.mark.parametrize(
    ("decorator", "maker", "times"),
    [
        ("noted", "noted", 1),
        ("called('one')", "called", 1),
        ("called('one', loud=True)", "called.inner", 1),
        ("called('{}')", "called", EACH),  # each of them once
        ("twice", "twice", 1),  # nobody knows what it makes
        ("widened", "widened", MODULES * EACH),  # it makes another function of each
        ("tried", "tried", MODULES * EACH),  # what it does may hang on the function
        ("registered", "registered", MODULES * EACH),  # it leaves a trace
    ],
)
def test_a_decorator_is_walked_no_more_often_than_it_differs(
    tmp_path: Path, walked: Counter[str], decorator: str, maker: str, times: int
) -> None:
    found = shapes(tmp_path, package(tmp_path, decorator))
    assert walked[maker] == times
    expected = {"twice": None, "widened": ("1", "s", "b")}.get(decorator, ("s", "b"))
    assert [found.get(f"y{number}") for number in range(MODULES)] == [expected] * MODULES


def test_another_decorator_of_that_name_is_another(tmp_path: Path, walked: Counter[str]) -> None:
    text = package(tmp_path, "noted")
    assert shapes(tmp_path, text)["y0"] == ("s", "b")
    (tmp_path / "deco.py").write_text(
        HEADER + DECORATORS.replace("def widened", "def plain").replace("noted", "widened")
    )
    for number in range(MODULES):
        (tmp_path / f"m{number}.py").write_text((tmp_path / f"m{number}.py").read_text().replace("noted", "widened"))
    assert shapes(tmp_path, text)["y0"] == ("s", "b")
    (tmp_path / "deco.py").write_text(HEADER + DECORATORS)
    assert shapes(tmp_path, text)["y0"] == ("1", "s", "b")
    assert walked["widened"] == 1 + MODULES * EACH


def test_what_takes_more_than_it_may_is_not_tried_in_each_module(tmp_path: Path, walked: Counter[str]) -> None:
    endless = "def endless(function):\n" + "".join(f"    a{n} = [{n}] * 9\n" * 4 for n in range(3000))
    text = package(tmp_path, "endless")
    (tmp_path / "deco.py").write_text(HEADER + endless + "    return function\n")
    assert "y0" not in shapes(tmp_path, text)
    assert walked["endless"] == 1


def test_every_function_that_a_decorator_registers_is_there(tmp_path: Path) -> None:
    text = HEADER + DECORATORS + "".join(f"\n\n@registered\ndef f{n}(x):\n    return x\n" for n in range(5))
    text += '\n\ndef main(x: Float[Tensor, "b s"]):\n    y = x[:, None].expand(-1, len(REGISTRY.held), -1)\n'
    assert shapes(tmp_path, text)["y"] == ("b", "5", "s")


def test_a_condition_on_names_copies_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshots = Counter[str]()
    snapshot = Walk.snapshot

    def noting(walk: Walk):
        snapshots[walk.qualname] += 1
        return snapshot(walk)

    monkeypatch.setattr(Walk, "snapshot", noting)
    conditions = "".join(
        f"    z{n} = a is not None and b is None and a == b and isinstance(a, int)\n" for n in range(20)
    )
    examine(HEADER + f"def f(x: Float[Tensor, 'b'], a, b) -> None:\n{conditions}", "f.py")
    assert snapshots["f"] == 0


def test_to_ask_for_a_name_loads_no_more_of_pytorch(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(torch, "__getattr__", asked.append)
    assert library.constant("torch._dynamo.of.this.test") is None
    assert library.resolve("torch.onnx.of_this_test") is None
    assert library.constant("torch.float16") is torch.float16
    assert not asked
