"""Whatever a probe says of an operation must hold for real tensors at any sizes."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shapecoach.probe import Never, Unclear, Works, WorksIf, library, probe
from shapecoach.probe.arguments import Listing, Seq, Slice, Value
from shapecoach.probe.question import Question
from shapecoach.probe.solve import is_quotient
from shapecoach.shapes.dim import Dim, Symbol
from shapecoach.shapes.dtype import DType

from .sizes import FLOAT, is_known, number, numbers, real_shapes, realised, rigid, shapes_at, tensor

SYMBOLS = rigid("a b c")
DIMS = st.sampled_from([*SYMBOLS, SYMBOLS[0] * SYMBOLS[1], SYMBOLS[0] + 1, number(1), number(4), number(6)])


def shapes(least: int = 1, most: int = 4) -> st.SearchStrategy[Value]:
    return st.lists(DIMS, min_size=least, max_size=most).map(lambda dims: tensor(*dims, dtype=FLOAT))


def indices(least: int, most: int) -> st.SearchStrategy[Value]:
    return st.lists(DIMS, min_size=least, max_size=most).map(lambda dims: tensor(*dims, dtype=DType("int64")))


def number_of(least: int, most: int) -> st.SearchStrategy[Value]:
    return st.integers(least, most).map(number)


def slices() -> st.SearchStrategy[Value]:
    bound = st.none() | st.sampled_from([number(1), number(-1), *SYMBOLS])
    return st.tuples(bound, bound, st.none() | st.just(number(2))).map(lambda parts: Slice(*parts))


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
    "torch.reshape": st.tuples(shapes(), st.lists(DIMS | st.just(number(-1)), max_size=4).map(lambda x: Seq(tuple(x)))),
    "Tensor.expand": st.tuples(
        shapes(1, 3), st.lists(DIMS | st.just(number(-1)), max_size=4).map(lambda x: Seq(tuple(x)))
    ),
    "torch.gather": st.tuples(shapes(1, 3), axis, indices(1, 3)),
    "torch.index_select": st.tuples(shapes(1, 3), axis, indices(1, 1)),
    "torch.take_along_dim": st.tuples(shapes(1, 3), indices(1, 3), axis),
    "torch.nn.functional.conv1d": st.tuples(
        shapes(2, 3), shapes(3, 3), st.none(), st.integers(1, 3).map(number), st.integers(0, 2).map(number)
    ),
    "torch.nn.functional.pad": st.tuples(
        shapes(1, 3), st.lists(st.integers(0, 2).map(number), min_size=2, max_size=4).map(lambda x: Seq(tuple(x)))
    ),
    "torch.split": st.tuples(shapes(), DIMS, axis),
    "torch.chunk": st.tuples(shapes(), st.integers(1, 3).map(number), axis),
    "torch.unbind": st.tuples(shapes(), axis),
    "torch.cumsum": st.tuples(shapes(), axis),
    "torch.tensordot": st.tuples(shapes(1, 3), shapes(1, 3), st.integers(0, 2).map(number)),
    "einops.repeat": st.tuples(shapes(1, 3), st.sampled_from(["x y -> x 3 y", "x y z -> (x y) z 2", "x -> (x 2)"])),
    "einops.reduce": st.tuples(
        shapes(1, 3), st.sampled_from(["x y z -> x z", "(x 2) y -> x y", "x y -> () y"]), st.just("mean")
    ),
    "torch.diagonal": st.tuples(shapes(2, 3), st.integers(-1, 1).map(number)),
    "torch.linalg.qr": st.tuples(shapes(2, 3)),
    "torch.nn.functional.glu": st.tuples(shapes(), axis),
    "torch.nn.functional.pixel_shuffle": st.tuples(shapes(3, 4), st.integers(2, 3).map(number)),
    "torch.nn.functional.unfold": st.tuples(shapes(3, 4), st.just(number(2)), st.just(number(1)), number_of(0, 1)),
    "torch.nn.functional.max_pool2d": st.tuples(shapes(3, 4), DIMS | st.just(number(2)), number_of(1, 2)),
    "torch.nn.functional.group_norm": st.tuples(shapes(2, 3), number_of(1, 3)),
    "torch.nn.functional.layer_norm": st.tuples(
        shapes(1, 3), st.lists(DIMS, min_size=1, max_size=2).map(lambda x: Seq(tuple(x)))
    ),
    "torch.linalg.cross": st.tuples(shapes(1, 3), shapes(1, 3)),
    "torch.view_as_complex": st.tuples(shapes(1, 3)),
    "torch.combinations": st.tuples(shapes(1, 1)),
    "operator.getitem": st.tuples(
        shapes(1, 3), st.lists(slices(), min_size=1, max_size=2).map(lambda x: Seq(tuple(x)))
    ),
}
SHORTENED = ("conv1d", "conv2d", "unfold", "max_pool2d")
"""Operations that may be refused for sizes at which a window is larger than what it moves over."""


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
                found = eager(question, sizes)
                assert found in (claimed(outcome.value, sizes, found), *unordered(question, sizes)), sizes
        case WorksIf() if is_known(outcome.value):
            for _ in range(3):
                solved = question.substitute(dict(outcome.replacements))
                sizes = sizes_of(solved, chance)
                found = eager(solved, sizes)
                assert found in (claimed(outcome.value, sizes, found), *unordered(question, sizes)), sizes
        case Never():
            for _ in range(40):
                sizes = sizes_of(question, chance)
                assert eager(question, sizes) is None, sizes
        case _:
            assert isinstance(outcome, Unclear | Works | WorksIf)  # nothing said is never wrong


def claimed(
    value: Value, sizes: dict[Symbol, int], found: list[tuple[int, ...]] | None
) -> list[tuple[int, ...]]:  # fmt: skip
    """The shapes that were said, once for each part of a list whose length was left open."""
    times = len(found or ()) if isinstance(value, Listing) else 1
    return shapes_at(value, sizes) * times


def unordered(question: Question, sizes: dict[Symbol, int]) -> tuple[None, ...]:
    return (None,) if question.path.endswith(SHORTENED) else ()


def test_quotients_are_named_after_what_they_divide() -> None:
    (d, h) = rigid("d h")
    outcome = probe("Tensor.view", (tensor(d), h, number(-1)))
    assert isinstance(outcome, WorksIf)
    ((symbol, dim),) = outcome.replacements
    assert (symbol.name, str(dim)) == ("d", "h*(d//h)")
    assert any(is_quotient(part) for part in dim.symbols())
    assert numbers(2, d).items == (number(2), Dim.of(Symbol("d")))
