"""NumPy: what a probe says of a call must hold for real arrays at any sizes."""

from __future__ import annotations

import random
from pathlib import Path

import einops
import numpy
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shapecoach.probe import Never, Unclear, Works, WorksIf, library, probe
from shapecoach.probe.arguments import Real, Seq, Slice, Value, symbols_of, tensors_of
from shapecoach.probe.arrays.cost import MOST_WORK, work
from shapecoach.probe.call import call as call_library
from shapecoach.probe.question import Question
from shapecoach.probe.unknown import fresh_dim
from shapecoach.probe.witness import Witness
from shapecoach.shapes.axis import Axis, Run, Shape
from shapecoach.shapes.dim import Dim, Symbol
from shapecoach.shapes.dtype import DType
from shapecoach.shapes.tensor import Framework, Tensor

from .numpy_calls import ARRAYS, asked, leaves, made, real_inputs, spelled
from .sizes import number, rigid

TABLE = [
    tuple(line.split("  =>  "))
    for line in (Path(__file__).parent.parent / "data" / "numpy_calls.txt").read_text().splitlines()
    if "=>" in line
]
SOME_SIZES = (
    {"b": 3, "n": 8, "m": 5, "d": 9, "h": 7, "k": 2},
    {"b": 4, "n": 12, "m": 2, "d": 7, "h": 5, "k": 3},
    {"b": 2, "n": 6, "m": 11, "d": 13, "h": 3, "k": 5},
)


def test_the_table_is_long() -> None:
    assert len(TABLE) >= 250


@pytest.mark.parametrize(("call", "expected"), TABLE)
def test_a_call_gives_what_numpy_gives(call: str, expected: str) -> None:
    outcome = asked(call)
    assert isinstance(outcome, Works | WorksIf)
    if expected != "bool":
        assert spelled(outcome.value) == expected
    claims = tensors_of(outcome.value)
    for seed, sizes in enumerate(SOME_SIZES):
        arrays = [
            leaf
            for leaf in leaves(made(call, real_inputs(sizes, seed)))
            if isinstance(leaf, numpy.generic | numpy.ndarray)
        ]
        assert len(arrays) == len(claims)
        for claim, array in zip(claims, arrays, strict=True):
            assert claim.framework is Framework.NUMPY
            assert claim.dtype.may_be(DType(str(array.dtype)))
            assert agrees(claim, array.shape, sizes), (claim, array.shape)


def agrees(claim: Tensor, shape: tuple[int, ...], sizes: dict[str, int]) -> bool:
    """Whether a real shape is the claimed one, as far as that says."""
    assert claim.shape is not None
    dims = claim.shape.spelled()
    names = {"min": min, "max": max, **sizes}
    return len(dims) == len(shape) and all(
        dim in UNKNOWN_SIZES or eval(dim, {"__builtins__": {}}, names) == size
        for dim, size in zip(dims, shape, strict=True)
    )


UNKNOWN_SIZES = {"?", "n_kept", "n_nonzero", "n_unique", "n_bins"}


@pytest.mark.parametrize(
    "call",
    [
        "operator.add(x3, x4)",
        "operator.getitem(x, (0, 0, 0))",
        "operator.getitem(v, (slice(None), slice(None)))",
        "numpy.mean(x, axis=2)",
        "numpy.sum(v, axis=1)",
        "numpy.concatenate([x, t])",
        "numpy.concatenate([x3, x4])",
        "numpy.stack([x3, x4])",
        "numpy.stack([x, v])",
        "numpy.einsum('ijk->i', x)",
        "numpy.squeeze(x3, axis=1)",
        "numpy.reshape(three, (2, 2))",
        "numpy.split(x4, 3, axis=1)",
        "numpy.swapaxes(x, 0, 2)",
        "numpy.transpose(x, (0, 1, 2))",
        "numpy.moveaxis(x, 0, 2)",
        "numpy.expand_dims(x, 4)",
        "numpy.where(m2, x3, x4)",
        "numpy.broadcast_to(x3, (3, 4))",
        "einops.rearrange(x, 'b n d -> n d')",
        "ndarray.reshape(three, 4)",
        "ndarray.sum(x, axis=3)",
    ],
)  # fmt: skip
def test_what_no_sizes_can_mend(call: str) -> None:
    assert isinstance(asked(call), Never)
    for seed, sizes in enumerate(SOME_SIZES):
        with pytest.raises((ValueError, IndexError, einops.EinopsError)):
            made(call, real_inputs(sizes, seed))


@pytest.mark.parametrize(
    ("call", "equation"),
    [
        ("operator.add(x, y)", ("n", "m")),
        ("operator.sub(x, v)", ("d", "n")),
        ("operator.matmul(x, y)", ("d", "m")),
        ("numpy.dot(w, x)", ("h", "n")),
        ("numpy.concatenate([x, w])", ("d", "h")),
        ("numpy.einsum('nd,nh->dh', x, w)", ("n", "d")),
        ("numpy.stack([v, f])", ("n", "d")),
        ("numpy.linalg.solve(g, y)", ("n", "m")),
        ("numpy.linalg.inv(x)", ("n", "d")),
        ("numpy.linalg.inv(x3)", ("n", "3")),
        ("operator.matmul(x3, x4)", ("n", "3")),
        ("numpy.einsum('ij,jk->ik', x3, x4)", ("n", "3")),
        ("numpy.where(mask, x, 0)", ("d", "n")),
        ("numpy.array([v, f])", ("n", "d")),
        ("operator.getitem(y, mask)", ("m", "n")),
    ],
)
def test_what_works_only_if(call: str, equation: tuple[str, str]) -> None:
    outcome = asked(call)
    assert isinstance(outcome, WorksIf)
    ((first, second),) = outcome.equations
    assert {str(first), str(second)} == set(equation)


def test_axis_names_stand_in_the_reasons() -> None:
    outcome = asked("numpy.concatenate([x, t])")
    assert isinstance(outcome, Never) and "must have same number of dimensions" in outcome.reason
    clash = probe("numpy.dot", (array(*rigid("n d")), array(rigid("d")[0] + 1, *rigid("h"))))
    assert isinstance(clash, Never) and clash.reason == "shapes (n,d) and (d+1,h) not aligned: d (dim 1) != d+1 (dim 0)"


def array(*dims: Dim | Run, dtype: str = "float") -> Tensor:
    axes = tuple(dim if isinstance(dim, Run) else Axis(dim) for dim in dims)
    return Tensor(Shape(axes), DType(dtype), Framework.NUMPY)


n, d, h = rigid("n d h")
x = array(n, d)


def test_runs_of_axes() -> None:
    outcome = probe("operator.matmul", (array(Run("batch"), n, d), array(d, h)))
    assert isinstance(outcome, Works) and outcome.value.shape.spelled() == ("*batch", "n", "h")


def test_a_size_that_stays_is_a_number_whatever_was_looked_for_before() -> None:
    outcome = probe("numpy.diff", (array(n, number(4)), number(1), number(0)))
    assert isinstance(outcome, Works) and outcome.value.shape.spelled() == ("n-1", "4")


def test_sizes_that_an_array_says_are_unknown() -> None:
    classes = Tensor(Shape(()), DType("int64"), Framework.NUMPY)
    for path, args in {
        "numpy.zeros": (Seq((n, classes)),),
        "numpy.eye": (n, classes),
        "operator.getitem": (array(h, n), Seq((Slice(None, None, None), Slice(classes, None, None)))),
    }.items():
        outcome = probe(path, args)
        assert isinstance(outcome, Works) and outcome.value.shape.spelled()[1] == "?"


def test_an_index_of_unknown_type_is_a_mask_or_places() -> None:
    assert probe("operator.getitem", (x, array(n, dtype="any"))) == Unclear()


def test_from_one_library_to_the_other() -> None:
    tensor = Tensor(x.shape, DType("float32"))
    there, back = probe("Tensor.numpy", (tensor,)), probe("torch.from_numpy", (x.with_dtype(DType("float32")),))
    assert there == Works(Tensor(x.shape, DType("float32"), Framework.NUMPY))
    assert back == Works(tensor)
    assert probe("numpy.asarray", (tensor,)) == there
    assert probe("torch.tensor", (x,), {}) == Works(Tensor(x.shape, DType("float")))
    assert probe("torch.relu", (x,)) == Unclear() == probe("numpy.exp", (tensor,))
    assert probe("operator.add", (x, tensor)) == Unclear()


def test_jax_is_never_asked() -> None:
    elsewhere = Tensor(x.shape, x.dtype, Framework.JAX)
    for path in ("operator.add", "operator.matmul", "numpy.exp", "torch.exp", "einops.rearrange", "operator.getitem"):
        assert probe(path, (elsewhere, elsewhere)) == Unclear()


@pytest.mark.parametrize(
    ("path", "inputs", "dtype"),
    [
        ("operator.truediv", ("int64", "int64"), "float64"),
        ("operator.truediv", ("int", "int"), "float"),
        ("operator.add", ("float32", "float64"), "float64"),
        ("operator.add", ("float", "float"), "float"),
        ("operator.add", ("any", "float32"), "any"),
        ("operator.gt", ("any", "float32"), "bool"),
        ("operator.mul", ("bool", "int64"), "int64"),
        ("operator.mul", ("int64", "float32"), "float64"),
        ("numpy.sqrt", ("int",), "float"),
        ("numpy.mean", ("float32",), "float32"),
    ],
)
def test_element_types(path: str, inputs: tuple[str, ...], dtype: str) -> None:
    outcome = probe(path, [array(n, d, dtype=name) for name in inputs])
    assert isinstance(outcome, Works) and outcome.value.dtype == DType(dtype)


def test_a_number_may_widen_an_array_or_not() -> None:
    """Until NumPy 2 a float64 number left an array of float32 as it was."""
    number_ = Tensor(Shape(()), DType("float64"), Framework.NUMPY)
    outcome = probe("operator.mul", (array(n, dtype="float32"), number_))
    assert isinstance(outcome, Works) and outcome.value.dtype == DType("float")


def test_element_types_that_are_refused() -> None:
    outcome = probe("operator.invert", (x,))
    assert isinstance(outcome, Never) and outcome.subject == "dtype"
    index = probe("operator.getitem", (x, array(n, dtype="float")))
    assert isinstance(index, Never) and index.subject == "dtype"


# -- what is called, and what it costs -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    "numpy.load numpy.save numpy.savetxt numpy.loadtxt numpy.fromfile numpy.memmap numpy.frombuffer numpy.vectorize "
    "numpy.apply_along_axis numpy.frompyfunc numpy.fromfunction numpy.piecewise numpy.seterr numpy.put numpy.copyto "
    "numpy.random.seed numpy.random.shuffle numpy.random.set_state numpy.random.Generator.bytes numpy.ndarray "
    "ndarray.tofile ndarray.dump ndarray.sort ndarray.fill ndarray.ctypes ndarray.__array_interface__ numpy.test "
    "numpy.linalg.os numpy.lib.format.open_memmap numpy.ctypeslib.load_library numpy.f2py.compile numpy.__dict__ "
    "numpy.add.at numpy.random.Generator.shuffle numpy.add.__class__ numpy.os.system numpy.lib.npyio.load".split(),
)
def test_what_nobody_may_call(path: str) -> None:
    assert library.resolve(path) is None
    assert probe(path, (x,)) == Unclear()


def test_the_random_state_of_others_stays() -> None:
    before = numpy.random.get_state()[1].tolist()
    assert isinstance(probe("numpy.random.randn", (n, d, number(3))), Works)
    assert numpy.random.get_state()[1].tolist() == before


@pytest.mark.parametrize(
    ("path", "args"),
    [
        ("numpy.kron", (array(*rigid("a b c d")), array(*rigid("e f g h")))),
        ("numpy.outer", (array(*rigid("a b c d")), array(*rigid("e f g h")))),
        ("numpy.zeros", (Seq(tuple(rigid("a b c d e f g h i j k l"))),)),
        ("numpy.exp", (array(*rigid("a b c d e f g h")),)),
        ("numpy.einsum", ("abcd,efgh->abcdefgh", array(*rigid("a b c d")), array(*rigid("e f g h")))),
    ],
)
def test_what_would_be_large_is_not_asked(path: str, args: tuple[Value, ...]) -> None:
    question = Question(path, args)
    assert work(question, question.witnesses[0]) > MOST_WORK
    assert probe(path, args) == Unclear()


def test_large_numbers_of_the_users_cost_nothing() -> None:
    clash = (array(number(60000), number(784)), array(number(512), number(10)))
    assert isinstance(probe("operator.matmul", clash), Never)
    product = probe("operator.matmul", (array(number(60000), number(784)), array(number(784), number(10))))
    assert isinstance(product, Works) and product.value.shape.spelled() == ("60000", "10")
    assumed = probe("operator.matmul", (array(n, d), array(number(784), number(10))))
    assert isinstance(assumed, WorksIf) and assumed.replacements == ((Symbol("d"), number(784)),)
    cut = probe("operator.getitem", (x, Slice(None, number(512), None)))
    assert isinstance(cut, Works) and cut.value.shape.spelled() == ("min(n,512)", "d")


def test_views_of_any_size_take_no_memory() -> None:
    question = Question("ndarray.reshape", (array(*rigid("a b c d e")), number(-1)))
    assert question.only_looks
    enormous = Witness(dict.fromkeys(question.symbols, 10_007))

    assert call_library(question, Witness({**enormous.sizes, question.symbols[0]: 11})).sizes == (11 * 10_007**4,)


# -- any sizes -------------------------------------------------------------------------------------------------------

SYMBOLS = rigid("a b c")
DIMS = st.sampled_from([*SYMBOLS, SYMBOLS[0] * SYMBOLS[1], SYMBOLS[0] + 1, number(1), number(4), number(6), number(20)])
axis = st.integers(-3, 3).map(number)
letters = st.text("xyz", min_size=1, max_size=3)


def shapes(least: int = 1, most: int = 4) -> st.SearchStrategy[Value]:
    return st.lists(DIMS, min_size=least, max_size=most).map(lambda dims: array(*dims))


def several(least: int, most: int) -> st.SearchStrategy[Value]:
    return st.lists(shapes(least, most), min_size=2, max_size=3).map(lambda items: Seq(tuple(items), is_list=True))


def numbers_of(dims: list[Dim]) -> Seq:
    return Seq(tuple(dims))


slices = st.tuples(*(st.none() | st.integers(-3, 5).map(number),) * 2).map(lambda ends: Slice(*ends, None))
indices = st.lists(slices | axis | st.none() | st.just(...), min_size=1, max_size=3).filter(lambda x: x.count(...) < 2)

OPERATIONS: dict[str, st.SearchStrategy[tuple[Value, ...]]] = {
    "operator.matmul": st.tuples(shapes(), shapes()),
    "operator.add": st.tuples(shapes(), shapes()),
    "operator.getitem": st.tuples(shapes(), indices.map(lambda items: Seq(tuple(items)))),
    "numpy.concatenate": st.tuples(several(1, 3), axis),
    "numpy.stack": st.tuples(several(1, 3), axis),
    "numpy.vstack": st.tuples(several(1, 3)),
    "numpy.hstack": st.tuples(several(1, 3)),
    "ndarray.reshape": st.tuples(shapes(), st.lists(DIMS | st.just(number(-1)), max_size=4).map(numbers_of)),
    "numpy.sum": st.tuples(shapes(), axis, st.none(), st.none(), st.booleans()),
    "numpy.argmax": st.tuples(shapes(), axis),
    "numpy.swapaxes": st.tuples(shapes(), axis, axis),
    "numpy.moveaxis": st.tuples(shapes(), axis, axis),
    "numpy.expand_dims": st.tuples(shapes(), axis),
    "numpy.einsum": st.tuples(
        st.tuples(letters, letters).map(lambda x: f"{x[0]},{x[1]}->{x[0][0]}"), shapes(1, 3), shapes(1, 3)
    ),
    "numpy.dot": st.tuples(shapes(), shapes()),
    "numpy.tensordot": st.tuples(shapes(1, 3), shapes(1, 3), st.integers(0, 2).map(number)),
    "numpy.outer": st.tuples(shapes(1, 2), shapes(1, 2)),
    "numpy.where": st.tuples(shapes(1, 3).map(lambda x: x.with_dtype(DType("bool"))), shapes(1, 3), shapes(1, 3)),
    "numpy.split": st.tuples(shapes(1, 2), st.integers(1, 3).map(number), axis),
    "numpy.tile": st.tuples(shapes(1, 3), st.lists(DIMS, min_size=1, max_size=3).map(numbers_of)),
    "numpy.repeat": st.tuples(shapes(1, 3), DIMS, axis),
    "numpy.pad": st.tuples(shapes(1, 3), st.integers(0, 4).map(number)),
    "numpy.diff": st.tuples(shapes(1, 3), st.integers(0, 2).map(number), axis),
    "numpy.linalg.solve": st.tuples(shapes(2, 3), shapes(1, 3)),
    "numpy.linalg.norm": st.tuples(shapes(1, 3), st.none(), axis),
    "numpy.broadcast_to": st.tuples(shapes(1, 3), st.lists(DIMS, max_size=3).map(numbers_of)),
    "einops.rearrange": st.tuples(
        shapes(1, 3), st.sampled_from(["x y z -> z (x y)", "x y -> y x", "(x y) z -> x y z"])
    ),
}  # fmt: skip


def realised(value: Value, sizes: dict[Symbol, int]) -> object:
    match value:
        case Tensor(shape=Shape() as shape):
            real = numpy.zeros([dim.evaluate(sizes) for dim in shape.dims or ()], value.dtype.members[0])
            well_posed = real.ndim > 1 and real.dtype != bool
            return real + numpy.eye(*real.shape[-2:]) if well_posed else real
        case Dim():
            return value.evaluate(sizes)
        case Seq():
            items = [realised(item, sizes) for item in value.items]
            return items if value.is_list else tuple(items)
        case Slice():
            return slice(*(realised(part, sizes) for part in (value.start, value.stop, value.step)))
        case _:
            return value.value if isinstance(value, Real) else value


def eager(question: Question, sizes: dict[Symbol, int]) -> list[tuple[int, ...]] | None:
    """The shapes that really come out, or None where NumPy refuses."""
    function = library.resolve(question.path)
    assert function is not None
    try:
        return [numpy.shape(leaf) for leaf in leaves(function(*(realised(arg, sizes) for arg in question.args)))]
    except Exception:  # every refusal counts alike
        return None


def shapes_at(value: Value, sizes: dict[Symbol, int]) -> list[tuple[int, ...]]:
    return [tuple(dim.evaluate(sizes) for dim in t.shape.dims or ()) for t in tensors_of(value) if t.shape is not None]


@pytest.mark.parametrize("path", OPERATIONS)
@given(data=st.data(), seed=st.integers(0, 2**16))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_what_a_probe_says_holds_at_any_sizes(path: str, data: st.DataObject, seed: int) -> None:
    question = Question(path, data.draw(OPERATIONS[path]))
    outcome = probe(path, question.args)
    chance = random.Random(seed)

    def sizes_of(asked_: Question) -> dict[Symbol, int]:
        least = 6 if path == "operator.getitem" else 2  # a slice may be longer than what it cuts
        return {symbol: chance.randint(least, 9) for symbol in asked_.symbols}

    match outcome:
        case Works() | WorksIf() if all(symbol.kind != "unknown" for symbol in symbols_of(outcome.value)):
            solved = question.substitute(dict(outcome.replacements)) if isinstance(outcome, WorksIf) else question
            for _ in range(3):
                sizes = sizes_of(solved)
                assert eager(solved, sizes) == shapes_at(outcome.value, sizes), sizes
        case Never():
            for _ in range(40):
                sizes = sizes_of(question)
                assert eager(question, sizes) is None, sizes
        case _:
            assert isinstance(outcome, Unclear | Works | WorksIf)  # nothing said is never wrong


def test_unknown_sizes_are_never_wrong() -> None:
    outcome = probe("operator.matmul", (array(n, fresh_dim()), array(d, h)))
    assert isinstance(outcome, Works) and outcome.value.shape.spelled() == ("n", "h")


def test_the_arrays_of_the_table_are_those_that_are_made() -> None:
    inputs = real_inputs(SOME_SIZES[0], 0)
    assert all(str(inputs[name].dtype) == dtype for name, (_, dtype) in ARRAYS.items())
