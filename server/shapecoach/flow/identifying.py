"""Which axis of an operation's result is which axis of its operands.

Each kind of operation has a rule that names the axes of all its tensors, as an einops pattern would; where no rule is
sure, there is no move.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from shapecoach.axes.patterns import axes_in, form_of
from shapecoach.flow.known import Dims, Known
from shapecoach.flow.moves import Axis, Move, Piece, Strip, factors, is_run
from shapecoach.flow.operations import Operation, is_method, shortened

Keys = tuple[tuple[str, ...], ...]
"""For each axis of a tensor the keys of what it is made of."""

LONGEST_NAME = 22


@dataclass(frozen=True, slots=True)
class _Seen:
    """An operation with the dims of its tensors."""

    operation: Operation
    dims: tuple[Dims, ...]
    result: Dims

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


Rule = Callable[[_Seen], "tuple[tuple[Keys, ...], Keys] | None"]


def move_of(operation: Operation, known: Known) -> Move | None:
    """What an operation does to the axes of its tensors; None where that isn't known for sure."""
    facts = [known.fact(operand) for operand in operation.operands]
    fact = known.fact(operation.node)
    if fact is None or fact.dims is None or any(one is None or one.dims is None for one in facts):
        return None
    dims = tuple(one.dims for one in facts if one is not None and one.dims is not None)
    names = [shortened(known.source.segment(operand), LONGEST_NAME) for operand in operation.operands]
    seen = _Seen(operation, dims, fact.dims)
    pattern = known.pattern(operation.node)
    if pattern is not None:
        form = form_of(pattern.path)
        given = _by_pattern(seen, axes_in(pattern.pattern, form is not None and form.is_equation))
    else:
        given = _RULES.get(operation.name, _by_names)(seen)
    if given is None:
        return None
    keys, of_result = given
    if [len(one) for one in (*keys, of_result)] != [len(one) for one in (*dims, fact.dims)]:
        return None
    keys, of_result = _in_factors([*zip(dims, keys, strict=True)], (fact.dims, of_result))
    labels = _labels([*zip(dims, keys, strict=True), (fact.dims, of_result)])
    return Move(
        operation.label,
        tuple(_strip(name, *each, labels) for name, each in zip(names, zip(dims, keys, strict=True), strict=True)),
        _strip("", fact.dims, of_result, labels),
        _SIGNS.get(_reduction(seen), "Σ"),
    )


def _reduction(seen: _Seen) -> str:
    """The name of what is done along an axis that goes away."""
    if seen.operation.name != "reduce":
        return seen.operation.name
    given = seen.argument("reduction") or (seen.arguments[1] if len(seen.arguments) > 1 else None)
    return str(given.value) if isinstance(given, ast.Constant) else ""


_SIGNS = {"prod": "Π", "amax": "max", "amin": "min", "logsumexp": "lse"} | {
    name: name for name in "mean max min any all var std norm argmax argmin median".split()
}


# -- from keys to strips ----------------------------------------------------------------------------


def _in_factors(operands: Sequence[tuple[Dims, Keys]], result: tuple[Dims, Keys]) -> tuple[tuple[Keys, ...], Keys]:
    """The keys, where an axis that stays whole is a product in all tensors: one for each factor."""
    seen: dict[str, set[tuple[str, ...]]] = {}
    for dims, keys in (*operands, result):
        for dim, of_axis in zip(dims, keys, strict=True):
            for key in of_axis:
                seen.setdefault(key, set()).add(factors(dim) if len(of_axis) == 1 else ())
    kept = {key for _, keys in operands for of_axis in keys for key in of_axis} & {key for (key, *_) in result[1]}
    parts = {key: next(iter(seen[key])) for key in kept if len(seen[key]) == 1}

    def taken_apart(keys: Keys) -> Keys:
        return tuple(
            tuple(f"{key}/{number}" for key in of_axis for number in range(len(parts[key])))
            if len(of_axis) == 1 and len(parts.get(of_axis[0], ())) > 1
            else of_axis
            for of_axis in keys
        )

    return tuple(taken_apart(keys) for _, keys in operands), taken_apart(result[1])


def _labels(tensors: Sequence[tuple[Dims, Keys]]) -> Mapping[str, str]:
    """The size of each key, where it is an axis by itself or its axis has as many factors as keys."""
    found: dict[str, str] = {}
    for dims, keys in tensors:
        for dim, of_axis in zip(dims, keys, strict=True):
            if len(of_axis) == 1 and dim not in ("?", "1"):
                found.setdefault(of_axis[0], dim)
    for dims, keys in tensors:
        for dim, of_axis in zip(dims, keys, strict=True):
            parts = factors(dim)
            if len(parts) == len(of_axis) > 1:
                for key, part in zip(of_axis, parts, strict=True):
                    found.setdefault(key, part)
    return found


def _strip(name: str, dims: Dims, keys: Keys, labels: Mapping[str, str]) -> Strip:
    return Strip(name, tuple(_axis(dim, of_axis, labels) for dim, of_axis in zip(dims, keys, strict=True)))


def _axis(dim: str, keys: tuple[str, ...], labels: Mapping[str, str]) -> Axis:
    parts = factors(dim)
    if len(keys) == 1:
        return Axis(dim, (Piece(keys[0] if dim == "?" and keys[0].isidentifier() else dim, keys),))
    if len(parts) == len(keys):
        return Axis(dim, tuple(Piece(part, (key,)) for part, key in zip(parts, keys, strict=True)))
    if len(parts) == 1 and all(key in labels or key.isidentifier() for key in keys):
        return Axis(dim, tuple(Piece(labels.get(key, key), (key,)) for key in keys))
    return Axis(dim, (Piece(dim, keys),))


# -- rules ------------------------------------------------------------------------------------------


def _by_pattern(seen: _Seen, sides: Sequence[Sequence[tuple[str, ...]]]) -> tuple[tuple[Keys, ...], Keys] | None:
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


def _from_the_right(seen: _Seen) -> tuple[tuple[Keys, ...], Keys] | None:
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


def _matmul(seen: _Seen) -> tuple[tuple[Keys, ...], Keys] | None:
    if len(seen.dims) != 2 or not all(seen.dims):
        return None
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


def _by_factors(seen: _Seen) -> tuple[tuple[Keys, ...], Keys] | None:
    """`view` and the like: the factors of all axes are the same before and after, in the same order."""
    before = [part for dim in seen.dims[0] for part in factors(dim)]
    after = [part for dim in seen.result for part in factors(dim)]
    old, new = [part for part in before if part != "1"], [part for part in after if part != "1"]
    start = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    end = next(
        (at for at, (a, b) in enumerate(zip(old[::-1], new[::-1], strict=False)) if a != b), min(len(old), len(new))
    )
    end = min(end, len(old) - start, len(new) - start)
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    if bool(middle_old) != bool(middle_new) or min(len(middle_old), len(middle_new)) > 1:
        return None  # what is in which axis can't be said
    longer = max(len(middle_old), len(middle_new))
    if longer == 1 and "?" not in (*middle_old, *middle_new):
        return None
    keys_old = _in_axes(seen.dims[0], start, len(middle_old), longer, "in")
    keys_new = _in_axes(seen.result, start, len(middle_new), longer, "out")
    return (keys_old,), keys_new


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


def _reduced(seen: _Seen) -> tuple[tuple[Keys, ...], Keys] | None:
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


def _own(seen: _Seen) -> Keys:
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


def _permuted(seen: _Seen) -> tuple[tuple[Keys, ...], Keys] | None:
    name, keys = seen.operation.name, list(_own(seen))
    given = _ints([seen.argument("dims") or None] if seen.argument("dims") else seen.arguments)
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


def _unsqueezed(seen: _Seen) -> tuple[tuple[Keys, ...], Keys] | None:
    given = _ints([seen.argument("dim")] if seen.argument("dim") else seen.arguments)
    place = seen.place(given[0], room=1) if given is not None and len(given) == 1 else None
    if place is None:
        return None
    result = [*_own(seen)]
    result.insert(place, (":new",))
    return (_own(seen),), tuple(result)


def _subscripted(seen: _Seen) -> tuple[tuple[Keys, ...], Keys] | None:
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


def _joined(seen: _Seen) -> tuple[tuple[Keys, ...], Keys] | None:
    """`cat`: all tensors have the axes of the first."""
    if any(len(dims) != seen.rank for dims in (*seen.dims, seen.result)) or not _runs_agree((*seen.dims, seen.result)):
        return None
    return tuple(_own(seen) for _ in seen.dims), _own(seen)


def _stacked(seen: _Seen) -> tuple[tuple[Keys, ...], Keys] | None:
    given = seen.argument("dim", "axis") or next(iter(seen.arguments), None)
    axis = _ints([given]) if given is not None else (0,)
    place = seen.place(axis[0], room=1) if axis is not None else None
    if place is None or any(len(dims) != seen.rank for dims in seen.dims) or len(seen.result) != seen.rank + 1:
        return None
    result = [*_own(seen)]
    result.insert(place, (":new",))
    return tuple(_own(seen) for _ in seen.dims), tuple(result)


def _by_names(seen: _Seen) -> tuple[tuple[Keys, ...], Keys] | None:
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


_RULES: Mapping[str, Rule] = {
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
