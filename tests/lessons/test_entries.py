"""Answers that are a dict of entries, each of which may be right in several ways."""

from collections.abc import Callable
from typing import Any

import pytest

from shapecoach.lessons.judging.inputs import Inputs
from shapecoach.lessons.judging.question import Question
from shapecoach.lessons.judging.rejection import NotStarted, Rejected
from shapecoach.lessons.judging.signature import Signature
from shapecoach.lessons.judging.trial import Trial


def is_even(said: int) -> str | None:
    return None if said % 2 == 0 else f"{said} is odd."


def look_at(given: Any, looks: dict[str, Callable[[Any], str | None]] | None = None) -> None:
    def answer() -> dict[str, int]:
        return given

    trial = Trial(answer, Inputs({}, {}), Signature.of(answer), Question())
    trial.look_at_entries(looks or {"a": is_even, "b": is_even, "c": is_even})


def test_whatever_its_function_accepts_is_right() -> None:
    look_at({"a": 2, "b": 4, "c": 2})
    look_at({"a": 20, "b": 0, "c": -2})


def test_the_first_wrong_entry_is_told() -> None:
    with pytest.raises(Rejected) as caught:
        look_at({"a": 2, "b": 3, "c": 5})
    assert (caught.value.message, caught.value.entry) == ("`b`: 3 is odd.", "b")


def test_entries_that_are_still_to_answer_come_last() -> None:
    with pytest.raises(Rejected) as caught:
        look_at({"a": ..., "b": 3, "c": ...})
    assert caught.value.entry == "b"
    with pytest.raises(Rejected, match=r"^1 right so far\. Still to answer: a, c\.$"):
        look_at({"a": ..., "b": 4})


def test_no_entry_answered_is_not_started() -> None:
    with pytest.raises(NotStarted):
        look_at({"a": ..., "b": ...})


def test_something_else_than_a_dict_is_turned_down() -> None:
    with pytest.raises(Rejected, match="the dict that it began with"):
        look_at([2, 4])
