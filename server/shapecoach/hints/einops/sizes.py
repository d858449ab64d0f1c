"""A size as a fact spells it, taken apart: a number times factors, whose order is the order they were merged in."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Size:
    """`number` times the product of `factors`, each an expression that is no product itself."""

    number: int
    factors: tuple[str, ...] = ()

    def __mul__(self, other: Size) -> Size:
        return Size(self.number * other.number, self.factors + other.factors)

    def equals(self, other: Size) -> bool:
        one, two = self.whole(), other.whole()
        return one.number == two.number and sorted(one.factors) == sorted(two.factors)

    def whole(self) -> Size:
        """With `h` for `h//p` times `p`: for a tensor that is cut into parts without a rest they are the same."""
        for index, factor in enumerate(self.factors):
            numerator, denominator = quotient(factor) or (None, None)
            if numerator is None or denominator is None or self.number % denominator.number:
                continue
            rest = list(self.factors[:index] + self.factors[index + 1 :])
            if all(part in rest for part in denominator.factors):
                for part in denominator.factors:
                    rest.remove(part)
                return (Size(self.number // denominator.number, tuple(rest)) * numerator).whole()
        return self

    @property
    def constant(self) -> int | None:
        return None if self.factors else self.number

    @property
    def name(self) -> str | None:
        """The name that it is, or None where it is anything else."""
        return (
            self.factors[0] if self.number == 1 and len(self.factors) == 1 and self.factors[0].isidentifier() else None
        )

    def parts(self) -> tuple[Size, ...]:
        """Its factors in their order."""
        number = () if self.number == 1 else (Size(self.number),)
        return (*number, *(Size(1, (factor,)) for factor in self.factors))


ONE = Size(1)


@lru_cache(maxsize=4096)
def size_of(spelled: str) -> Size | None:
    """The size that a fact spells, or None where it isn't known.

    >>> size_of("n_heads*d_head")
    Size(number=1, factors=('n_heads', 'd_head'))
    """
    if spelled.isidentifier():
        return Size(1, (spelled,))
    if spelled.isdigit():
        return Size(int(spelled))
    if "?" in spelled or "#" in spelled or spelled.startswith(("*", "...")):
        return None
    try:
        return _product(ast.parse(spelled, mode="eval").body)
    except SyntaxError:
        return None


def _product(node: ast.expr) -> Size:
    match node:
        case ast.BinOp(op=ast.Mult()):
            return _product(node.left) * _product(node.right)
        case ast.BinOp(op=ast.Pow(), right=ast.Constant(value=int() as power)) if power > 0:
            return Size(1, (ast.unparse(node.left),) * power)
        case ast.Constant(value=int() as number):
            return Size(number)
        case _:
            return Size(1, (ast.unparse(node),))


@lru_cache(maxsize=4096)
def quotient(factor: str) -> tuple[Size, Size] | None:
    """What is divided by what in a factor `h//p`; None for any other."""
    if "//" not in factor:
        return None
    match ast.parse(factor, mode="eval").body:
        case ast.BinOp(op=ast.FloorDiv(), left=left, right=right):
            return _product(left), _product(right)
        case _:
            return None


def product(sizes: list[Size | None]) -> Size | None:
    """The product, or None where one of them isn't known."""
    total = ONE
    for size in sizes:
        if size is None:
            return None
        total = total * size
    return total
