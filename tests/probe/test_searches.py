"""Searching for why something is refused: what it takes is counted, and it is given up where too much was searched."""

from __future__ import annotations

import pytest

from shapecoach.probe import Never, Unclear, Works, WorksIf, ask, probe
from shapecoach.probe.arguments import Value
from shapecoach.probe.haste import hastily
from shapecoach.probe.searches import Searches, charged_to

from .sizes import rigid, tensor

A, B, C, D = rigid("a b c d")

NEVER = ("operator.matmul", (tensor(A, 3), tensor(5, B)))
ONLY_IF = ("operator.matmul", (tensor(A, B), tensor(C, D)))
WORKS = ("operator.matmul", (tensor(A, B), tensor(B, C)))


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ask, "_memo", ask._Memo())  # pyright: ignore[reportPrivateUsage]
    monkeypatch.setattr(ask, "_memo_of_haste", ask._Memo())  # pyright: ignore[reportPrivateUsage]


def test_each_question_is_counted_once_and_remembered_or_not() -> None:
    taken: list[int] = []
    for _ in range(2):
        searches = Searches()
        with charged_to(searches):
            probe(*WORKS)
            assert searches.calls == 0
            probe(*ONLY_IF)
            first = searches.calls
            probe(*ONLY_IF)
            assert searches.calls == first
            probe(*NEVER)
        taken += [first, searches.calls]
    assert 10 < taken[0] < taken[1]
    assert taken[:2] == taken[2:]


def test_what_is_searched_within_something_larger_counts_there_too() -> None:
    outer = Searches()
    for _ in range(2):
        inner = Searches(within=outer)
        with charged_to(inner):
            probe(*ONLY_IF)
        assert inner.calls == outer.calls > 0


def test_after_so_many_calls_a_refusal_is_not_looked_into() -> None:
    with charged_to(Searches(1)):
        assert isinstance(probe(*ONLY_IF), WorksIf)  # what has begun comes to its end
        assert isinstance(probe(*NEVER), Unclear)
        assert isinstance(probe(*ONLY_IF), Unclear)  # it is remembered, and no answer for others to be ahead with
        assert isinstance(probe(*WORKS), Works)
    assert isinstance(probe(*NEVER), Never)


def test_what_was_refused_in_haste_is_no_answer_for_others() -> None:
    two = ("operator.add", (tensor(A, B), tensor(C, D)))  # one equality doesn't mend it, two do
    with hastily():
        assert isinstance(probe(*two), Never)
    assert isinstance(probe(*two), WorksIf)
    with hastily():
        assert isinstance(probe(*two), WorksIf)


@pytest.mark.parametrize(
    ("path", "args"),
    [
        ("torch.dot", (tensor(A, B), tensor(A, B))),
        ("torch.mm", (tensor(A, B), tensor(A, B, C))),
        ("torch.bmm", (tensor(A, B), tensor(A, B, C))),
        ("operator.add", (tensor(A, B, 3), tensor(C, D, 4))),
        ("operator.eq", (tensor(3), tensor(A, B, C, 4))),
    ],
)
def test_what_no_size_can_mend_is_not_searched_for(path: str, args: tuple[Value, ...]) -> None:
    searches = Searches()
    with charged_to(searches):
        assert isinstance(probe(path, args), Never)
    assert searches.calls <= 3
