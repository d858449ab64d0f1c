"""Whatever a probe says of an operation must hold for real tensors at any sizes."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shapecoach.probe import Never, Unclear, Works, WorksIf, library, probe
from shapecoach.probe.arguments import Seq, Value
from shapecoach.probe.question import Question
from shapecoach.probe.solve import is_quotient
from shapecoach.shapes.dim import Dim, Symbol

from .sizes import FLOAT, is_known, number, numbers, real_shapes, realised, rigid, shapes_at, tensor

SYMBOLS = rigid("a b c")
DIMS = st.sampled_from([*SYMBOLS, SYMBOLS[0] * SYMBOLS[1], SYMBOLS[0] + 1, number(1), number(4), number(6)])


def shapes(least: int = 1, most: int = 4) -> st.SearchStrategy[Value]:
    return st.lists(DIMS, min_size=least, max_size=most).map(lambda dims: tensor(*dims, dtype=FLOAT))


axis = st.integers(-3, 3).map(number)
letters = st.text("xyz", min_size=1, max_size=3)

OPERATIONS: dict[str, st.SearchStrategy[tuple[Value, ...]]] = {
    "operator.matmul": st.tuples(shapes(), shapes()),
    "operator.add": st.tuples(shapes(), shapes()),
    "torch.cat": st.tuples(
        st.lists(shapes(1, 3), min_size=2, max_size=3).map(lambda x: Seq(tuple(x), is_list=True)), axis
    ),
    "torch.stack": st.tuples(st.lists(shapes(1, 3), min_size=2, max_size=2).map(lambda x: Seq(tuple(x))), axis),
    "Tensor.view": st.tuples(shapes(), st.lists(DIMS | st.just(number(-1)), max_size=4).map(lambda x: Seq(tuple(x)))),
    "torch.softmax": st.tuples(shapes(), axis),
    "torch.sum": st.tuples(shapes(), axis, st.booleans()),
    "torch.transpose": st.tuples(shapes(), axis, axis),
    "torch.einsum": st.tuples(
        st.tuples(letters, letters).map(lambda x: f"{x[0]},{x[1]}->{x[0][0]}"), shapes(1, 3), shapes(1, 3)
    ),
    "torch.nn.functional.conv2d": st.tuples(shapes(4, 4), shapes(4, 4)),
    "einops.rearrange": st.tuples(
        shapes(1, 3), st.sampled_from(["x y z -> z (x y)", "x y -> y x", "(x y) z -> x y z"])
    ),
    "torch.nn.functional.linear": st.tuples(shapes(), shapes(2, 2)),
    "torch.unsqueeze": st.tuples(shapes(), axis),
    "torch.flatten": st.tuples(shapes(), st.integers(0, 2).map(number)),
}


def sizes_of(question: Question, chance: random.Random) -> dict[Symbol, int]:
    return {symbol: chance.randint(2, 7) for symbol in question.symbols}


def eager(question: Question, sizes: dict[Symbol, int]) -> list[tuple[int, ...]] | None:
    """The shapes that really come out, or None where the library refuses."""
    function: Callable[..., object] | None = library.resolve(question.path)
    assert function is not None
    try:
        return real_shapes(function(*(realised(arg, sizes) for arg in question.args)))
    except Exception:  # every refusal counts alike
        return None


@pytest.mark.parametrize("path", OPERATIONS)
@given(data=st.data(), seed=st.integers(0, 2**16))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_what_a_probe_says_holds_at_any_sizes(path: str, data: st.DataObject, seed: int) -> None:
    question = Question(path, data.draw(OPERATIONS[path]))
    outcome = probe(path, question.args)
    chance = random.Random(seed)
    match outcome:
        case Works() if is_known(outcome.value):
            for _ in range(3):
                sizes = sizes_of(question, chance)
                assert eager(question, sizes) in (shapes_at(outcome.value, sizes), *unordered(question, sizes)), sizes
        case WorksIf() if is_known(outcome.value):
            for _ in range(3):
                solved = question.substitute(dict(outcome.replacements))
                sizes = sizes_of(solved, chance)
                assert eager(solved, sizes) in (shapes_at(outcome.value, sizes), *unordered(question, sizes)), sizes
        case Never():
            for _ in range(40):
                sizes = sizes_of(question, chance)
                assert eager(question, sizes) is None, sizes
        case _:
            assert isinstance(outcome, Unclear | Works | WorksIf)  # nothing said is never wrong


def unordered(question: Question, sizes: dict[Symbol, int]) -> tuple[None, ...]:
    """A convolution may be refused for sizes at which its kernel is larger than its image."""
    return (None,) if question.path.endswith("conv2d") else ()


def test_quotients_are_named_after_what_they_divide() -> None:
    (d, h) = rigid("d h")
    outcome = probe("Tensor.view", (tensor(d), h, number(-1)))
    assert isinstance(outcome, WorksIf)
    ((symbol, dim),) = outcome.replacements
    assert (symbol.name, str(dim)) == ("d", "h*(d//h)")
    assert any(is_quotient(part) for part in dim.symbols())
    assert numbers(2, d).items == (number(2), Dim.of(Symbol("d")))
