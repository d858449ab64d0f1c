"""Dims are integers that have no number yet: whatever holds of integers holds of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapecoach.shapes.dim import Dim, Kind, Symbol

A, B, C = (Symbol(name) for name in "abc")
LEAVES = st.sampled_from([Dim.of(A), Dim.of(B), Dim.of(C)]) | st.integers(-4, 6).map(Dim.of)


def combined(parts: st.SearchStrategy[Dim]) -> st.SearchStrategy[Dim]:
    pairs = st.tuples(parts, parts)
    positive = st.integers(1, 5).map(Dim.of) | st.sampled_from([Dim.of(A), Dim.of(B)])
    return (
        pairs.map(lambda pair: pair[0] + pair[1])
        | pairs.map(lambda pair: pair[0] - pair[1])
        | pairs.map(lambda pair: pair[0] * pair[1])
        | st.tuples(parts, positive).map(lambda pair: pair[0] // pair[1])
        | st.tuples(parts, positive).map(lambda pair: pair[0] % pair[1])
    )


DIMS = st.recursive(LEAVES, combined, max_leaves=6)
SIZES = st.fixed_dictionaries({A: st.integers(1, 30), B: st.integers(1, 30), C: st.integers(1, 30)})


@given(DIMS, DIMS, SIZES)
def test_arithmetic_is_that_of_integers(first: Dim, second: Dim, sizes: dict[Symbol, int]) -> None:
    one, two = first.evaluate(sizes), second.evaluate(sizes)
    assert (first + second).evaluate(sizes) == one + two
    assert (first - second).evaluate(sizes) == one - two
    assert (first * second).evaluate(sizes) == one * two
    assert (-first).evaluate(sizes) == -one
    assert (3 - first).evaluate(sizes) == 3 - one


@given(DIMS, st.integers(1, 7) | st.sampled_from([A, B]), SIZES)
def test_division_is_floor_division(dim: Dim, divisor: int | Symbol, sizes: dict[Symbol, int]) -> None:
    by = Dim.of(divisor)
    assert (dim // by).evaluate(sizes) == dim.evaluate(sizes) // by.evaluate(sizes)
    assert (dim % by).evaluate(sizes) == dim.evaluate(sizes) % by.evaluate(sizes)


@given(DIMS, DIMS, SIZES)
def test_substituting_is_evaluating_in_two_steps(dim: Dim, value: Dim, sizes: dict[Symbol, int]) -> None:
    if value.evaluate(sizes) > 0:
        assert dim.substitute({A: value}).evaluate(sizes) == dim.evaluate({**sizes, A: value.evaluate(sizes)})


@given(DIMS, DIMS)
def test_an_exact_quotient_gives_the_dividend_back(dim: Dim, divisor: Dim) -> None:
    quotient = dim.exact_quotient(divisor)
    assert quotient is None or quotient * divisor == dim
    if divisor.terms and not any(s.kind is Kind.UNKNOWN for s in dim.symbols()):
        again = (dim * divisor).exact_quotient(divisor)
        assert again is None or again == dim


@given(DIMS, DIMS)
def test_equal_polynomials_are_equal_dims(first: Dim, second: Dim) -> None:
    assert first + second == second + first
    assert first * second == second * first
    assert hash(first * second) == hash(second * first)
    assert (first + second) - second == first


a, b, c = Dim.of(A), Dim.of(B), Dim.of(C)


@pytest.mark.parametrize(
    ("dim", "text"),
    [
        (a, "a"),
        (a + 1, "a+1"),
        (1 - a, "1-a"),
        (b * a, "b*a"),
        (2 * (a + b), "2*a+2*b"),
        (a // 2, "a//2"),
        ((a + 1) // 2, "(a+1)//2"),
        ((2 * a + 4) // 2, "a+2"),
        ((a // 2) // 3, "a//6"),
        (a * a, "a*a"),
        (a % a, "0"),
        (-(a // 2), "-(a//2)"),
        (a - (-a // 2), "a-(-a)//2"),
        (-b - (-a // 2), "-((-a)//2)-b"),
        (Dim.of(Symbol("?1", Kind.UNKNOWN)), "?"),
    ],
)
def test_spelling(dim: Dim, text: str) -> None:
    assert str(dim) == text


@given(DIMS, SIZES)
def test_a_spelling_is_a_python_expression_of_that_value(dim: Dim, sizes: dict[Symbol, int]) -> None:
    assert eval(str(dim), {symbol.name: size for symbol, size in sizes.items()}) == dim.evaluate(sizes)


def test_a_spelling_takes_no_part_in_comparisons() -> None:
    assert (str(a * b), str(b * a)) == ("a*b", "b*a")
    assert a * b == b * a


def test_a_symbol_of_another_scope_is_another_size() -> None:
    assert Dim.of(Symbol("a", scope="f")) != a


def test_dividing_by_nothing_is_refused() -> None:
    with pytest.raises(ZeroDivisionError):
        a // 0


def test_the_smaller_of_two() -> None:
    n, m = Dim.of(Symbol("n")), Dim.of(Symbol("m"))
    assert str(Dim.smallest(n, m)) == "min(m,n)" == str(Dim.smallest(m, n))
    assert Dim.smallest(n, n + 1) == n and Dim.largest(n, n + m) == n + m
    assert Dim.smallest(n, Dim.of(5)).substitute({Symbol("n"): Dim.of(3)}) == Dim.of(3)
    assert Dim.largest(n - m, Dim.of(0)).evaluate({Symbol("n"): 3, Symbol("m"): 5}) == 0
    assert Dim.smallest(n, Dim.smallest(m, Dim.of(4))) == Dim.smallest(Dim.smallest(n, m), Dim.of(4))
    assert Dim.smallest(n, m).is_unknown and Dim.smallest(n, m).has_name


def test_an_unknown_size_is_spelled_by_its_name() -> None:
    assert str(Dim.of(Symbol("n_kept", Kind.UNKNOWN)) * 2) == "2*n_kept"
    assert str(Dim.of(Symbol("?7", Kind.UNKNOWN)) + 1) == "?+1"
