"""The few operations that need help: PyTorch can't say their shape without data, or asks for a device.

A rule gets the question, and the way to ask another; it gives an Outcome, or None to leave the question to the probe.
"""

from __future__ import annotations

import torch

from shapecoach.probe import counts
from shapecoach.probe.arguments import UNKNOWN, Module, Seq, SomeBool, dims_of
from shapecoach.probe.arrays import special as arrays
from shapecoach.probe.counts import Ask, Rule, both_paths
from shapecoach.probe.masks import masked
from shapecoach.probe.outcome import Outcome, Unclear, Works
from shapecoach.probe.question import Question
from shapecoach.shapes.axis import Axis, Shape
from shapecoach.shapes.dim import Dim, Kind
from shapecoach.shapes.dtype import DType
from shapecoach.shapes.tensor import Tensor


def _same(question: Question, ask: Ask) -> Outcome | None:
    """The first tensor again, moved or marked but with its shape and element type."""
    first = question.argument(0, "data")
    return Works(first) if isinstance(first, Tensor) else Unclear()


def _anything(question: Question, ask: Ask) -> Outcome | None:
    return Works(UNKNOWN)


def _either(question: Question, ask: Ask) -> Outcome | None:
    """A bool that hangs on values; what it compares must still fit together."""
    return Works(SomeBool())


def _sizes(question: Question, ask: Ask) -> Outcome | None:
    """Tensor.size() without PyTorch, since the sizes are known."""
    tensor, index = question.argument(0, "self"), question.argument(1, "dim")
    if not isinstance(tensor, Tensor) or tensor.shape is None or tensor.shape.dims is None:
        return Unclear()
    dims = tensor.shape.dims
    if index is None:
        return Works(Seq(tuple(dims)))
    if isinstance(index, Dim) and index.constant is not None and -len(dims) <= index.constant < len(dims):
        return Works(dims[index.constant])
    return None


def _squeezed(question: Question, ask: Ask) -> Outcome | None:
    """Whether an axis of unknown size goes hangs on whether that is 1, as it is for the last part of a `split`.

    So does one of an open size: who takes it away by its place may well have made it 1.
    """
    tensor, dim = question.argument(0, "input"), question.argument(1, "dim")
    dims = tensor.shape.dims if isinstance(tensor, Tensor) and tensor.shape is not None else None
    if dims is None:
        return None
    places = [part.constant for part in dims_of(dim)] if dim is not None else range(len(dims))
    told = (place for place in places if place is not None and -len(dims) <= place < len(dims))
    may_be_one = [dims[place].is_unknown or (dim is not None and _is_open(dims[place])) for place in told]
    return Unclear() if any(may_be_one) else None


def _is_open(dim: Dim) -> bool:
    return dim.symbol is not None and dim.symbol.kind is Kind.OPEN


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


def _alignment_loss(question: Question, ask: Ask) -> Outcome | None:
    """`ctc_loss`: one loss for each of the batch, which stands second; lengths and targets are values."""
    known, reduction = question.argument(0, "log_probs"), dict(question.kwargs).get("reduction", "mean")
    if not isinstance(known, Tensor) or known.shape is None or reduction not in ("none", "mean", "sum"):
        return Unclear()
    over = (Seq((Dim.of(0), Dim.of(-1))),) if reduction == "none" else ()
    return ask(Question("torch.sum", (known, *over)))


def _as_function(question: Question, ask: Ask) -> Outcome | None:
    """A module whose function needs a rule: the function is asked."""
    module = question.args[0] if question.args else None
    if not isinstance(module, Module) or module.path not in _FUNCTIONS or module.args:
        return None
    path = _FUNCTIONS[module.path]
    return ask(Question(path, question.args[1:], (*question.kwargs, *module.kwargs)))


_FUNCTIONS = {
    "torch.nn.CTCLoss": "torch.nn.functional.ctc_loss",
    "torch.nn.GaussianNLLLoss": "torch.nn.functional.gaussian_nll_loss",
}


def _without_weights(question: Question, ask: Ask) -> Outcome | None:
    """`cov`: how much each observation counts never changes the shape, and weights of zero are refused."""
    kwargs = tuple(pair for pair in question.kwargs if pair[0] not in ("fweights", "aweights"))
    plain = Question(question.path, question.args[:2], kwargs)
    return ask(plain) if plain != question else None


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


def _seen_as(question: Question, ask: Ask) -> Outcome | None:
    """`Tensor.view` as elements of another size: so many times more along the last axis, or fewer, if that is whole."""
    tensor, wanted = question.argument(0, "self"), question.argument(1, "dtype")
    if not isinstance(tensor, Tensor) or not isinstance(wanted, torch.dtype) or not tensor.dtype.is_exact:
        return None
    shape, seen = tensor.shape, getattr(torch, tensor.dtype.name, None)
    if shape is None or not shape.axes or not isinstance(seen, torch.dtype) or seen.itemsize >= wanted.itemsize:
        return None
    *others, last = shape.axes
    times = wanted.itemsize // seen.itemsize
    if not isinstance(last, Axis) or (last.dim.constant or 0) % times:
        return None
    dim = last.dim.exact_quotient(Dim.of(times)) or last.dim // times
    return Works(Tensor(Shape((*others, Axis(dim))), DType(str(wanted).removeprefix("torch."))))


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
    **dict.fromkeys(both_paths("equal allclose is_nonzero"), _either),
    "Tensor.is_contiguous": _either,
    "Tensor.__bool__": _either,
    **counts.RULES,
    **dict.fromkeys(both_paths("narrow"), _narrow),
    **dict.fromkeys(both_paths("squeeze squeeze_"), _squeezed),
    **dict.fromkeys(both_paths("cov"), _without_weights),
    "torch.nn.functional.gaussian_nll_loss": _pairwise_loss,
    "torch.nn.functional.ctc_loss": _alignment_loss,
    "torch.nn.Module.__call__": _as_function,
    "Tensor.to": _moved,
    "Tensor.view": _seen_as,
    "operator.getitem": masked,
    "Tensor.__getitem__": masked,
}


def needs_data(question: Question) -> bool:
    """Whether an operation, or the module that is called, has no meta kernel though its shape hangs on no value."""
    name, first = question.path.rpartition(".")[2], question.args[0] if question.args else None
    return name in WITHOUT_META or (isinstance(first, Module) and first.path.rpartition(".")[2] in WITHOUT_META)


WITHOUT_META = frozenset(
    "cov corrcoef istft geqrf histogram histogramdd combinations svd_lowrank pca_lowrank "
    "AdaptiveLogSoftmaxWithLoss Beta Binomial ContinuousBernoulli Dirichlet FisherSnedecor Multinomial "
    "OneHotCategoricalStraightThrough RelaxedOneHotCategorical StudentT VonMises".split()
)
"""Operations, modules and distributions without a meta kernel whose shapes hang on no value: real tensors are asked."""
