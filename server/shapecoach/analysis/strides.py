"""How tensors lie in memory, as far as that is known: followed from where they are made through what moves axes.

`view` needs axes that lie side by side.  Most kernels lay their result out as they like: nothing is known of those.
What is passed in may lie in any order, too: that it lies in its own is presumed, and marked so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from shapecoach.analysis.patterns import read_pattern
from shapecoach.analysis.values import Value, mapped
from shapecoach.probe.arguments import UNKNOWN, Module, Seq, Slice, tensors_of
from shapecoach.probe.question import Question
from shapecoach.probe.strides import cannot_be_viewed, strides_of
from shapecoach.shapes.tensor import Framework, Strides, Tensor

_WHERE = frozenset({"Tensor", "torch", "torch.nn.functional", "operator"})
_MOVES = frozenset("transpose permute swapaxes swapdims movedim moveaxis T mT t".split())
_LENGTHENS = frozenset("unsqueeze expand expand_as broadcast_to".split())
_MAKES = frozenset("contiguous zeros ones full empty rand randn randint arange linspace mm bmm".split())
"""What lies in order whatever it is made of."""
_CUTS = frozenset("view reshape flatten unflatten".split())
_FOLLOWED = _MOVES | _LENGTHENS | _CUTS
KEEPS = _CUTS | frozenset(
    "add sub mul truediv neg abs exp log sqrt tanh sigmoid relu gelu silu softmax "
    "log_softmax masked_fill dropout clamp".split()
)
"""What lies in order where all that it is made of does."""
_LAYERS = frozenset({"torch.nn.Linear", "torch.nn.Embedding"})
_KEEPING_LAYERS = frozenset(f"torch.nn.{name}" for name in "Dropout ReLU GELU SiLU Tanh Sigmoid Softmax".split())


def with_strides(
    path: str, args: Sequence[Value], kwargs: Mapping[str, Value], given: Sequence[Value], value: Value
) -> Value:
    """The result of an operation, knowing how it lies in memory if that is certain.

    `args` are what the library was asked with; `given` are the same arguments, which know how they lie themselves.
    """
    if not isinstance(value, Tensor) or value.shape is None or value.shape.rank is None:
        return value
    if value.framework is not Framework.TORCH:
        return value
    made = _strides_of_new(path, args, kwargs, value.shape.rank)
    return value.with_strides(made or _strides_of_same(path, args, kwargs, given, value.shape.rank))


def presumed(value: Value) -> Value:
    """What is passed in, taken to lie in order."""

    def lying(leaf: Value) -> Value:
        if not isinstance(leaf, Tensor) or leaf.shape is None or leaf.shape.rank is None:
            return leaf
        return leaf.with_strides(Strides(tuple(range(leaf.shape.rank)), presumed=True))

    return mapped(value, lying)


def _strides_of_new(path: str, args: Sequence[Value], kwargs: Mapping[str, Value], rank: int) -> Strides | None:
    """How a result lies whatever it is made of; None where it hangs on that, or nobody knows."""
    where, _, name = path.rpartition(".")
    is_in_order = _is_layer(name, args, _LAYERS) or (where in _WHERE and name in _MAKES)
    if where in _WHERE and name == "matmul":  # a small one times a large one is multiplied turned, and turned back
        ranks = [(tensor.shape.rank if tensor.shape else None) or 0 for tensor in _tensors(args, kwargs)]
        is_in_order = len(ranks) == 2 and ranks[0] >= ranks[1] > 0
    return Strides(tuple(range(rank))) if is_in_order else None


def _strides_of_same(
    path: str, args: Sequence[Value], kwargs: Mapping[str, Value], given: Sequence[Value], rank: int
) -> Strides | None:
    """How a result lies that lies as its first tensor does, but for axes that are moved, cut, inserted or repeated."""
    where, _, name = path.rpartition(".")
    tensors = tensors_of(tuple(given))
    if not tensors or tensors[0].strides is None or len(tensors) < len(_tensors(args, kwargs)):
        return None  # of one given by name, or that may be None, nobody knows how it lies
    is_presumed = any(tensor.strides is not None and tensor.strides.presumed for tensor in tensors)
    keeps = _is_layer(name, args, _KEEPING_LAYERS) or (where in _WHERE and name in KEEPS)
    if keeps and all(map(_is_in_order, tensors)):
        return Strides(tuple(range(rank)), presumed=is_presumed)
    if not (where in _WHERE and name in _FOLLOWED) and not _only_moves(path, args) and not _only_inserts(path, args):
        return None
    first, *rest = args
    moved = first.with_strides(tensors[0].strides) if isinstance(first, Tensor) else first
    found = strides_of(Question(path, (moved, *rest), tuple(kwargs.items())))
    return found and replace(found, presumed=is_presumed)


def _tensors(args: Sequence[Value], kwargs: Mapping[str, Value]) -> list[Tensor]:
    return tensors_of((tuple(args), tuple(kwargs.values())))


def _is_layer(name: str, args: Sequence[Value], paths: frozenset[str]) -> bool:
    return name == "__call__" and bool(args) and isinstance(args[0], Module) and args[0].path in paths


def _is_in_order(tensor: Tensor) -> bool:
    return tensor.strides is not None and tensor.strides.are_plain


def _only_moves(path: str, args: Sequence[Value]) -> bool:
    """Whether a pattern of einops' moves or repeats axes, and neither splits nor merges them."""
    is_pattern = path.startswith("einops.") and len(args) > 1
    pattern = read_pattern(args[1]) if is_pattern and isinstance(args[1], str) else None
    return pattern is not None and all(len(letters) == 1 for letters in (*pattern.inputs[0], *pattern.output))


def _only_inserts(path: str, args: Sequence[Value]) -> bool:
    """Whether it is an index that only adds axes: `x[:, None]`."""
    index = args[1] if path == "operator.getitem" and len(args) == 2 else UNKNOWN
    parts = index.items if isinstance(index, Seq) and not index.is_list else (index,)
    return all(part is None or part is ... or part == Slice(None, None, None) for part in parts)


def strided(path: str, args: Sequence[Value], kwargs: Mapping[str, Value], given: Sequence[Value]) -> Tensor | None:
    """The tensor that can't be viewed like this because of how it lies in memory; None where that is uncertain."""
    tensor = given[0] if given else None
    if path != "Tensor.view" or not isinstance(tensor, Tensor) or tensor.strides is None or _is_in_order(tensor):
        return None
    first, *rest = args
    assert isinstance(first, Tensor)
    lying = first.with_strides(tensor.strides)
    return lying if cannot_be_viewed(Question(path, (lying, *rest), tuple(kwargs.items()))) else None
