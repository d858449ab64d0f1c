"""Sizes that hang on values: how many elements are not zero, are kept, are unlike each other.

The rank is known, and which other sizes stay; the size itself is a fresh one, named after what it counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from shapecoach.probe.arguments import Listing, Seq, Value
from shapecoach.probe.outcome import Outcome, Unclear, Works
from shapecoach.probe.question import Question
from shapecoach.probe.unknown import fresh_dim
from shapecoach.shapes.axis import Axis, Shape
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.dtype import DType
from shapecoach.shapes.tensor import Tensor

Ask = Callable[[Question], Outcome]
Rule = Callable[[Question, Ask], Outcome | None]
INT64 = DType("int64")


def both_paths(names: str) -> list[str]:
    """The function's path and the method's of every name."""
    return [f"{space}.{name}" for name in names.split() for space in ("torch", "Tensor")]


def deciding(path: str, args: Sequence[Value], kwargs: Sequence[tuple[str, Value]]) -> tuple[Value, ...]:
    """The arguments whose values decide how large a size is that hangs on values."""
    question = Question(path, tuple(args), tuple(kwargs))
    name = path.rpartition(".")[2]
    if name == "masked_select":
        return (question.argument(1, "mask"),)
    if name == "repeat_interleave" and question.argument(1, "repeats") is not None:
        return (question.argument(1, "repeats"),)
    if name in ("getitem", "__getitem__"):
        index = question.argument(1, "key")
        return index.items if isinstance(index, Seq) and not index.is_list else (index,)
    return (*args, *(value for _, value in kwargs))


def _known(question: Question) -> tuple[Tensor, tuple[Dim, ...]] | None:
    """The first argument and its dims, where it is a tensor whose axes are all there."""
    tensor = question.argument(0, "input")
    if not isinstance(tensor, Tensor) or tensor.shape is None or tensor.shape.dims is None:
        return None
    return tensor, tensor.shape.dims


def _places(question: Question, ask: Ask) -> Outcome | None:
    """`nonzero` and its kin: one row, or one entry of each index vector, for every element that is found."""
    known = _known(question)
    if known is None:
        return Unclear()
    rank, found = len(known[1]), fresh_dim("n_nonzero")
    if question.argument(1, "as_tuple", False) is True or question.path == "torch.where":
        return Works(Seq((Tensor(Shape.of(found), INT64),) * max(rank, 1)))
    return Works(Tensor(Shape.of(found, rank), INT64))


def _places_if_alone(question: Question, ask: Ask) -> Outcome | None:
    """`torch.where(condition)` is `nonzero`; with two more arguments it is an ordinary operation."""
    return _places(question, ask) if len(question.args) + len(question.kwargs) == 1 else None


def _picked(question: Question, ask: Ask) -> Outcome | None:
    """`masked_select`: a vector of unknown length."""
    known = _known(question)
    return Works(Tensor(Shape.of(fresh_dim("n_kept")), known[0].dtype)) if known is not None else Unclear()


def _counted(question: Question, ask: Ask) -> Outcome | None:
    """`bincount`: one count for each value up to the largest."""
    weights = question.argument(1, "weights")
    return Works(Tensor(Shape.of(fresh_dim("n_bins")), INT64 if weights is None else DType("float")))


def _unique(question: Question, ask: Ask) -> Outcome | None:
    """`unique` and `unique_consecutive`: fewer elements, or along `dim` fewer slices, and what was asked with them."""
    known = _known(question)
    flags = 1 if question.path.endswith("_consecutive") else 2
    inverse = question.argument(flags, "return_inverse", False)
    counts = question.argument(flags + 1, "return_counts", False)
    dim = question.argument(flags + 2, "dim")
    if known is None or not isinstance(inverse, bool) or not isinstance(counts, bool):
        return Unclear()
    (tensor, dims), found = known, fresh_dim("n_unique")
    if dim is None:
        kept, sources = Shape.of(found), Shape.of(*dims)
    elif isinstance(dim, Dim) and dim.constant is not None and -len(dims) <= dim.constant < len(dims):
        axis = dim.constant % len(dims)
        kept, sources = Shape.of(*dims[:axis], found, *dims[axis + 1 :]), Shape.of(dims[axis])
    else:
        return Unclear()
    results = [Tensor(kept, tensor.dtype)]
    results += [Tensor(sources, INT64)] if inverse else []
    results += [Tensor(Shape.of(found), INT64)] if counts else []
    return Works(results[0] if len(results) == 1 else Seq(tuple(results)))


def _repeated(question: Question, ask: Ask) -> Outcome | None:
    """`repeat_interleave` with a tensor of repeats; with an int it is an ordinary operation."""
    known = _known(question)
    repeats, dim = question.argument(1, "repeats"), question.argument(2, "dim")
    total = question.argument(3, "output_size")
    if isinstance(repeats, Dim):
        return None
    if known is None:
        return Unclear()
    tensor, dims = known
    size = total if isinstance(total, Dim) else fresh_dim("n_repeated")
    if repeats is None:
        return Works(Tensor(Shape.of(size), INT64))
    if dim is None:
        return Works(Tensor(Shape.of(size), tensor.dtype))
    if not isinstance(dim, Dim) or dim.constant is None or not -len(dims) <= dim.constant < len(dims):
        return Unclear()
    axes = [Axis(each) for each in dims]
    axes[dim.constant] = Axis(size)
    return Works(Tensor(Shape(tuple(axes)), tensor.dtype))


def _one_hot(question: Question, ask: Ask) -> Outcome | None:
    """`one_hot` counts the classes itself where it isn't told."""
    known, classes = _known(question), question.argument(1, "num_classes", Dim.of(-1))
    if classes != Dim.of(-1):
        return None
    return Works(Tensor(Shape.of(*known[1], fresh_dim("n_classes")), INT64)) if known is not None else Unclear()


def _split(question: Question, ask: Ask) -> Outcome | None:
    """`tensor_split` where a tensor says where, or into how many parts."""
    known, where = _known(question), question.argument(1, "tensor_indices_or_sections")
    dim = question.argument(2, "dim", Dim.of(0))
    if not isinstance(where, Tensor):
        return None
    if known is None or where.shape is None or not isinstance(dim, Dim) or dim.constant is None:
        return Unclear()
    tensor, dims = known
    if not -len(dims) <= dim.constant < len(dims):
        return Unclear()

    def part(name: str) -> Tensor:
        axes = [Axis(each) for each in dims]
        axes[dim.constant or 0] = Axis(fresh_dim(name))
        return Tensor(Shape(tuple(axes)), tensor.dtype)

    places = where.shape.dims
    if places is not None and len(places) == 1 and (count := places[0].constant) is not None:
        return Works(Seq(tuple(part("n_part") for _ in range(count + 1))))
    return Works(Listing(part("")))


def _least_squares(question: Question, ask: Ask) -> Outcome | None:
    """`lstsq`: how many residuals there are hangs on the rank that the matrix turns out to have."""
    known, right = _known(question), question.argument(1, "b")
    driver = question.argument(3, "driver") or "gelsy"
    if known is None or not isinstance(right, Tensor) or right.shape is None or len(known[1]) != right.shape.rank:
        return Unclear()
    (matrix, (*batch, rows, columns)) = known
    turned = Tensor(Shape.of(*batch, columns, rows), matrix.dtype)
    outcome = ask(Question("torch.matmul", (turned, right)))
    if not isinstance(outcome, Works):
        return outcome
    residuals = Shape.of(fresh_dim("n_residuals")) if not batch else None
    rank = Shape.of(0) if driver == "gels" else Shape.of(*batch)
    values = Shape.of(*batch, Dim.smallest(rows, columns)) if driver in ("gelss", "gelsd") else Shape.of(0)
    parts = (
        outcome.value,
        Tensor(residuals, matrix.dtype),
        Tensor(rank, INT64),
        Tensor(values, matrix.dtype),
    )
    return Works(Seq(parts, names=("solution", "residuals", "rank", "singular_values")))


RULES: dict[str, Rule] = {
    **dict.fromkeys(both_paths("nonzero argwhere"), _places),
    "torch.where": _places_if_alone,
    **dict.fromkeys(both_paths("masked_select"), _picked),
    **dict.fromkeys(both_paths("bincount"), _counted),
    **dict.fromkeys(both_paths("unique unique_consecutive"), _unique),
    **dict.fromkeys(both_paths("repeat_interleave"), _repeated),
    **dict.fromkeys(both_paths("tensor_split"), _split),
    "torch.nn.functional.one_hot": _one_hot,
    "torch.linalg.lstsq": _least_squares,
}
