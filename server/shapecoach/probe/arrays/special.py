"""The NumPy functions whose result hangs on values, and those that bring an array from one library into another.

What is not in here is asked of NumPy itself.
"""

from __future__ import annotations

from collections.abc import Callable

from shapecoach.probe.arguments import UNKNOWN, Real, Seq, Slice, SomeBool, Value, map_value
from shapecoach.probe.outcome import Outcome, Unclear, Works
from shapecoach.probe.question import Question
from shapecoach.probe.unknown import fresh_dim
from shapecoach.shapes.axis import Shape
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.dtype import DType
from shapecoach.shapes.tensor import ANY, Framework, Tensor

Ask = Callable[[Question], Outcome]
Rule = Callable[[Question, Ask], Outcome | None]
INT64 = DType("int64")
BOOL = DType("bool")


def _argument(question: Question, place: int, *names: str) -> Value:
    """The argument at a place, or of one of these names; None where it isn't given."""
    if place < len(question.args):
        return question.args[place]
    named = dict(question.kwargs)
    return next((named[name] for name in names if name in named), None)


def _array(shape: Shape | None, dtype: DType = INT64) -> Tensor:
    return Tensor(shape, dtype, Framework.NUMPY)


def _source(question: Question) -> Tensor | None:
    """The first argument, where it is an array whose axes are all there."""
    first = _argument(question, 0, "a", "ar", "arr", "x", "condition")
    if not isinstance(first, Tensor) or first.framework is not Framework.NUMPY or first.shape is None:
        return None
    return first if first.shape.dims is not None else None


def _anything(question: Question, ask: Ask) -> Outcome | None:
    return Works(UNKNOWN)


def _unclear(question: Question, ask: Ask) -> Outcome | None:
    return Unclear()


def _either(question: Question, ask: Ask) -> Outcome | None:
    return Works(SomeBool())


# -- sizes that hang on values ----------------------------------------------------------------------------------------


def _places(question: Question, ask: Ask) -> Outcome | None:
    """`nonzero`: a vector of indices for every axis, as long as what is found."""
    source = _source(question)
    if source is None or source.shape is None:
        return Unclear()
    return Works(Seq((_array(Shape.of(fresh_dim("n_nonzero"))),) * max(len(source.shape.axes), 1)))


def _places_if_alone(question: Question, ask: Ask) -> Outcome | None:
    """`np.where(condition)` is `nonzero`; with two more arguments it is an ordinary function."""
    return _places(question, ask) if len(question.args) + len(question.kwargs) == 1 else None


def _rows_of_places(question: Question, ask: Ask) -> Outcome | None:
    source = _source(question)
    return (
        Works(_array(Shape.of(fresh_dim("n_nonzero"), len(source.shape.axes))))
        if source and source.shape
        else Unclear()
    )


def _some_of(place: int) -> Rule:
    """A vector of some elements of the argument at a place."""

    def rule(question: Question, ask: Ask) -> Outcome | None:
        source = _argument(question, place, "a", "arr", "ar1", "x", "filt")
        if not isinstance(source, Tensor) or any(flag is True for _, flag in question.kwargs):
            return Unclear()
        return Works(_array(Shape.of(fresh_dim("n_kept")), source.dtype))

    return rule


def _some_ints(question: Question, ask: Ask) -> Outcome | None:
    return Works(_array(Shape.of(fresh_dim("n_nonzero"))))


def _counted(question: Question, ask: Ask) -> Outcome | None:
    """`bincount`: one count for each value up to the largest."""
    weights = _argument(question, 1, "weights")
    return Works(_array(Shape.of(fresh_dim("n_bins")), INT64 if weights is None else DType("float64")))


def _how_many(question: Question, ask: Ask) -> Outcome | None:
    """`count_nonzero`: an int that the elements say, or an array of them."""
    axis = _argument(question, 1, "axis")
    return Works(fresh_dim("n_nonzero")) if axis is None and not question.kwargs else None


def _unique(question: Question, ask: Ask) -> Outcome | None:
    """`unique`: fewer elements, or along `axis` fewer slices, and what was asked with them."""
    source = _source(question)
    flags = [_argument(question, place, name) for place, name in enumerate(_UNIQUE_FLAGS, 1)]
    axis = _argument(question, 4, "axis")
    if source is None or source.shape is None or any(not isinstance(flag, bool | None) for flag in flags):
        return Unclear()
    found, dims = fresh_dim("n_unique"), source.shape.dims or ()
    kept, sources = Shape.of(found), Shape.of(*dims) if len(dims) == 1 else None
    if axis is not None:
        if not isinstance(axis, Dim) or axis.constant is None or not -len(dims) <= axis.constant < len(dims):
            return Unclear()
        at = axis.constant % len(dims)
        kept, sources = Shape.of(*dims[:at], found, *dims[at + 1 :]), None
    results = [_array(kept, source.dtype)]
    shapes = (Shape.of(found), sources, Shape.of(found))  # the inverse of several axes: it varies with NumPy's version
    results += [_array(shape) for shape, flag in zip(shapes, flags, strict=True) if flag]
    return Works(results[0] if len(results) == 1 else Seq(tuple(results)))


_UNIQUE_FLAGS = ("return_index", "return_inverse", "return_counts")


def _along(place: int, *names: str) -> Rule:
    """`delete`, `insert`, `repeat`: where the argument at a place is an array, its values say the new size."""

    def rule(question: Question, ask: Ask) -> Outcome | None:
        what = _argument(question, place, *names)
        if isinstance(what, Dim | Slice):
            return None
        source, axis = _source(question), dict(question.kwargs).get("axis")
        if axis is None and len(question.args) > (3 if question.path.endswith("insert") else 2):
            axis = question.args[-1]
        if source is None or source.shape is None or source.shape.dims is None:
            return Unclear()
        dims = source.shape.dims
        if axis is None:
            return Works(_array(Shape.of(fresh_dim()), source.dtype))
        if not isinstance(axis, Dim) or axis.constant is None or not -len(dims) <= axis.constant < len(dims):
            return Unclear()
        at = axis.constant % len(dims)
        return Works(_array(Shape.of(*dims[:at], fresh_dim(), *dims[at + 1 :]), source.dtype))

    return rule


def _range(question: Question, ask: Ask) -> Outcome | None:
    """`arange` of floats: how many there are is a matter of rounding."""
    bounds = (*question.args, *(value for name, value in question.kwargs if name in ("start", "stop", "step")))
    if all(isinstance(bound, Dim | DType | str) for bound in bounds):
        return None
    dtype = next((value for name, value in question.kwargs if name == "dtype"), None)
    return Works(_array(Shape.of(fresh_dim()), dtype if isinstance(dtype, DType) else ANY))


def _binned(question: Question, ask: Ask) -> Outcome | None:
    """`histogram` with a method's name for its bins, whose number the elements say."""
    bins = _argument(question, 1, "bins")
    if not isinstance(bins, str):
        return None
    edges = _array(Shape.of(fresh_dim("n_bins")), DType("float64"))
    return Works(edges if question.path.endswith("edges") else Seq((_array(Shape.of(fresh_dim("n_bins")), ANY), edges)))


def _of_no_mask(question: Question, ask: Ask) -> Outcome | None:
    """`ix_` and the like: a bool array stands for the places where it holds."""
    return Unclear() if any(tensor.dtype.may_be(BOOL) for tensor in question.tensors) else None


def _strided(question: Question, ask: Ask) -> Outcome | None:
    """`as_strided`: whatever the strides, the shape is the one that is asked for."""
    source, shape = _argument(question, 0, "x"), _argument(question, 1, "shape")
    if not isinstance(source, Tensor) or not isinstance(shape, Seq) or not all(isinstance(d, Dim) for d in shape.items):
        return Unclear()
    return Works(_array(Shape.of(*shape.items), source.dtype))


def _least_squares(question: Question, ask: Ask) -> Outcome | None:
    """`lstsq`: the solution; whether there are residuals, and how many singular values, hangs on rank and order."""
    matrix, wanted = _argument(question, 0, "a"), _argument(question, 1, "b")
    inverse = ask(Question("numpy.linalg.pinv", (matrix,)))
    solution = ask(Question("operator.matmul", (inverse.value, wanted))) if isinstance(inverse, Works) else Unclear()
    if not isinstance(solution, Works):
        return solution
    residuals, singular = (_array(Shape.of(fresh_dim()), ANY) for _ in range(2))
    return Works(Seq((solution.value, residuals, _array(Shape(()), ANY), singular)))


_SYMMETRIC = {"numpy.linalg.eig": "numpy.linalg.eigh", "numpy.linalg.eigvals": "numpy.linalg.eigvalsh"}


def _eigen(question: Question, ask: Ask) -> Outcome | None:
    """`eig` and `eigvals`: as for a symmetric matrix, but complex where the elements want it."""
    outcome = ask(Question(_SYMMETRIC[question.path], question.args))
    if not isinstance(outcome, Works):
        return outcome
    return Works(map_value(outcome.value, lambda leaf: leaf.with_dtype(ANY) if isinstance(leaf, Tensor) else leaf))


def _grid(question: Question, ask: Ask) -> Outcome | None:
    """`mgrid[0:1:0.1]`: as with `arange`, rounding says how many."""
    parts = question.args[0].items if isinstance(question.args[0], Seq) else question.args
    bounds = [bound for part in parts if isinstance(part, Slice) for bound in (part.start, part.stop, part.step)]
    return Unclear() if any(isinstance(bound, Real) for bound in bounds) else None


# -- from one library to another --------------------------------------------------------------------------------------


def _brought_to(framework: Framework) -> Rule:
    """`torch.from_numpy(x)`, `x.numpy()`, `np.asarray(x)`: the same shape and elements, in another library's hands."""

    def rule(question: Question, ask: Ask) -> Outcome | None:
        given = _argument(question, 0, "data", "object", "a", "obj")
        if not isinstance(given, Tensor) or given.framework is framework:
            return None
        if Framework.JAX in (given.framework, framework):
            return Unclear()
        dtype = _argument(question, 1, "dtype")
        name = dtype.name if isinstance(dtype, DType) else str(dtype).removeprefix("torch.")
        kept = given.dtype if dtype is None else DType(name)
        return Works(Tensor(given.shape, kept if kept.members[0] != kept.name or kept.is_exact else ANY, framework))

    return rule


def _of_both(names: str) -> list[str]:
    """The function's path and the method's of every name."""
    return [f"{space}.{name}" for name in names.split() for space in ("numpy", "ndarray")]


RULES: dict[str, Rule] = {
    **dict.fromkeys(_of_both("nonzero"), _places),
    "numpy.where": _places_if_alone,
    "numpy.argwhere": _rows_of_places,
    "numpy.flatnonzero": _some_ints,
    "numpy.bincount": _counted,
    "numpy.count_nonzero": _how_many,
    "numpy.unique": _unique,
    "numpy.extract": _some_of(1),
    "numpy.trim_zeros": _some_of(0),
    **dict.fromkeys((f"numpy.{name}" for name in "union1d intersect1d setdiff1d setxor1d".split()), _some_of(0)),
    **dict.fromkeys(_of_both("repeat"), _along(1, "repeats")),
    "numpy.delete": _along(1, "obj"),
    "numpy.insert": _along(1, "obj"),
    "numpy.arange": _range,
    **dict.fromkeys(("numpy.histogram", "numpy.histogram_bin_edges"), _binned),
    "numpy.ix_": _of_no_mask,
    "numpy.linalg.lstsq": _least_squares,
    **dict.fromkeys(_SYMMETRIC, _eigen),
    "numpy.mgrid": _grid,
    "numpy.ogrid": _grid,
    "numpy.lib.stride_tricks.as_strided": _strided,
    **dict.fromkeys(("ndarray.item", "ndarray.tolist"), _anything),
    **dict.fromkeys((f"numpy.{name}" for name in "allclose array_equal array_equiv".split()), _either),
    **dict.fromkeys(
        (f"torch.{name}" for name in "from_numpy tensor as_tensor asarray".split()), _brought_to(Framework.TORCH)
    ),
    **dict.fromkeys(("numpy.asarray", "numpy.array", "Tensor.numpy", "Tensor.__array__"), _brought_to(Framework.NUMPY)),
    **dict.fromkeys(_of_both("compress roots unique_all unique_counts unique_inverse unique_values"), _unclear),
}  # fmt: skip

_TAKES_SIZES = frozenset(
    "zeros ones empty full eye identity tri arange linspace reshape resize repeat tile pad split array_split "
    "broadcast_to indices normal uniform standard_normal random randn rand integers randint choice permutation "
    "take_along_axis bincount".split()
)


def with_ints(question: Question) -> Question:
    """The question with sizes of nobody knows what where it takes an int from an array (`np.zeros(y.max() + 1)`)."""
    name = question.path.rpartition(".")[2]
    if question.path == "operator.getitem" and len(question.args) == 2:
        tensor, index = question.args
        return Question(question.path, (tensor, _bounds(index)))
    if name not in _TAKES_SIZES:
        return question
    return question.map(_as_int)


def _as_int(leaf: Value) -> Value:
    is_int = isinstance(leaf, Tensor) and leaf.shape == Shape(()) and leaf.dtype.family in ("int", "uint", "integer")
    return fresh_dim() if is_int else leaf


def _bounds(index: Value) -> Value:
    """An index whose slices go from int to int."""
    match index:
        case Slice():
            return Slice(_as_int(index.start), _as_int(index.stop), _as_int(index.step))
        case Seq(items=items, is_list=False):
            return Seq(tuple(_bounds(item) if isinstance(item, Slice) else item for item in items))
        case _:
            return index
