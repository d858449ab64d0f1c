"""Inputs that nobody would write are examined without a slip of ours, and none of them is run."""

from __future__ import annotations

import contextlib
import logging
import random
import re
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from shapecoach import hints
from shapecoach.analysis import functions
from shapecoach.analysis.model import Analysis
from shapecoach.probe import call, tries

sys.path.insert(0, str(Path(__file__).parent))  # as Python does for fuzz.py, which is run by its path
from inputs import fuzz_input

from fuzz import Slips

SEEDS = range(100_000, 100_240)
SEEDS_WITH_TRAPS = range(100_240, 100_340)
LONGEST_TEXT = 40_000  # characters; what is longer is left to fuzz.py
PATIENCE = 60.0  # seconds for one input, on the slowest machine

TRAPS = (
    'touch("by_the_top_level")',
    '@touch("by_a_decorator", lambda given: given)\ndef decorated(x): return x',
    'def annotated(x: touch("by_an_annotation"), *, y: touch("by_another")) -> touch("by_a_result"): pass',
    "def with_axes(x: Float[Tensor, f\"{touch('by_axes')} d\"]): pass",
    'def with_defaults(x=touch("by_a_default"), *, y=touch("by_a_default_by_name")): pass',
    'class Trapped(nn.Module):\n    touch("by_a_class_body")\n    size: touch("by_its_annotation") = touch("by_it")',
    'class Ruled(touch("by_a_base", object), metaclass=touch("by_a_metaclass", type)): pass',
    'def called(x): return x.view(touch("by_a_call", 3), -1)\ncalled(torch.zeros(2, 3))',
)


def preamble(folder: Path) -> str:
    """What the traps need: `touch(name)` leaves a file of that name."""
    return (
        "import torch\nfrom torch import Tensor, nn\nfrom jaxtyping import Float\n"
        f"def touch(name, value=None):\n    open({str(folder)!r} + '/' + name, 'w').close()\n    return value\n"
    )


def with_traps(text: str, folder: Path, chance: random.Random) -> str:
    """The text with all traps before it, and again between its lines: at the margin, or as deep as the line after."""
    lines = text.split("\n")
    for trap in TRAPS:
        at = chance.randrange(len(lines))
        indent = lines[at][: len(lines[at]) - len(lines[at].lstrip(" "))] * chance.randrange(2)
        lines[at:at] = [indent + line for line in trap.split("\n")]
    return preamble(folder) + "\n".join([*TRAPS, *lines])


@pytest.fixture
def slips() -> Iterator[Slips]:
    """What the engine forgives itself meanwhile."""
    engine, collected = logging.getLogger("shapecoach"), Slips()
    level = engine.level
    engine.addHandler(collected)
    engine.setLevel(logging.DEBUG)
    yield collected
    engine.removeHandler(collected)
    engine.setLevel(level)


def examined(text: str, name: str) -> None:
    began = time.process_time()
    assert isinstance(hints.examine(text, name), Analysis)
    assert time.process_time() - began < PATIENCE, name


def test_examining_what_nobody_would_write(slips: Slips) -> None:
    for seed in SEEDS:
        made = fuzz_input(seed)
        if len(made.text) <= LONGEST_TEXT:
            examined(made.text, f"{seed}.py")
            assert not slips.told, f"seed {seed} ({made.kind}): {slips.told[0]}"


def test_none_of_it_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for seed in SEEDS_WITH_TRAPS:
        made = fuzz_input(seed)
        if len(made.text) <= LONGEST_TEXT:
            examined(with_traps(made.text, tmp_path, random.Random(seed)), f"{seed}.py")
            assert not list(tmp_path.iterdir()), f"seed {seed} ({made.kind})"


@pytest.mark.parametrize("trap", TRAPS)
def test_each_trap_leaves_its_traces_when_it_is_run(trap: str, tmp_path: Path) -> None:
    with contextlib.suppress(TypeError):  # of what is done with what `touch` gives, once it was called
        exec(compile(preamble(tmp_path) + trap, "trap.py", "exec", dont_inherit=True), {"__name__": "trap"})
    assert {path.name for path in tmp_path.iterdir()} == set(re.findall(r"\bby_\w+", trap))


def test_calls_among_very_many_functions_are_soon_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    walked, walk_call = count(), functions.walk_call

    def counted(*given: Any) -> object:
        next(walked)
        return walk_call(*given)

    monkeypatch.setattr(functions, "walk_call", counted)
    doubling = (f"def f{i}(x):\n    return f{i + 1}(x) + f{i + 1}(x)\n" for i in range(3000))
    examined("".join(doubling) + "f0(1)\n", "doubling.py")
    assert next(walked) < 30_000  # as many as two seconds hold


def test_searches_beside_unknown_sizes_are_soon_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    called, real = count(), call.call

    def counted(*given: Any) -> object:
        next(called)
        return real(*given)

    monkeypatch.setattr(tries, "call", counted)
    refused = (
        f"def f{i}(x: Float[Tensor, 'b s']):\n    x[x > {i}][:, None] @ torch.ones({i}, 5)\n" for i in range(200)
    )
    examined(preamble(Path()) + "".join(refused), "searching.py")
    assert next(called) < 30_000  # as many as three seconds hold


def test_a_slip_is_told_and_too_deep_a_text_is_counted(slips: Slips) -> None:
    log = logging.getLogger("shapecoach.analysis.module")
    for error in (RecursionError(), ValueError("unforeseen")):
        log.debug("walking", exc_info=error)
    assert slips.too_deep == 1
    assert [told.splitlines()[-1] for told in slips.told] == ["ValueError: unforeseen"]
