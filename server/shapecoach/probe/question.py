"""One question to the library: an operation and its symbolic arguments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations_with_replacement, islice, permutations, product
from math import lcm, prod

from shapecoach.probe.arguments import (
    Module,
    Real,
    Slice,
    Value,
    dims_of,
    map_value,
    substitute,
    symbols_of,
    tensors_of,
    walk,
)
from shapecoach.probe.arrays.views import only_looks
from shapecoach.probe.parts import MOST_MADE, parts
from shapecoach.probe.witness import (
    PRIMES,
    Witness,
    Witnesses,
    modest,
    modestly_rising,
    ordered,
    orders,
    rising,
    rounded_up,
    small,
    standard,
)
from shapecoach.shapes.axis import Axis, Shape
from shapecoach.shapes.dim import Dim, Kind, Symbol
from shapecoach.shapes.tensor import Framework, Tensor

LARGEST = 2**58  # elements; beyond it even meta kernels overflow, and NumPy's views, counting in bytes
LARGEST_BOUND = 2**16
MOST_PAIRS = 200
MOST_SIDES = 4
Kwargs = tuple[tuple[str, Value], ...]


_FOR_REAL = frozenset("torch.nn.RNN torch.nn.LSTM torch.nn.GRU torch.nn.MultiLabelMarginLoss".split())
"""Modules whose meta kernels are of no use: loops in Python, a millisecond for each step, and one that is wrong."""


@dataclass(frozen=True)
class Question:
    """What comes out of `path` when it is called with these arguments?"""

    path: str
    args: tuple[Value, ...]
    kwargs: Kwargs = ()

    @property
    def everything(self) -> Value:
        return (self.args, self.kwargs)

    def argument(self, place: int, name: str, default: Value = None) -> Value:
        """An argument, by its place or by its name."""
        return self.args[place] if place < len(self.args) else dict(self.kwargs).get(name, default)

    @cached_property
    def symbols(self) -> tuple[Symbol, ...]:
        """The symbols whose sizes are open, in a fixed order."""
        return tuple(ordered(symbols_of(self.everything)))

    @cached_property
    def tensors(self) -> tuple[Tensor, ...]:
        return tuple(tensors_of(self.everything))

    @cached_property
    def ints(self) -> tuple[Dim, ...]:
        """The distinct ints among the arguments, axis sizes not included."""
        return tuple(dict.fromkeys(dims_of(self.everything)))

    @cached_property
    def axes(self) -> tuple[Dim, ...]:
        """The distinct sizes of the tensors' axes."""
        dims = (dim for tensor in self.tensors if tensor.shape is not None for dim in tensor.shape.plain_dims())
        return tuple(dict.fromkeys(dims))

    @cached_property
    def pool(self) -> tuple[Dim, ...]:
        """The expressions that a size of the result is most likely to be."""
        dims = (*self.axes, *self.ints)
        return tuple(dict.fromkeys([*(dim for dim in dims if dim.constant is None), *map(Dim.of, self.symbols)]))

    @cached_property
    def products(self) -> tuple[Dim, ...]:
        """The sizes that axes in a row have when they are merged."""
        products: list[Dim] = []
        for tensor in self.tensors:
            dims = tuple(tensor.shape.plain_dims()) if tensor.shape is not None else ()
            for first in range(len(dims)):
                product = dims[first]
                for dim in dims[first + 1 :]:
                    product = product * dim
                    products.append(product)
        return tuple(dict.fromkeys((*products, *self._windows)))

    @property
    def _windows(self) -> Iterator[Dim]:
        """The elements that a window takes of an axis, its sides being ints: patch*patch*channels."""
        sides = islice((dim for dim in self.ints if dim.constant is None), MOST_SIDES)
        for first, second in combinations_with_replacement(sides, 2):
            yield first * second
            yield from (first * second * axis for axis in self.axes)

    @cached_property
    def sums(self) -> tuple[Dim, ...]:
        """The sizes that axes which were worked out have when they are joined, to each other or a number."""
        pairs = islice(combinations_with_replacement(self._worked_out, 2), MOST_PAIRS)
        numbers = [axis for axis in self.axes if axis.constant]
        beside = ((first, number) for first in self._worked_out for number in numbers)
        return tuple(dict.fromkeys(first + second for first, second in (*pairs, *islice(beside, MOST_PAIRS))))

    @cached_property
    def extremes(self) -> tuple[Dim, ...]:
        """The sizes of what is cut off: the smaller of two, and what is left of one beyond the other.

        A small literal bound is taken to be smaller than any axis with a name.
        """
        literals = {abs(dim.constant) for dim in self.ints if dim.constant}
        numbers = {number for number in literals if number >= PRIMES[0]}
        numbers |= {dim.constant for dim in self.axes if dim.constant}
        bounds = [Dim.of(number) for number in sorted(numbers)]
        shorter = [dim - number for dim in self.pool for number in sorted(literals) if number < PRIMES[0]]
        pairs = tuple(islice(permutations((*self.pool, *bounds), 2), MOST_PAIRS))
        cut = [Dim.smallest(first, second) for first, second in pairs]
        left = [Dim.largest(first - second, Dim.of(0)) for first, second in pairs if first.constant is None]
        both = [Dim.smallest(first, second) for first, second in islice(product(self.pool, shorter), MOST_PAIRS)]
        return tuple(dict.fromkeys(dim for dim in (*cut, *left, *both) if dim.is_piecewise))

    @cached_property
    def quotients(self) -> tuple[Dim, ...]:
        """The sizes that come of dividing one by another: rounded down, and up."""
        pairs = [pair for pair in islice(permutations(self.pool, 2), MOST_PAIRS) if pair[1].terms]
        return tuple(dict.fromkeys(q for first, by in pairs for q in (first // by, (first + by - 1) // by)))

    @cached_property
    def largest_bound(self) -> int:
        """The largest literal int that may be a bound (`x[:512]`); what a module was built with is none."""
        bare = [value for value in (*self.args, *(value for _, value in self.kwargs)) if not isinstance(value, Module)]
        bounds = (abs(dim.constant or 0) for dim in dims_of(tuple(bare)))
        return max((bound for bound in bounds if bound <= LARGEST_BOUND), default=0)

    @cached_property
    def _beyond(self) -> int:
        """What every size must be larger than for all axes to reach beyond the bound: `q[100:]` of `d//2` or `d-1`."""
        atoms = (divided for axis in self._worked_out for divided in axis.quotients())
        by = max((atom.denominator.constant or 1 for atom in atoms), default=1)
        numbers = (abs(number) for axis in self._worked_out for monomial, number in axis.terms if not monomial)
        return min(self.largest_bound * by + max(numbers, default=0), LARGEST_BOUND) if self.largest_bound else 0

    @cached_property
    def framework(self) -> Framework | None:
        """Whom to ask: whose operation it is, or whose tensors an operator stands between; None where they differ."""
        root = self.path.partition(".")[0]
        if root not in ("operator", "einops"):
            return Framework.NUMPY if root in ("numpy", "ndarray") else Framework.TORCH
        owners = {tensor.framework for tensor in self.tensors}
        return owners.pop() if len(owners) == 1 else None if owners else Framework.TORCH

    @cached_property
    def only_looks(self) -> bool:
        """Whether it is asked of NumPy and costs nothing, whatever the sizes."""
        return self.framework is Framework.NUMPY and only_looks(self.path, self.args, self.kwargs)

    @cached_property
    def is_for_real(self) -> bool:
        """Whether a module is called of which real tensors should be asked, or is asked for one of its weights."""
        first = self.args[0] if self.args else None
        uses = self.path.endswith(".__call__") or self.path == "Module.attribute"
        return uses and isinstance(first, Module) and first.path in _FOR_REAL

    @cached_property
    def may_be_cut_off_at_an_axis(self) -> bool:
        """Whether a size may be the smaller of a named axis and one with a number, and no bound was asked for."""
        return any((dim.constant or 0) > 1 for dim in self.axes) and not any((d.constant or 0) > 1 for d in self.ints)

    @cached_property
    def is_computed(self) -> bool:
        """Whether the result is really computed, so that the sizes must be small."""
        return self.framework is Framework.NUMPY and not self.only_looks

    @cached_property
    def witnesses(self) -> Witnesses:
        """The sizes at which it is asked first."""
        if self.is_computed:
            return modest(self.symbols)
        wide = standard(self.symbols, self._beyond)
        closer = standard(self.symbols, self._beyond, wide=False)
        others = (self.ordered_witnesses(order) for order in orders(self.symbols))
        cut = self._on_either_side_of_bounds()
        tried = chain(cut, self._also_even(wide), self._also_even(closer), others)
        return next(filter(self.can_be_made, tried), wide)

    def _on_either_side_of_bounds(self) -> Iterator[Witnesses]:
        """Witnesses at which open bounds are smaller than all axes, then larger, so that both is seen.

        Of many symbols the first sizes lie so close together that half an axis is always smaller than a bound.
        """
        bounds = ordered({symbol for slices in self._slices for symbol in symbols_of(slices)})
        if not bounds or not set(bounds) < set(self.symbols):
            return
        others = [symbol for symbol in self.symbols if symbol not in bounds]
        last = standard(self.symbols, self._beyond)[2]
        for times in (8, 3):
            first, second = _sizes_apart(bounds, others, times), _sizes_apart(others, bounds, times)
            yield from self._also_even((Witness(first), Witness(second, real=0.25), last))

    @property
    def _slices(self) -> list[Slice]:
        return [part for part in walk(self.everything) if isinstance(part, Slice)]

    def _also_even(self, witnesses: Witnesses) -> Iterator[Witnesses]:
        """The witnesses so that what is divided comes out even at one of them, then as they are.

        At a prime `2*(d//2) + 1` is always `d`.
        """
        if self.comes_out_even > 1:
            yield witnesses[0], rounded_up(witnesses[1], self.comes_out_even), witnesses[2]
        yield witnesses

    @cached_property
    def comes_out_even(self) -> int:
        """The least number of whose multiples all that is divided by a number comes out even, 1 if nothing is."""
        quotients = (quotient for dim in (*self.axes, *self.ints) for quotient in dim.quotients())
        return lcm(*(abs(quotient.denominator.constant or 1) for quotient in quotients))

    def small(self, order: Sequence[Symbol] | None = None) -> Witness:
        """Small distinct sizes, no literal number among them, which might fit by chance."""
        literals = {dim.constant for dim in (*self.axes, *self.ints) if dim.constant is not None}
        return small(order or self.symbols, literals)

    def ordered_witnesses(self, order: Sequence[Symbol]) -> Witnesses:
        """Sizes that all order the symbols as given."""
        if self.is_computed:
            return modestly_rising(order)
        wide, closer = (rising(order, self._beyond, wide=wide) for wide in (True, False))
        tried = (*self._also_even(wide), *self._also_even(closer))
        return next(filter(self.can_be_made, tried), closer)

    def can_be_made(self, witnesses: Witnesses) -> bool:
        """Whether nothing is too large there, and none has lost an axis that is what division left (`height//8`)."""
        return all(
            not self.is_in_too_many_parts(witness)
            and all(witness.size(axis) != 0 for axis in self._worked_out)
            and all(abs(prod(map(witness.size, shape))) <= LARGEST for shape in self._shapes)
            for witness in witnesses
        )

    def is_in_too_many_parts(self, witness: Witness) -> bool:
        """Whether what comes out there are more tensors than can be waited for."""
        return parts(self.path, self.args, dict(self.kwargs), witness) > MOST_MADE

    @cached_property
    def _worked_out(self) -> tuple[Dim, ...]:
        """The axes whose size is neither a number nor a symbol, which no witness makes 0."""
        return tuple(axis for axis in self.axes if axis.constant is None and axis.symbol is None)

    @cached_property
    def _shapes(self) -> tuple[tuple[Dim, ...], ...]:
        return tuple(tuple(tensor.shape.plain_dims()) for tensor in self.tensors if tensor.shape is not None)

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing open about it, so that one call answers it."""
        return not self.symbols and not any(part == Real(None) for part in walk(self.everything))

    @property
    def has_unknown_sizes(self) -> bool:
        return any(symbol.kind is Kind.UNKNOWN for symbol in self.symbols)

    def at_ones(self, witness: Witness) -> Witness | None:
        """A witness but that every size that may well be 1 is, where a named axis isn't; None without one."""
        unknown = [symbol for symbol in self.symbols if symbol.is_unknown]
        return Witness({**witness.sizes, **dict.fromkeys(unknown, 1)}, witness.real) if unknown else None

    def in_order(self) -> Iterator[Symbol]:
        """The symbols in the order in which they are met, each as often as it is."""
        for part in walk(self.everything):
            if isinstance(part, Dim):
                yield from ordered(part.symbols())
            elif isinstance(part, Tensor) and part.shape is not None:
                for dim in part.shape.plain_dims():
                    yield from ordered(dim.symbols())

    def map(self, change: Callable[[Value], Value]) -> Question:
        """The question with `change` applied to the leaves of its arguments."""
        return Question(self.path, map_value(self.args, change), map_value(self.kwargs, change))

    def map_dims(self, change: Callable[[Dim], Dim]) -> Question:
        """The question with `change` applied to every size in it."""

        def changed(leaf: Value) -> Value:
            if isinstance(leaf, Tensor) and leaf.shape is not None:
                axes = (Axis(change(axis.dim)) if isinstance(axis, Axis) else axis for axis in leaf.shape.axes)
                return leaf.with_shape(Shape(tuple(axes)))
            return change(leaf) if isinstance(leaf, Dim) else leaf

        return self.map(changed)

    def substitute(self, replacements: Mapping[Symbol, Dim]) -> Question:
        return Question(self.path, substitute(self.args, replacements), substitute(self.kwargs, replacements))


def _sizes_apart(smaller: Sequence[Symbol], larger: Sequence[Symbol], times: int) -> dict[Symbol, int]:
    """Distinct sizes for symbols, those of the one kind several times as large as those of the other."""
    of_smaller = PRIMES[: len(smaller)]
    of_larger = [size for size in PRIMES if size > times * of_smaller[-1]]
    return dict(zip((*smaller, *larger), (*of_smaller, *of_larger), strict=False))
