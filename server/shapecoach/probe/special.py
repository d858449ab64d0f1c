"""The few operations that need help: PyTorch can't say their shape without data, or asks for a device.

A rule gets the question, and the way to ask another; it gives an Outcome, or None to leave the question to the probe.
"""

from __future__ import annotations

from collections.abc import Callable

import torch

from shapecoach.probe.arguments import UNKNOWN, Seq, SomeBool, Value
from shapecoach.probe.arrays import special as arrays
from shapecoach.probe.masks import masked
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


def _argument(question: Question, place: int, name: str, default: Value = None) -> Value:
    if place < len(question.args):
        return question.args[place]
    return dict(question.kwargs).get(name, default)


def _same(question: Question, ask: Ask) -> Outcome | None:
    """The first tensor again, moved or marked but with its shape and element type."""
    first = _argument(question, 0, "data")
    return Works(first) if isinstance(first, Tensor) else Unclear()


def _anything(question: Question, ask: Ask) -> Outcome | None:
    return Works(UNKNOWN)


def _either(question: Question, ask: Ask) -> Outcome | None:
    """A bool that hangs on values; what it compares must still fit together."""
    return Works(SomeBool())


def _sizes(question: Question, ask: Ask) -> Outcome | None:
    """Tensor.size() without PyTorch, since the sizes are known."""
    tensor, index = _argument(question, 0, "self"), _argument(question, 1, "dim")
    if not isinstance(tensor, Tensor) or tensor.shape is None or tensor.shape.dims is None:
        return Unclear()
    dims = tensor.shape.dims
    if index is None:
        return Works(Seq(tuple(dims)))
    if isinstance(index, Dim) and index.constant is not None and -len(dims) <= index.constant < len(dims):
        return Works(dims[index.constant])
    return None


# -- sizes that hang on values ----------------------------------------------------------------------------------------


def _known(question: Question) -> tuple[Tensor, tuple[Dim, ...]] | None:
    """The first argument and its dims, where it is a tensor whose axes are all there."""
    tensor = _argument(question, 0, "input")
    if not isinstance(tensor, Tensor) or tensor.shape is None or tensor.shape.dims is None:
        return None
    return tensor, tensor.shape.dims


def _places(question: Question, ask: Ask) -> Outcome | None:
    """`nonzero` and its kin: one row, or one entry of each index vector, for every element that is found."""
    known = _known(question)
    if known is None:
        return Unclear()
    rank, found = len(known[1]), fresh_dim()
    if _argument(question, 1, "as_tuple", False) is True or question.path == "torch.where":
        return Works(Seq((Tensor(Shape.of(found), INT64),) * max(rank, 1)))
    return Works(Tensor(Shape.of(found, rank), INT64))


def _places_if_alone(question: Question, ask: Ask) -> Outcome | None:
    """`torch.where(condition)` is `nonzero`; with two more arguments it is an ordinary operation."""
    return _places(question, ask) if len(question.args) + len(question.kwargs) == 1 else None


def _picked(question: Question, ask: Ask) -> Outcome | None:
    """`masked_select`: a vector of unknown length."""
    known = _known(question)
    return Works(Tensor(Shape.of(fresh_dim()), known[0].dtype)) if known is not None else Unclear()


def _counted(question: Question, ask: Ask) -> Outcome | None:
    """`bincount`: one count for each value up to the largest."""
    weights = _argument(question, 1, "weights")
    return Works(Tensor(Shape.of(fresh_dim()), INT64 if weights is None else DType("float")))


def _unique(question: Question, ask: Ask) -> Outcome | None:
    """`unique` and `unique_consecutive`: fewer elements, or along `dim` fewer slices, and what was asked with them."""
    known = _known(question)
    flags = 1 if question.path.endswith("_consecutive") else 2
    inverse = _argument(question, flags, "return_inverse", False)
    counts = _argument(question, flags + 1, "return_counts", False)
    dim = _argument(question, flags + 2, "dim")
    if known is None or not isinstance(inverse, bool) or not isinstance(counts, bool):
        return Unclear()
    (tensor, dims), found = known, fresh_dim()
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
    repeats, dim = _argument(question, 1, "repeats"), _argument(question, 2, "dim")
    total = _argument(question, 3, "output_size")
    if isinstance(repeats, Dim):
        return None
    if known is None:
        return Unclear()
    tensor, dims = known
    size = total if isinstance(total, Dim) else fresh_dim()
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
    known, classes = _known(question), _argument(question, 1, "num_classes", Dim.of(-1))
    if classes != Dim.of(-1):
        return None
    return Works(Tensor(Shape.of(*known[1], fresh_dim()), INT64)) if known is not None else Unclear()


# -- shapes that another operation says ------------------------------------------------------------------------------


def _narrow(question: Question, ask: Ask) -> Outcome | None:
    """Where a tensor says where to start, any start will do to learn the shape."""
    args = tuple(
        Dim.of(0) if place == 2 and isinstance(arg, Tensor) else arg for place, arg in enumerate(question.args)
    )
    return ask(Question(question.path, args, question.kwargs)) if args != question.args else None


def _pairwise_loss(question: Question, ask: Ask) -> Outcome | None:
    """A loss that looks at its values first, and has the shape of any other that compares two tensors."""
    reduction = tuple(pair for pair in question.kwargs if pair[0] == "reduction")
    return ask(Question("torch.nn.functional.mse_loss", question.args[:2], reduction))


def _moved(question: Question, ask: Ask) -> Outcome | None:
    """`Tensor.to`: the same shape; the element type is what is asked for, if that is known."""
    tensor, *wanted = question.args
    wanted += [value for name, value in question.kwargs if name in ("dtype", "device", "other")]
    if not isinstance(tensor, Tensor):
        return Unclear()
    dtype = tensor.dtype
    for value in wanted:
        if isinstance(value, torch.dtype):
            dtype = DType(str(value).removeprefix("torch."))
        elif isinstance(value, Tensor):
            dtype = value.dtype
        elif not isinstance(value, str | torch.device | bool | torch.memory_format) and value is not None:
            dtype = DType("any")
    return Works(tensor.with_dtype(dtype))


def _of_both(names: str) -> list[str]:
    """The function's path and the method's of every name."""
    return [f"{space}.{name}" for name in names.split() for space in ("torch", "Tensor")]


_UNCHANGED = "cuda cpu detach_ requires_grad_ pin_memory share_memory_ contiguous to_sparse to_dense coalesce".split()
RULES: dict[str, Rule] = {
    **arrays.RULES,
    **{f"Tensor.{name}": _same for name in _UNCHANGED},
    "torch.nn.Parameter": _same,
    "torch.nn.Buffer": _same,
    "torch.nn.parameter.Parameter": _same,
    "Tensor.size": _sizes,
    "Tensor.item": _anything,
    "Tensor.tolist": _anything,
    **dict.fromkeys(_of_both("equal allclose is_nonzero"), _either),
    "Tensor.is_contiguous": _either,
    "Tensor.__bool__": _either,
    **dict.fromkeys(_of_both("nonzero argwhere"), _places),
    "torch.where": _places_if_alone,
    **dict.fromkeys(_of_both("masked_select"), _picked),
    **dict.fromkeys(_of_both("bincount"), _counted),
    **dict.fromkeys(_of_both("unique unique_consecutive"), _unique),
    **dict.fromkeys(_of_both("repeat_interleave"), _repeated),
    "torch.nn.functional.one_hot": _one_hot,
    **dict.fromkeys(_of_both("narrow"), _narrow),
    "torch.nn.functional.gaussian_nll_loss": _pairwise_loss,
    "Tensor.to": _moved,
    "operator.getitem": masked,
    "Tensor.__getitem__": masked,
}

WITHOUT_META = frozenset(
    "cov corrcoef istft geqrf histogram histogramdd combinations ctc_loss svd_lowrank pca_lowrank".split()
)
"""Operations without a meta kernel whose shapes do not hang on values: real tensors may be asked."""
