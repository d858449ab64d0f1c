"""How much work a computation is, before it is done: what would be large is not asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from math import prod

from shapecoach.probe.arguments import Seq, Value, dims_of
from shapecoach.probe.question import Question
from shapecoach.probe.witness import Witness
from shapecoach.shapes.dim import Dim

MOST_WORK = 2**24
"""Elements read, multiplied or written in one call: some milliseconds."""

_ALL_PAIRS = frozenset("outer kron meshgrid ix_ convolve correlate".split())
_MATRICES = frozenset("eye identity tri tril_indices triu_indices diag diagflat vander".split())
"""What is a square of what it is given: an int, or an array of one axis."""
_PRODUCTS = frozenset({"matmul", "dot", "inner"})
_SQUARES = frozenset({"cov", "corrcoef"})
_MANY_TIMES = frozenset({"tile", "repeat", "pad", "resize"})


def work(question: Question, witness: Witness) -> int:
    """An upper bound, as far as the sizes of the arguments say."""
    shapes = [
        [witness.size(dim) for dim in tensor.shape.plain_dims()]
        for tensor in question.tensors
        if tensor.shape is not None
    ]
    name = question.path.rpartition(".")[2]
    elements = [prod(shape) for shape in shapes]
    ints = max((prod(group) for group in _groups_of_ints(question, witness)), default=1)
    if name in _ALL_PAIRS:
        return prod(elements) * ints
    if name in _MATRICES:
        return max(*elements, ints, 1) ** 2 if all(len(shape) == 1 for shape in shapes) else max(elements)
    if name in _MANY_TIMES:
        return max(elements, default=1) * ints
    if name == "einsum":
        return _of_einsum(question, shapes)
    if name == "tensordot":
        return prod(elements) // _summed(question, shapes)
    if name in _PRODUCTS and len(shapes) == 2:
        return _of_product(name, *shapes)
    if name in _SQUARES and question.argument(2, "rowvar", True) is False and len(shapes) == 1 and shapes[0]:
        return prod(shapes[0]) * shapes[0][-1]
    squares = name in _SQUARES or question.path.startswith("numpy.linalg.")
    inner = max((max(shape) for shape in shapes if shape), default=1) if squares else 1
    aligned = [max(sizes) for sizes in zip_longest(*(reversed(shape) for shape in shapes), fillvalue=1)]
    return max(prod(aligned) * inner, ints)


def _groups_of_ints(question: Question, witness: Witness) -> Iterator[Sequence[int]]:
    """The ints that stand side by side: those of each tuple, and those that are arguments themselves."""

    def sizes(values: Sequence[Value]) -> list[int]:
        return [max(abs(witness.size(value)), 1) for value in values if isinstance(value, Dim)]

    values = (*question.args, *(value for _, value in question.kwargs))
    yield sizes(values)
    for value in values:
        if isinstance(value, Seq):
            yield [max(abs(witness.size(dim)), 1) for dim in dims_of(value)]


def _of_product(name: str, first: Sequence[int], second: Sequence[int]) -> int:
    """Of `a @ b`: the batch, the rows of one, the columns of the other, and what is summed."""
    inner = first[-1] if first else 1
    if name != "matmul":
        return prod(first) * prod(second) // max(inner, 1)
    batch = [max(sizes) for sizes in zip_longest(first[-3::-1], second[-3::-1], fillvalue=1)]
    return prod(batch) * prod(first[-2:]) * prod(second[-1:])


def _summed(question: Question, shapes: Sequence[Sequence[int]]) -> int:
    """How many products a `tensordot` adds up for each element: the first array's last two axes, or those given."""
    axes = question.argument(2, "axes", Dim.of(2))
    if not shapes:
        return 1
    if isinstance(axes, Dim):
        return prod(shapes[0][len(shapes[0]) - (axes.constant or 0) :])
    of_first = dims_of(axes.items[0]) if isinstance(axes, Seq) and axes.items else []
    places = (dim.constant for dim in of_first)
    return prod(shapes[0][at] for at in places if at is not None and -len(shapes[0]) <= at < len(shapes[0]))


def _of_einsum(question: Question, shapes: Sequence[Sequence[int]]) -> int:
    """The sizes of all the letters; for the ways of writing it that have no pattern, of all axes."""
    pattern = next((arg for arg in question.args if isinstance(arg, str)), None)
    if pattern is None:
        return prod(map(prod, shapes))
    sides = pattern.partition("->")[0].split(",")
    sizes: dict[str, int] = {}
    rest = 1
    for side, shape in zip(sides, shapes, strict=False):
        letters = (
            side.split() if question.path.startswith("einops.") else list(side.replace("...", "").replace(" ", ""))
        )
        _note(sizes, letters, shape)
        rest = max(rest, prod(shape[len(letters) :]))
    return prod(sizes.values()) * rest


def _note(sizes: dict[str, int], letters: Sequence[str], shape: Sequence[int]) -> None:
    known: Mapping[str, int] = dict(zip(letters, shape, strict=False))
    for letter, size in known.items():
        sizes[letter] = max(size, sizes.get(letter, 1))
