"""Hints for products whose axes are letters or numbers: `torch.einsum("bhqd,bhkd->bhqk", q, k)`, `q @ k.mT`."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shapecoach.analysis.model import Finding
from shapecoach.analysis.rules import prefer_einsum
from shapecoach.hints.einops.following import follow
from shapecoach.hints.einops.journey import Call, Journey
from shapecoach.hints.einops.leaves import CannotFollow
from shapecoach.hints.einops.names import of_expression, usable
from shapecoach.hints.einops.product_proof import Product, holds
from shapecoach.hints.einops.rewriting import rewriting
from shapecoach.hints.einops.site import File
from shapecoach.hints.einops.sizes import size_of
from shapecoach.hints.einops.steps import numbers, step_of

_ELLIPSIS = "..."
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Multiplied:
    """A product as it is written: its operands, the letters of their axes and of the result's, and how to do it."""

    node: ast.expr
    operands: tuple[ast.expr, ...]
    letters: tuple[tuple[str, ...], ...]
    result: tuple[str, ...]
    method: str
    arguments: tuple[object, ...] = ()
    moved: tuple[tuple[Call, ...], ...] = ()  # what is done to each operand before
    reads_well: bool = False  # as it is: only names that the program has say more
    consumed: tuple[ast.expr, ...] = ()  # steps that the new text does without


def product_of(file: File, node: ast.AST) -> Multiplied | None:
    """The product that an expression is, where it is written in one of these ways."""
    match node:
        case ast.Call(args=[ast.Constant(value=str() as equation), *operands], keywords=[]):
            is_einsum = _is_of_torch(file, node.func, "einsum")
            return _by_letters(file, node, equation, operands) if is_einsum else None
        case ast.BinOp(op=ast.MatMult(), left=left, right=right):
            return _matrices(file, node, left, right, "operator.matmul")
        case ast.Call(func=ast.Attribute(value=first, attr="matmul" | "bmm" as name), args=args, keywords=[]):
            operands = args if _is_of_torch(file, node.func, name) else [first, *args]
            return _matrices(file, node, operands[0], operands[1], f"torch.{name}") if len(operands) == 2 else None
        case ast.Call(func=ast.Attribute(attr="tensordot"), args=[first, second, *dims]):
            dims += [keyword.value for keyword in node.keywords if keyword.arg == "dims"]
            is_known = _is_of_torch(file, node.func, "tensordot") and len(dims) == 1
            return _tensordot(file, node, first, second, dims[0]) if is_known else None
        case _:
            return None


def _is_of_torch(file: File, func: ast.expr, name: str) -> bool:
    match func:
        case ast.Attribute(value=ast.Name(id="torch"), attr=attr):
            return attr == name
        case ast.Name(id=own):
            return own == name and file.imports.is_from_torch(name)
        case _:
            return False


# -- how products are written -----------------------------------------------------------------------


def _by_letters(file: File, node: ast.Call, equation: str, operands: list[ast.expr]) -> Multiplied | None:
    is_spaced = " " in equation.replace(", ", ",").replace(" -> ", "->").strip()
    equation = equation.replace(" ", "")
    if not re.fullmatch(r"[A-Za-z.]+(,[A-Za-z.]+)*(->[A-Za-z.]*)?", equation):
        return None
    given, arrow, result = equation.partition("->")
    letters = tuple(map(_letters, given.split(",")))
    if (
        len(letters) != len(operands)
        or len(operands) < 2
        or any(isinstance(operand, ast.Starred) for operand in operands)
    ):
        return None
    if not arrow:
        once = [letter for letter, times in Counter(given.replace(",", "").replace(".", "")).items() if times == 1]
        result = "".join([_ELLIPSIS * ("." in given), *sorted(once)])
    if any(len(set(part)) < len(part) for part in (*letters, _letters(result))):
        return None
    return Multiplied(
        node, tuple(operands), letters, _letters(result), "torch.einsum", (equation,), reads_well=is_spaced
    )


def _letters(part: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\.\.\.|[A-Za-z]", part))


def _matrices(file: File, node: ast.expr, left: ast.expr, right: ast.expr, method: str) -> Multiplied | None:
    """`q @ k.transpose(-2, -1)`: a product of stacks of matrices, one of which is turned first."""
    sides = [_turned(file, side) for side in (left, right)]
    if any(side is None for side in sides):
        return None
    one, other = (side for side in sides if side is not None)
    if not one.calls and not other.calls:
        return None
    ranks = len(one.dims), len(other.dims)
    lead = one.turned[:-2]
    if ranks[0] != ranks[1] or ranks[0] < 3 or lead != other.turned[:-2] or "?" in lead:
        return None
    batch = _letters_for(lead)
    row, summed, column = [letter for letter in _LETTERS if letter not in batch][:3]
    letters = one.unturned((*batch, row, summed)), other.unturned((*batch, summed, column))
    return Multiplied(
        node, (one.base, other.base), letters, (*batch, row, column), method,
        moved=(one.calls, other.calls), consumed=(left, right),
        reads_well=all(side.only_turns_matrices for side in (one, other)),
    )  # fmt: skip


def _letters_for(dims: Sequence[str]) -> list[str]:
    return [_ELLIPSIS if dim.startswith(("*", "...")) else _LETTERS[index] for index, dim in enumerate(dims)]


@dataclass(frozen=True)
class _Turned:
    """An operand before its axes are moved: its own dims, those it has afterwards, and which axis comes where."""

    base: ast.expr
    dims: tuple[str, ...]
    order: tuple[int, ...]
    calls: tuple[Call, ...]

    @property
    def turned(self) -> tuple[str, ...]:
        return tuple(self.dims[place] for place in self.order)

    @property
    def only_turns_matrices(self) -> bool:
        """Whether only the last two axes change places, if any do."""
        return self.order[:-2] == tuple(range(len(self.order) - 2))

    def unturned(self, letters: tuple[str, ...]) -> tuple[str, ...]:
        """The letters of the axes afterwards, as the axes stand before."""
        return tuple(letters[self.order.index(place)] for place in range(len(self.dims)))


def _turned(file: File, operand: ast.expr) -> _Turned | None:
    step = step_of(operand)
    after = file.dims(operand)
    before = file.dims(step.before) if step is not None else None
    if after is None:
        return None
    plain = _Turned(operand, after, tuple(range(len(after))), ())
    if step is None or before is None:
        return plain
    try:
        journey = Journey.of(before)
        follow(journey, step, after)
    except CannotFollow:
        return plain
    only_moves = len(journey.slots) == len(before) and all(slot in journey.roots for slot in journey.slots)
    if not only_moves or () in journey.roots or step.method == "contiguous":
        return plain
    order = tuple(journey.roots.index(slot) for slot in journey.slots)
    return _Turned(step.before, before, order, rewriting(journey)[0].calls)


def _tensordot(file: File, node: ast.Call, first: ast.expr, second: ast.expr, dims: ast.expr) -> Multiplied | None:
    """`torch.tensordot(x, w, dims=([2, 3], [0, 1]))`."""
    ranks = [len(found) for operand in (first, second) if (found := file.dims(operand)) is not None]
    match dims:
        case (
            ast.Tuple(elts=[ast.Tuple() | ast.List() as one, ast.Tuple() | ast.List() as other])
            | ast.List(elts=[ast.Tuple() | ast.List() as one, ast.Tuple() | ast.List() as other])
        ):
            pairs = numbers(tuple(one.elts)), numbers(tuple(other.elts))
        case _:
            return None
    if len(ranks) != 2 or sum(ranks) > len(_LETTERS) or pairs[0] is None or pairs[1] is None:
        return None
    left = list(_LETTERS[: ranks[0]])
    right = list(_LETTERS[ranks[0] : sum(ranks)])
    for mine, theirs in zip(pairs[0], pairs[1], strict=True):
        right[theirs] = left[mine]
    result = tuple(letter for letter in (*left, *right) if not (letter in left and letter in right))
    return Multiplied(node, (first, second), (tuple(left), tuple(right)), result, "torch.tensordot", pairs)


# -- the hint ---------------------------------------------------------------------------------------


def hint(file: File, product: Multiplied) -> Finding | None:
    """The hint for a product, where its axes have names and the other form was proved."""
    dims = [file.dims(operand) for operand in product.operands]
    spelled = [found for found in dims if found is not None]
    if len(spelled) < len(dims):
        return None
    sizes = _dims_of_letters(product, spelled)
    if sizes is None or all(len(part) == 1 for part in product.letters):  # an outer product, `i,j->ij`
        return None
    names = _names(product, sizes)
    if not _earns(product, sizes, names):
        return None
    constants = tuple((letter, size.constant) for letter, dim in sizes.items()
                      if (size := size_of(dim)) is not None and size.constant is not None)  # fmt: skip
    moved = product.moved or ((),) * len(product.operands)
    if not holds(Product(product.method, product.arguments, product.letters, product.result, constants, moved)):
        return None
    pattern = f"{', '.join(_side(part, names) for part in product.letters)} -> {_side(product.result, names)}".strip()
    arguments = [*map(file.text, product.operands), f"{file.quote}{pattern}{file.quote}"]
    says = "`einsum` says with names which axes are multiplied and which are summed"
    return file.finding(prefer_einsum.RULE.name, "einsum", product.node, arguments, says)


def _earns(product: Multiplied, sizes: Mapping[str, str], names: Mapping[str, str]) -> bool:
    """Whether the names say more than the letters did.

    A form that reads well says that itself, unless each axis has a name of its own that could be said.
    """
    if product.reads_well:
        words = sum(len(name) > 1 for name in names.values())
        return words * 2 >= len(names) and all(name == _name(sizes[letter]) for letter, name in names.items())
    own = sum(len(name) > 1 or name != letter for letter, name in names.items())
    nameless = sum(_name(dim) is None for dim in sizes.values())
    return own > 0 and own * 2 >= len(sizes) and nameless * 4 <= len(sizes)


def _dims_of_letters(product: Multiplied, dims: Sequence[Sequence[str]]) -> Mapping[str, str] | None:
    """The axis that each letter stands for, a name if any operand has one; None where letters don't fit the axes."""
    found: dict[str, str] = {}
    for letters, axes in zip(product.letters, dims, strict=True):
        pairs = list(_paired(letters, axes))
        if len(pairs) < len(letters) - letters.count(_ELLIPSIS):
            return None
        for letter, axis in pairs:
            if axis.startswith(("*", "...")):
                return None
            if letter not in found or _name(found[letter]) is None:
                found[letter] = axis
    return found


def _paired(letters: Sequence[str], axes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each letter with its axis, those before `...` counted from the left and those behind from the right."""
    if _ELLIPSIS not in letters:
        if len(letters) == len(axes):
            yield from zip(letters, axes, strict=True)
        return
    at = letters.index(_ELLIPSIS)
    behind = len(letters) - at - 1
    if len(axes) >= at + behind:
        yield from zip(letters[:at], axes[:at], strict=True)
        yield from zip(letters[at + 1 :], axes[len(axes) - behind :], strict=True)


def _name(dim: str) -> str | None:
    size = size_of(dim)
    return None if size is None else usable(size.name) or of_expression(size, ())


def _names(product: Multiplied, sizes: Mapping[str, str]) -> Mapping[str, str]:
    """A name for each letter; where two letters stand for axes of one name, each gets more of its own."""
    names = {letter: _name(dim) or letter for letter, dim in sizes.items()}
    counts = Counter(names.values())
    for letter, name in names.items():
        if counts[name] > 1:
            apart = _apart(product, letter, name)
            if apart is None:
                return {letter: letter for letter in names}
            names[letter] = f"{name}_{apart}"
    if len(set(names.values())) < len(names):
        return {letter: letter for letter in names}
    return names


def _apart(product: Multiplied, letter: str, name: str) -> str | None:
    """What tells an axis from another of its name: the letter that it had, or the operand that it is of."""
    if product.method == "torch.einsum":
        return letter if not name.endswith(f"_{letter}") else None
    holders = [o for o, part in zip(product.operands, product.letters, strict=True) if letter in part]
    owner = holders[0].id.strip("_") if len(holders) == 1 and isinstance(holders[0], ast.Name) else ""
    return owner or None


def _side(letters: Sequence[str], names: Mapping[str, str]) -> str:
    return " ".join(names.get(letter, letter) for letter in letters)
