"""A dim: one symbolic size, an integer polynomial over symbols with floor division, minimum, maximum and `#`.

Dims are canonical: two dims are equal exactly when they are the same polynomial, however they were written.

>>> b, s = Dim.of(Symbol("b")), Dim.of(Symbol("s"))
>>> str((b + 1) * s - s)
'b*s'
>>> str((2 * b + 4) // 2)
'b+2'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any


class Kind(StrEnum):
    """What a symbol stands for."""

    RIGID = "rigid"  # a name in a parameter's annotation: any size, nobody may choose it
    OPEN = "open"  # an int of the program (`cfg.d_model`, `n_heads`): may turn out to equal another size
    UNKNOWN = "unknown"  # a size nobody could work out: equal to itself, and nothing is ever said about it


@dataclass(frozen=True, slots=True, eq=False)
class Symbol:
    """A size without a number.  `scope` keeps the `d` of one function apart from the `d` of another.

    `below` is what a loop's counter never reaches: 0 and more, it is less than that.
    """

    name: str
    kind: Kind = Kind.RIGID
    scope: str = ""
    below: Dim | None = field(default=None, repr=False)
    _hash: int = field(init=False, repr=False, default=0)  # asked for more often than anything else here

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.name, self.kind.value, self.scope)))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Symbol)
            and self._hash == other._hash
            and self.name == other.name
            and self.scope == other.scope
            and self.kind is other.kind
        )

    @property
    def is_nameless(self) -> bool:
        """Whether nothing gave it a name that holds everywhere."""
        return self.name.startswith("?")

    @property
    def is_unknown(self) -> bool:
        """Whether nobody chose it as one of many, so that it may well be 1."""
        return self.kind is Kind.UNKNOWN or self.is_nameless

    @property
    def sort_key(self) -> tuple[str, ...]:
        return ("s", self.name, self.scope, self.kind)


@dataclass(frozen=True, slots=True)
class FloorDiv:
    """numerator // denominator, where it is not known to come out even."""

    numerator: Dim
    denominator: Dim

    @property
    def parts(self) -> tuple[Dim, ...]:
        return self.numerator, self.denominator

    @property
    def sort_key(self) -> tuple[str, ...]:
        return ("f", str(self.numerator), str(self.denominator))


@dataclass(frozen=True, slots=True)
class Extreme:
    """The smallest or the largest of several dims, where no order among them is known."""

    of: str  # "min", "max"
    parts: tuple[Dim, ...]

    @property
    def sort_key(self) -> tuple[str, ...]:
        return ("x", self.of, *map(str, self.parts))


@dataclass(frozen=True, slots=True)
class OneOr:
    """The size of an axis `#d`: 1 where it is 1 at all of `places`, and else `dim`.

    The places tell the `#d` of one tensor, which may be 1 by itself, from that of another, and from that of their sum.
    """

    dim: Dim
    places: frozenset[str]

    @property
    def parts(self) -> tuple[Dim, ...]:
        return self.dim, Dim.of(1)

    @property
    def sort_key(self) -> tuple[str, ...]:
        return ("o", str(self.dim), *sorted(self.places))


Atom = Symbol | FloorDiv | Extreme | OneOr
Monomial = tuple[tuple[Atom, int], ...]  # atoms with their powers, sorted; () is the monomial of constants


def _monomial_key(monomial: Monomial) -> tuple[int, tuple[tuple[tuple[str, ...], int], ...]]:
    return (-sum(power for _, power in monomial), tuple((atom.sort_key, power) for atom, power in monomial))


@dataclass(frozen=True, slots=True, eq=False)
class Dim:
    """A size: `terms` are the polynomial's monomials with their coefficients, sorted, none zero.

    `spelling` is the order in which a product's factors were written (`n_heads*d_head`); it never takes part in
    comparisons.
    """

    terms: tuple[tuple[Monomial, int], ...]
    spelling: tuple[Atom, ...] = ()
    _hash: int = field(init=False, repr=False, default=0)
    # Known once they were asked for:
    _atoms: tuple[Atom, ...] | None = field(init=False, repr=False, default=None)
    _symbols: frozenset[Symbol] | None = field(init=False, repr=False, default=None)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash(self.terms))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Dim) and self._hash == other._hash and self.terms == other.terms)

    @staticmethod
    def of(value: int | Atom) -> Dim:
        if not isinstance(value, int):
            return Dim(((((value, 1),), 1),), (value,))
        return Dim((((), value),)) if value else Dim(())

    @staticmethod
    def smallest(*dims: Dim) -> Dim:
        return _extreme("min", dims)

    @staticmethod
    def largest(*dims: Dim) -> Dim:
        return _extreme("max", dims)

    @staticmethod
    def one_or(dim: Dim, *places: str) -> Dim:
        """Either 1 or `dim`."""
        return dim if dim.constant == 1 else Dim.of(OneOr(dim, frozenset(places)))

    # -- what it is ---------------------------------------------------------------------------------------------

    @property
    def constant(self) -> int | None:
        """The number this dim is, or None where it depends on a symbol."""
        if not self.terms:
            return 0
        if len(self.terms) == 1 and self.terms[0][0] == ():
            return self.terms[0][1]
        return None

    @property
    def symbol(self) -> Symbol | None:
        """The symbol this dim is, or None where it is anything else."""
        alone = _alone(self)
        return alone if isinstance(alone, Symbol) else None

    @property
    def is_unknown(self) -> bool:
        """Whether nothing certain follows from it: part of it is an unknown size, or one of several that it may be."""
        return self.is_piecewise or any(symbol.is_unknown for symbol in self.symbols())

    @property
    def is_piecewise(self) -> bool:
        """Whether it is one of several expressions, for some sizes the one and for others another."""
        return bool(self.choices())

    @property
    def is_never_negative(self) -> bool:
        """Whether no sizes make it negative, as far as its signs tell, and how large a part of it may become."""
        least = Dim.of(0)
        for monomial, coefficient in self.terms:
            term = Dim(((monomial, coefficient),))
            most = _most(_alone(-term))
            least = least + term if most is None else least - most
        return all(
            coefficient > 0 and all(isinstance(atom, Symbol) for atom, _ in monomial)
            for monomial, coefficient in least.terms
        )

    def choices(self) -> frozenset[Extreme | OneOr]:
        """The atoms in it that are one of several dims."""
        return frozenset(atom for atom in self.atoms() if isinstance(atom, Extreme | OneOr))

    def quotients(self) -> frozenset[FloorDiv]:
        """What is divided in it, where that is not known to come out even."""
        return frozenset(atom for atom in self.atoms() if isinstance(atom, FloorDiv))

    @property
    def has_name(self) -> bool:
        """Whether it can be spelled.

        No part of it is an unknown size without a name, none alone may be 1, and no two go by one name.
        """
        alone = _alone(self)
        if isinstance(alone, Symbol):  # as most are
            return not alone.is_nameless
        is_whole = isinstance(alone, OneOr)
        may_be_one = any(isinstance(atom, OneOr) for atom in self.atoms())
        names = {symbol.name for symbol in self.symbols() if not symbol.is_nameless}
        return is_whole is may_be_one and len(names) == len(self.symbols())

    @property
    def weight(self) -> int:
        """How long it is written: the factors of its monomials, and all that stands within its divisions."""
        return sum(max(1, sum(_weight(atom) * power for atom, power in monomial)) for monomial, _ in self.terms)

    def atoms(self) -> tuple[Atom, ...]:
        """The atoms of its monomials and those inside them."""
        if self._atoms is None:
            found: list[Atom] = []
            for atom in (atom for monomial, _ in self.terms for atom, _ in monomial):
                found.append(atom)
                for part in () if isinstance(atom, Symbol) else atom.parts:
                    found += part.atoms()
            object.__setattr__(self, "_atoms", tuple(found))
        assert self._atoms is not None
        return self._atoms

    def symbols(self) -> frozenset[Symbol]:
        if self._symbols is None:
            object.__setattr__(self, "_symbols", frozenset(atom for atom in self.atoms() if isinstance(atom, Symbol)))
        assert self._symbols is not None
        return self._symbols

    def divisors(self) -> frozenset[Symbol]:
        """The symbols that something is divided by."""
        return frozenset(symbol for quotient in self.quotients() for symbol in quotient.denominator.symbols())

    def evaluate(self, sizes: Mapping[Symbol, int]) -> int:
        """The number of this dim at the given sizes, where what may be 1 isn't.

        Raises KeyError for a symbol without one.
        """
        total = 0
        for monomial, coefficient in self.terms:
            for atom, power in monomial:
                if isinstance(atom, Symbol):
                    value = sizes[atom]
                elif isinstance(atom, Extreme):
                    value = _PICK[atom.of](part.evaluate(sizes) for part in atom.parts)
                elif isinstance(atom, OneOr):
                    value = atom.dim.evaluate(sizes)
                else:
                    denominator = atom.denominator.evaluate(sizes)
                    value = atom.numerator.evaluate(sizes) // denominator if denominator else 0
                coefficient *= value**power
            total += coefficient
        return total

    def substitute(self, replacements: Mapping[Symbol, Dim]) -> Dim:
        """This dim with symbols replaced, simplified again."""
        alone = self.symbol
        if alone is not None:
            return replacements.get(alone, self)
        if not any(symbol in replacements for symbol in self.symbols()):
            return self
        return self._rebuilt(replacements)

    def exchange(self, atoms: Mapping[Any, Dim]) -> Dim:
        """This dim with others in the place of atoms."""
        return self._rebuilt(atoms) if any(atom in atoms for atom in self.atoms()) else self

    def _rebuilt(self, replacements: Mapping[Any, Dim]) -> Dim:
        """This dim with atoms replaced, those within others as well."""
        total = Dim.of(0)
        for monomial, coefficient in self._spelled_terms():
            product = Dim.of(coefficient)
            for atom, power in monomial:
                value = replacements.get(atom)
                if value is None:
                    value = Dim.of(atom) if isinstance(atom, Symbol) else _remade(atom, replacements)
                for _ in range(power):
                    product = product * value
            total = total + product
        return total

    def exact_quotient(self, divisor: Dim) -> Dim | None:
        """The dim q with q*divisor == self as polynomials, or None."""
        if not divisor.terms:
            return None
        if len(divisor.terms) == 1:
            return _divide_by_monomial(self, *divisor.terms[0])
        quotient, rest = Dim.of(0), self
        lead_monomial, lead_coefficient = divisor.terms[0]
        for _ in range(len(self.terms) + 1):
            if not rest.terms:
                return quotient
            step = _divide_by_monomial(Dim((rest.terms[0],)), lead_monomial, lead_coefficient)
            if step is None:
                return None
            quotient, rest = quotient + step, rest - step * divisor
        return None

    # -- arithmetic ---------------------------------------------------------------------------------------------

    def __add__(self, other: Dim | int) -> Dim:
        other = _dim(other)
        if not other.terms:
            return self
        if not self.terms:
            return other
        return _from_terms([*self.terms, *other.terms])

    __radd__ = __add__

    def __neg__(self) -> Dim:
        return Dim(tuple((monomial, -coefficient) for monomial, coefficient in self.terms))

    def __sub__(self, other: Dim | int) -> Dim:
        return self + -_dim(other)

    def __rsub__(self, other: int) -> Dim:
        return _dim(other) - self

    def __mul__(self, other: Dim | int) -> Dim:
        other = _dim(other)
        if other.constant == 1:
            return self
        if self.constant == 1:
            return other
        product = _from_terms([(_multiply(m1, m2), c1 * c2) for m1, c1 in self.terms for m2, c2 in other.terms])
        if self.spelling and other.spelling:
            return Dim(product.terms, self.spelling + other.spelling)
        return product

    __rmul__ = __mul__

    def __floordiv__(self, other: Dim | int) -> Dim:
        """Python's floor division.  Raises ZeroDivisionError for a divisor that is the constant 0."""
        other = _dim(other)
        if not other.terms:
            raise ZeroDivisionError("a size divided by zero")
        return _floor_divide(self, other)

    def __rfloordiv__(self, other: int) -> Dim:
        return _dim(other) // self

    def __mod__(self, other: Dim | int) -> Dim:
        return self - (self // other) * other

    # -- how it is spelled --------------------------------------------------------------------------------------

    def _spelled_terms(self) -> Iterator[tuple[Monomial, int]]:
        if self.spelling and len(self.terms) == 1:
            yield tuple((atom, 1) for atom in self.spelling), self.terms[0][1]
        else:
            yield from self.terms

    def __str__(self) -> str:
        """A Python expression over the symbols' names, without spaces."""
        if (symbol := self.symbol) is not None:
            return "?" if symbol.is_nameless else symbol.name
        text = ""
        positive_first = sorted(self._spelled_terms(), key=lambda term: term[1] < 0)
        for monomial, coefficient in positive_first:
            factors = [_spell_atom(atom) + (f"**{power}" if power > 1 else "") for atom, power in monomial]
            if abs(coefficient) != 1 or not factors:
                factors.insert(0, str(abs(coefficient)))
            is_negated = coefficient < 0 and not text  # `-a//b` would be another number
            if len(factors) == 1 and factors[0].startswith("(") and factors[0].endswith(")") and not is_negated:
                factors[0] = factors[0][1:-1]
            text += ("-" if coefficient < 0 else "+" if text else "") + "*".join(factors)
        return text or "0"

    def __repr__(self) -> str:
        return f"Dim({self})"


def _dim(value: Dim | int) -> Dim:
    return value if isinstance(value, Dim) else Dim.of(value)


def _remade(atom: FloorDiv | Extreme | OneOr, replacements: Mapping[Any, Dim]) -> Dim:
    """An atom of several parts with atoms replaced in each."""
    parts = [part._rebuilt(replacements) for part in atom.parts]  # pyright: ignore[reportPrivateUsage]
    match atom:
        case FloorDiv():
            return parts[0] // parts[1]
        case Extreme():
            return _extreme(atom.of, parts)
        case OneOr():
            return Dim.one_or(parts[0], *atom.places)


def _from_terms(terms: list[tuple[Monomial, int]]) -> Dim:
    sums: dict[Monomial, int] = {}
    for monomial, coefficient in terms:
        sums[monomial] = sums.get(monomial, 0) + coefficient
    kept = [term for term in sums.items() if term[1]]
    if len(kept) > 1:
        kept.sort(key=lambda term: _monomial_key(term[0]))
    dim = Dim(tuple(kept))
    if dim.symbol is not None:
        return Dim(dim.terms, (dim.symbol,))
    return dim


def _multiply(first: Monomial, second: Monomial) -> Monomial:
    if not first or not second:
        return first or second
    powers = dict(first)
    for atom, power in second:
        powers[atom] = powers.get(atom, 0) + power
    return tuple(sorted(powers.items(), key=lambda item: item[0].sort_key))


def _divide_by_monomial(dim: Dim, monomial: Monomial, coefficient: int) -> Dim | None:
    terms: list[tuple[Monomial, int]] = []
    for own_monomial, own_coefficient in dim.terms:
        powers = dict(own_monomial)
        for atom, power in monomial:
            powers[atom] = powers.get(atom, 0) - power
        if own_coefficient % coefficient or any(power < 0 for power in powers.values()):
            return None
        rest = tuple((atom, power) for atom, power in powers.items() if power)
        terms.append((rest, own_coefficient // coefficient))
    return _from_terms(terms)


@lru_cache(maxsize=16384)
def _floor_divide(dim: Dim, divisor: Dim) -> Dim:
    exact = dim.exact_quotient(divisor)
    if exact is not None:
        return exact
    number, by = dim.constant, divisor.constant
    if number is not None and by is not None:
        return Dim.of(number // by)
    # (k*a + r) // k == a + r // k holds for all integers: take out the terms that divide evenly.
    even, odd = Dim.of(0), Dim.of(0)
    for term in dim.terms:
        quotient = Dim((term,)).exact_quotient(divisor)
        if quotient is None and by is not None and term[0] == ():
            quotient, rest = Dim.of(term[1] // by), term[1] % by
            even, odd = even + quotient, odd + rest
        elif quotient is None:
            odd = odd + Dim((term,))
        else:
            even = even + quotient
    if by is not None and odd.constant is not None:
        return even + odd.constant // by
    # (a // m) // n == a // (m*n) for positive m and n.
    if by is not None and len(odd.terms) == 1 and odd.terms[0][1] == 1 and len(odd.terms[0][0]) == 1:
        atom, power = odd.terms[0][0][0]
        if isinstance(atom, FloorDiv) and power == 1 and (inner := atom.denominator.constant) and inner > 0 and by > 0:
            return even + _floor_divide(atom.numerator, Dim.of(inner * by))
    return even + Dim.of(FloorDiv(odd, divisor))


_PICK = {"min": min, "max": max}


def _extreme(of: str, dims: Iterable[Dim]) -> Dim:
    """The smallest or largest of dims, without those that never are it whatever the sizes."""
    parts: list[Dim] = []
    for dim in dims:
        alone = _alone(dim)
        parts += alone.parts if isinstance(alone, Extreme) and alone.of == of else (dim,)
    kept = list(dict.fromkeys(parts))
    for dim in tuple(kept):
        gaps = (dim - other if of == "min" else other - dim for other in kept if other != dim)
        if any(gap.is_never_negative for gap in gaps):
            kept.remove(dim)
    return (
        kept[0]
        if len(kept) == 1
        else Dim.of(Extreme(of, tuple(sorted(kept, key=lambda part: (part.constant is not None, str(part))))))
    )


def _alone(dim: Dim) -> Atom | None:
    """The atom that a dim is, or None where it is anything else."""
    if len(dim.terms) != 1 or dim.terms[0][1] != 1 or len(dim.terms[0][0]) != 1:
        return None
    atom, power = dim.terms[0][0][0]
    return atom if power == 1 else None


def _most(atom: Atom | None) -> Dim | None:
    """What an atom is at most: a quotient is what is divided, and a counter is less than what it counts up to."""
    if isinstance(atom, FloorDiv) and all(part.is_never_negative for part in atom.parts):
        return atom.numerator
    return atom.below - 1 if isinstance(atom, Symbol) and atom.below is not None else None


def _weight(atom: Atom) -> int:
    return 1 if isinstance(atom, Symbol) else sum(part.weight for part in atom.parts)


def _spell_atom(atom: Atom) -> str:
    if isinstance(atom, Symbol):
        if atom.is_nameless:
            return "?"
        return atom.name if "//" not in atom.name else f"({atom.name})"
    if isinstance(atom, OneOr):
        return f"#{atom.dim}"
    if isinstance(atom, Extreme):
        return f"{atom.of}({','.join(map(str, atom.parts))})"
    return f"({_spell_operand(atom.numerator)}//{_spell_operand(atom.denominator)})"


def _spell_operand(dim: Dim) -> str:
    text = str(dim)
    return text if text.isidentifier() or text.isdigit() else f"({text})"
