"""NumPy programs: the right ones run and nothing is said of them, the wrong ones are told where they are wrong."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from types import FrameType
from typing import Any

import jaxtyping
import numpy
import pytest
import torch

from shapecoach.analysis.model import Analysis, Fact, Severity
from shapecoach.hints import examine
from shapecoach.lsp.features.jaxtyped import jaxtyped
from shapecoach.shapes.tensor import Framework

from .eager import DATA, checked_module

RIGHT, WRONG = ((DATA / name).read_text() for name in ("arrays.py", "arrays_wrong.py"))
SIZES = dict(zip("b s t d e h w n m k o c".split(), range(3, 30), strict=False))
SIZES |= {"batch": 4, "classes": 6, "by": 2, "times": 3, "n_rows": 10}


def functions(text: str) -> list[str]:
    return [node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]


@pytest.fixture(scope="module")
def right() -> Analysis:
    return examine(RIGHT)


def test_there_are_many_programs() -> None:
    assert len(functions(RIGHT)) + len(functions(WRONG)) >= 60


def test_nothing_is_said_of_what_is_right(right: Analysis) -> None:
    assert [f for f in right.findings if f.severity is not Severity.HINT] == []


@pytest.mark.parametrize("name", functions(RIGHT))
def test_a_right_program_runs_and_its_shapes_are_known(name: str, right: Analysis) -> None:
    module = checked_module(RIGHT, "arrays")
    arrays = locals_of(module, name)
    claimed = last_bindings(right, name)
    assert set(arrays) <= set(claimed)
    for local, array in arrays.items():
        fact = claimed[local]
        assert fact.framework is (Framework.TORCH if isinstance(array, torch.Tensor) else Framework.NUMPY)
        assert fact.dims is not None and "?" not in fact.dims, fact
        if "*batch" not in fact.dims:
            assert tuple(eval(dim, {"min": min, "max": max}, dict(SIZES)) for dim in fact.dims) == tuple(array.shape), (
                fact
            )


def locals_of(module: Any, name: str) -> dict[str, Any]:
    """The arrays and tensors that a function's names held when it returned."""
    function = getattr(module, name)
    last: dict[str, Any] = {}

    def watch(frame: FrameType, event: str, arg: object) -> None:
        if event == "return" and frame.f_code.co_name == name and frame.f_code.co_filename == "<arrays>":
            last.update(frame.f_locals)

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        function(*(argument(p) for p in inspect.signature(function).parameters.values()))
    finally:
        sys.setprofile(before)
    assert last
    return {local: value for local, value in last.items() if isinstance(value, numpy.ndarray | torch.Tensor)}


def argument(parameter: inspect.Parameter) -> Any:
    """A value for a parameter, as its annotation says."""
    kind = parameter.annotation
    if kind is int:
        return SIZES[parameter.name]
    if kind is numpy.random.Generator:
        return numpy.random.default_rng(0)
    axes = [re.sub(r"[{}]", "", axis) for axis in kind.dim_str.split()]
    shape = [eval(axis.lstrip("*"), {"__builtins__": {}}, dict(SIZES)) for axis in axes]
    chance = numpy.random.default_rng(len(parameter.name))
    dtype = {"Float": "float64", "Int": "int64"}.get(kind.__name__.partition("[")[0], kind.dtypes[0])
    value = chance.integers(0, 2, shape).astype(dtype) if dtype[0] in "iub" else chance.random(shape).astype(dtype)
    return torch.from_numpy(value) if kind.array_type is torch.Tensor else value


def last_bindings(analysis: Analysis, scope: str) -> dict[str, Fact]:
    facts = [fact for fact in analysis.facts if fact.binding and fact.scope == scope]
    return {fact.name: fact for fact in sorted(facts, key=lambda fact: fact.range)}


@pytest.fixture(scope="module")
def wrong() -> Analysis:
    return examine(WRONG)


EXPECTED = {
    number: match[1]
    for number, line in enumerate(WRONG.splitlines())
    if (match := re.search(r"  # ([a-z-]+)$", line)) is not None
}


def test_every_mistake_is_told_where_it_is_made_and_once(wrong: Analysis) -> None:
    found = {(f.range.start.line, f.rule) for f in wrong.findings if f.severity is not Severity.HINT}
    assert found == set(EXPECTED.items())


def test_messages_call_an_array_an_array(wrong: Analysis) -> None:
    arrays_only = [f.message for f in wrong.findings if "tensor" in f.message]
    assert arrays_only == []


def test_reasons_are_in_words(wrong: Analysis) -> None:
    told = {
        message for finding in wrong.findings for message in re.findall(r"\(([a-z][^()]{12,}.*)\)$", finding.message)
    }
    assert told == {
        "there is no axis 2: they count from 0, and the number of axes is 2",
        "there is no axis 1: they count from 0, and the number of axes is 1",
        "it picks along 3 axes, and there are 2",
        "all must have the same number of axes, and these have 2 and 1",
        "their shapes don't line up: (n-1,d) (n,d)",
        "an index holds whole numbers, or bools as a mask",
        "it isn't defined for them",
        "their shapes don't line up: (n,3) (n,3) (n,4)",
        "the axis can't be cut into pieces of equal size",
        "the last axis of the left side, 784, is summed against the second-to-last of the right side, 512",
    }


def test_sizes_of_ours_never_reach_the_user(wrong: Analysis) -> None:
    written = set(re.findall(r"\d+", WRONG))
    told = {number for finding in wrong.findings for number in re.findall(r"(?<![\w`])\d\d+", finding.message)}
    assert told <= written


def test_the_wrong_ones_are_wrong() -> None:
    """What is an error raises when it is run with sizes that all differ."""
    certain = {"shape-mismatch", "return-shape", "assumed-equal", "einops-pattern", "dtype-mismatch", "argument-shape"}
    module = checked_module(
        WRONG.replace('"n, d"', '"n d"').replace(' -> Float[np.ndarray, "b {h} s {e}"]', ""), "arrays"
    )
    for node in ast.parse(WRONG).body:
        if isinstance(node, ast.FunctionDef):
            rules = {rule for line, rule in EXPECTED.items() if node.lineno <= line + 1 <= (node.end_lineno or 0)}
            function = getattr(module, node.name)
            if rules & certain and node.name != "declared_locally":  # nobody looks at that when it runs
                with pytest.raises((ValueError, IndexError, TypeError, RuntimeError, jaxtyping.TypeCheckError)):
                    function(*(argument(p) for p in inspect.signature(function).parameters.values()))


def test_an_array_is_shown_as_one(right: Analysis) -> None:
    fact = last_bindings(right, "softmax")["shifted"]
    assert jaxtyped(fact) == 'Float[np.ndarray, "batch classes"]'
    tensor = last_bindings(right, "to_torch")["there"]
    assert jaxtyped(tensor) == 'Float32[Tensor, "n d"]'


def test_a_view_that_is_reshaped_in_place_is_forgotten() -> None:
    analysis = examine(
        "import numpy as np\nfrom jaxtyping import Float\n"
        'def f(x: Float[np.ndarray, "n 4"]):\n    y = x.copy()\n    y.shape = (len(x), 2, 2)\n    return y[:, :, 0]\n'
    )
    assert analysis.findings == ()


def test_what_is_counted_has_a_name_of_its_own() -> None:
    analysis = examine(
        "import numpy as np\nfrom jaxtyping import Float, Int\n"
        'def f(x: Float[np.ndarray, "n d"], y: Int[np.ndarray, "n"]):\n'
        "    classes, inverse = np.unique(y, return_inverse=True)\n"
        "    means = np.array([x[y == c].mean(axis=0) for c in classes])\n"
        "    table = np.zeros((len(classes), x.shape[1]))\n"
        "    for i, c in enumerate(classes):\n"
        "        table[i] = x[y == c].mean(axis=0)\n"
        "    within = x - table[inverse]\n"
    )
    known = {fact.name: fact.dims for fact in analysis.facts if fact.binding}
    assert known["table"] == ("n_unique", "d") and known["within"] == ("n", "d") and known["means"] == ("n_unique", "d")
    assert analysis.findings == ()


JAX = """
import jax
import jax.numpy as jnp
from jaxtyping import Array, Float


def attention(q: Float[Array, "b s d"], k: Float[Array, "b t d"], mask: Float[jax.Array, "s t"]):
    scores = jnp.einsum("bsd,btd->bst", q, k) / jnp.sqrt(q.shape[-1])
    y = q + mask
    z = q.at[0].set(0.0) @ k.T
    n = q.shape[0] + k.reshape(-1).size
    return jax.nn.softmax(scores, axis=-1) + y + z + q.astype(jnp.bfloat16)[:, 0] * n


def count(x: Float[Array, "n"], y: Float[Array, "m k"]) -> Float[Array, "n"]:
    total = x @ y
    return jax.vmap(lambda row: row * total)(x)


def once(x: Float[Array, "n"]) -> Float[Array, "n"]:
    return count(x, x[:, None])
"""


def test_jax_is_left_alone() -> None:
    analysis = examine(JAX)
    assert analysis.findings == ()
    known = {fact.name: fact.dims for fact in analysis.facts if fact.binding}
    assert known == {"q": ("b", "s", "d"), "k": ("b", "t", "d"), "mask": ("s", "t"), "x": ("n",), "y": ("m", "k")}
