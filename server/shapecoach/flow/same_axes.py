"""Which axes of an operation's tensors are the same, for each kind of operation.

All are given keys, as an einops pattern would name them; where that isn't sure, there are none.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from shapecoach.flow.known import Dims
from shapecoach.flow.moves import factors, is_run
from shapecoach.flow.operations import Operation, is_method

Keys = tuple[tuple[str, ...], ...]
"""For each axis of a tensor the keys of what it is made of."""

Identified = tuple[tuple[Keys, ...], Keys]
"""The keys of each operand, and of the result."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An operation with the dims of its tensors."""

    operation: Operation
    dims: tuple[Dims, ...]
    result: Dims
    is_numpy: bool = False

    @property
    def rank(self) -> int:
        return len(self.dims[0])

    @property
    def arguments(self) -> Sequence[ast.expr]:
        """What stands behind the tensor."""
        node = self.operation.node
        if not isinstance(node, ast.Call):
            return ()
        return node.args if is_method(node, self.operation.operands) else node.args[1:]

    def argument(self, *names: str) -> ast.expr | None:
        node = self.operation.node
        keywords = node.keywords if isinstance(node, ast.Call) else []
        return next((keyword.value for keyword in keywords if keyword.arg in names), None)

    def place(self, axis: int, room: int = 0) -> int | None:
        """Where an axis stands that may be counted from the end; None where a run is in between."""
        dims, count = self.dims[0], self.rank + room
        at = axis if axis >= 0 else count + axis
        run = next((number for number, dim in enumerate(dims) if is_run(dim)), None)
        if not 0 <= at < count or (run is not None and (at >= run if axis >= 0 else at <= run)):
            return None
        return at


def same_axes(seen: Seen) -> Identified | None:
    """The keys of an operation's tensors, by what it is called."""
    return _BY_NAME.get(seen.operation.name, _by_names)(seen)


def by_pattern(seen: Seen, sides: Sequence[Sequence[tuple[str, ...]]]) -> Identified | None:
    """The keys of the tensors of a pattern: the names in it."""
    if len(sides) != len(seen.dims) + 1:
        return None
    found = [
        _spread(side, len(dims), number)
        for number, (side, dims) in enumerate(zip(sides, (*seen.dims, seen.result), strict=True))
    ]
    keys = [each for each in found if each is not None]
    return (tuple(keys[:-1]), keys[-1]) if len(keys) == len(found) else None


def _spread(side: Sequence[tuple[str, ...]], count: int, number: int) -> Keys | None:
    """The keys of one side, with `...` for as many axes as it takes; numbers and ones are nothing that others have."""
    whole = next((at for at, axis in enumerate(side) if axis == ("...",)), None)
    if whole is None:
        return _of_numbers(side, number) if len(side) == count else None
    more = count - len(side) + 1
    if more < 0:
        return None
    rest = [(f"...{at}",) for at in range(more, 0, -1)]
    return _of_numbers([*side[:whole], *rest, *side[whole + 1 :]], number)


def _of_numbers(side: Sequence[tuple[str, ...]], number: int) -> Keys:
    return tuple(
        tuple(part if not part.isdigit() else f"{number}.{at}.{part}" for part in axis) or (f"{number}.{at}",)
        for at, axis in enumerate(side)
    )


def _from_the_right(seen: Seen) -> Identified | None:
    """Broadcasting: axes are the same where they stand at the same place from the right."""
    tensors = (*seen.dims, seen.result)
    if not _runs_agree(tensors):
        return None
    keys = [tuple((f"-{len(dims) - at}",) for at in range(len(dims))) for dims in tensors]
    return tuple(keys[:-1]), keys[-1]


def _runs_agree(tensors: Sequence[Dims]) -> bool:
    """Whether places can be counted from the right: nothing stands left of a run, in whichever tensor it is."""
    runs = {len(dims) - at for dims in tensors for at, dim in enumerate(dims) if is_run(dim)}
    if not runs:
        return True
    return len(runs) == 1 and all(len(dims) <= min(runs) for dims in tensors)


def _matmul(seen: Seen) -> Identified | None:
    if len(seen.dims) != 2 or not all(seen.dims):
        return None
    if seen.operation.name == "dot" and max(map(len, seen.dims)) > 2:
        return None  # NumPy's, which is another product there
    left, right = seen.dims
    if not _runs_agree([left[:-2], right[:-2], seen.result[: -2 if len(left) > 1 and len(right) > 1 else -1]]):
        return None
    own = [(":rows",), (":summed",)] if len(left) > 1 else [(":summed",)]
    other = [(":summed",), (":columns",)] if len(right) > 1 else [(":summed",)]
    result = [key for key in (*own, *other) if key != (":summed",)]
    keys = tuple(
        (*((f"-{len(dims) - at}",) for at in range(len(dims) - len(last))), *last)
        for dims, last in ((left, own), (right, other))
    )
    # Counted from the matrix on, whatever its rank.
    rest = len(seen.result) - len(result)
    batch = [(f"-{rest - at + 2}",) for at in range(rest)]
    return (_shifted(keys[0], 2 - len(own)), _shifted(keys[1], 2 - len(other))), (*batch, *result)


def _shifted(keys: Keys, by: int) -> Keys:
    return tuple((f"-{int(key[1:]) + by}",) if key.startswith("-") else (key,) for (key,) in keys)


def _by_factors(seen: Seen) -> Identified | None:
    """`view` and the like: the factors of all axes are the same before and after, in the same order."""
    before = [part for dim in seen.dims[0] for part in factors(dim)]
    after = [part for dim in seen.result for part in factors(dim)]
    old, new = [part for part in before if part != "1"], [part for part in after if part != "1"]
    start = _alike(old, new)
    end = min(_alike(old[::-1], new[::-1]), len(old) - start, len(new) - start)
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    if bool(middle_old) != bool(middle_new) or min(len(middle_old), len(middle_new)) > 1:
        return None  # what is in which axis can't be said
    longer = max(len(middle_old), len(middle_new))
    if longer == 1 and "?" not in (*middle_old, *middle_new):
        return None
    keys_old = _in_axes(seen.dims[0], start, len(middle_old), longer, "in")
    keys_new = _in_axes(seen.result, start, len(middle_new), longer, "out")
    return (keys_old,), keys_new


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many of the first are the same; of an unknown size that isn't known."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1] != "?", pairs))


def _in_axes(dims: Dims, start: int, count: int, longer: int, side: str) -> Keys:
    """The keys of the pieces of each axis; the one piece that others have in parts has all their keys."""
    number, made = 0, list[tuple[str, ...]]()
    for at, dim in enumerate(dims):
        keys: list[str] = []
        for part in factors(dim):
            if part == "1":
                continue
            if start <= number < start + count:
                keys += [f"m{i}" for i in range(longer)] if count == 1 else [f"m{number - start}"]
            else:
                keys.append(f"s{number}" if number < start else f"e{_total(dims) - number}")
            number += 1
        made.append(tuple(keys) or (f"{side}{at}",))
    return tuple(made)


def _total(dims: Dims) -> int:
    return sum(part != "1" for dim in dims for part in factors(dim))


def _reduced(seen: Seen) -> Identified | None:
    given = seen.argument("dim", "axis") or next(iter(seen.arguments), None)
    axes = _ints([given]) if given is not None else tuple(range(seen.rank))
    if axes is None or len(seen.dims) != 1:
        return None
    places = {seen.place(axis) for axis in axes} if given is not None else set(axes)
    if None in places:
        return None
    keys = _own(seen)
    if len(seen.result) == seen.rank:
        return (keys,), tuple((":kept",) if at in places else key for at, key in enumerate(keys))
    result = tuple(key for at, key in enumerate(keys) if at not in places)
    return ((keys,), result) if len(result) == len(seen.result) else None


def _own(seen: Seen) -> Keys:
    return tuple((f"{at}",) for at in range(seen.rank))


def _ints(nodes: Sequence[ast.expr | None]) -> tuple[int, ...] | None:
    """Arguments that are written as ints, or as one tuple of them."""
    if len(nodes) == 1 and isinstance(nodes[0], ast.Tuple | ast.List):
        nodes = nodes[0].elts
    found: list[int] = []
    for node in nodes:
        try:
            value = ast.literal_eval(node) if node is not None else None
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return None
        if not isinstance(value, int) or isinstance(value, bool):
            return None
        found.append(value)
    return tuple(found)


def _permuted(seen: Seen) -> Identified | None:
    name, keys = seen.operation.name, list(_own(seen))
    given = _ints([seen.argument("dims") or None] if seen.argument("dims") else seen.arguments)
    if seen.is_numpy and name == "transpose":
        name = "permute"
    if name in ("T", "t", "mT"):
        given, name = (-2, -1) if seen.rank == 2 or name == "mT" else None, "transpose"
    if given is None or len(seen.dims) != 1:
        return None
    places = [seen.place(axis) for axis in given]
    at = [place for place in places if place is not None]
    if len(at) < len(places):
        return None
    if name == "permute":
        if sorted(at) != list(range(seen.rank)):
            return None
        return (tuple(keys),), tuple(keys[place] for place in at)
    if len(at) != 2:
        return None
    result = list(keys)
    if name in ("movedim", "moveaxis"):
        result.insert(at[1], result.pop(at[0]))
    else:
        result[at[0]], result[at[1]] = result[at[1]], result[at[0]]
    return (tuple(keys),), tuple(result)


def _unsqueezed(seen: Seen) -> Identified | None:
    given = _ints([seen.argument("dim")] if seen.argument("dim") else seen.arguments)
    place = seen.place(given[0], room=1) if given is not None and len(given) == 1 else None
    if place is None:
        return None
    result = [*_own(seen)]
    result.insert(place, (":new",))
    return (_own(seen),), tuple(result)


def _subscripted(seen: Seen) -> Identified | None:
    node = seen.operation.node
    if not isinstance(node, ast.Subscript) or len(seen.dims) != 1 or any(map(is_run, seen.dims[0])):
        return None
    items = list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]
    whole = [at for at, item in enumerate(items) if isinstance(item, ast.Constant) and item.value is ...]
    taken = sum(not (isinstance(item, ast.Constant) and item.value is None) for item in items) - len(whole)
    if len(whole) > 1 or taken > seen.rank:
        return None
    at = whole[0] if whole else len(items)
    spread = [*items[:at], *[ast.Slice()] * (seen.rank - taken), *items[at + 1 :]]
    old, result = iter(_own(seen)), list[tuple[str, ...]]()
    for number, item in enumerate(spread):
        match item:
            case ast.Constant(value=None):
                result.append((f":new{number}",))
            case ast.Slice():
                result.append(next(old))
            case _ if _ints([item]) is not None and not isinstance(item, ast.Tuple | ast.List):
                next(old)
            case _:
                return None
    return ((_own(seen),), tuple(result)) if len(result) == len(seen.result) else None


def _joined(seen: Seen) -> Identified | None:
    """`cat`: all tensors have the axes of the first."""
    if any(len(dims) != seen.rank for dims in (*seen.dims, seen.result)) or not _runs_agree((*seen.dims, seen.result)):
        return None
    return tuple(_own(seen) for _ in seen.dims), _own(seen)


def _stacked(seen: Seen) -> Identified | None:
    given = seen.argument("dim", "axis") or next(iter(seen.arguments), None)
    axis = _ints([given]) if given is not None else (0,)
    place = seen.place(axis[0], room=1) if axis is not None else None
    if place is None or any(len(dims) != seen.rank for dims in seen.dims) or len(seen.result) != seen.rank + 1:
        return None
    result = [*_own(seen)]
    result.insert(place, (":new",))
    return tuple(_own(seen) for _ in seen.dims), tuple(result)


def _by_names(seen: Seen) -> Identified | None:
    """Of an operation that nothing else is known of: axes of one name are the same, if no tensor has two of them.

    , at the same places, is what the operation has changed.
    """
    if len(seen.dims) != 1:
        return None
    before, after = seen.dims[0], seen.result
    both = (set(before) & set(after)) - {"?", "1"}
    if not both or any(dims.count(dim) > 1 for dims in (before, after) for dim in both):
        return None
    if len(before) != len(after):
        return (_named(before, both, "before"),), _named(after, both, "after")
    pairs = list(zip(before, after, strict=True))
    if any((a in both or b in both) and a != b for a, b in pairs) or sum(a not in both for a, _ in pairs) > 1:
        return None
    return (_own(seen),), _own(seen)


def _named(dims: Dims, shared: Collection[str], side: str) -> Keys:
    return tuple((dim,) if dim in shared else (f":{side}{at}",) for at, dim in enumerate(dims))


_BY_NAME: Mapping[str, Callable[[Seen], Identified | None]] = {
    **dict.fromkeys(("@", "matmul", "mm", "bmm", "mv", "dot"), _matmul),
    **dict.fromkeys(("+", "-", "*", "/", "//", "%", "**", "&", "|", "^"), _from_the_right),
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), _from_the_right),
    **dict.fromkeys(("add", "sub", "mul", "div", "where", "maximum", "minimum", "masked_fill", "pow"), _from_the_right),
    **dict.fromkeys(("expand", "broadcast_to", "expand_as"), _from_the_right),
    **dict.fromkeys(("view", "reshape", "flatten", "unflatten", "squeeze"), _by_factors),
    **dict.fromkeys("sum mean prod amax amin max min any all var std logsumexp argmax argmin median".split(), _reduced),
    **dict.fromkeys("transpose swapaxes swapdims movedim moveaxis permute T t mT".split(), _permuted),
    **dict.fromkeys(("cat", "concat", "concatenate"), _joined),
    "unsqueeze": _unsqueezed,
    "stack": _stacked,
    "[]": _subscripted,
}
