"""What is remembered about one exercise: time, reviews, and records put together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shapecoach.lessons import Outcome, Verdict
from shapecoach.lessons import record as records
from shapecoach.lessons.record import LADDER, MANY_TRIES, Record, Review, on_day

NOON = datetime(2031, 5, 6, 12, tzinfo=timezone(timedelta(hours=2)))
DAY = NOON.date()
PASSED = Verdict("split_heads", Outcome.PASSED, seed=1)
FAILED = replace(PASSED, outcome=Outcome.FAILED, message="no")


def later(**time: float) -> datetime:
    return NOON + timedelta(**time)


# -- time --------------------------------------------------------------------------------------------------------------


def test_time_runs_from_the_opening_to_the_first_pass() -> None:
    record = Record().seen(NOON).after(FAILED, later(minutes=4)).after(PASSED, later(minutes=9))
    assert record.seconds == 9 * 60
    assert record.after(FAILED, later(minutes=15)).seconds == 9 * 60


def test_who_was_away_is_not_counted_as_working() -> None:
    record = Record().seen(NOON).after(FAILED, later(minutes=5)).after(FAILED, later(hours=20))
    assert record.after(PASSED, later(hours=20, minutes=2)).seconds == 7 * 60


def test_a_clock_that_is_set_back_takes_no_time_away() -> None:
    record = Record().seen(NOON).after(FAILED, later(minutes=5)).after(FAILED, later(minutes=-90))
    assert record.seconds == 5 * 60


# -- reviews -----------------------------------------------------------------------------------------------------------


def tried(times: int) -> Record:
    record = Record()
    for _ in range(times - 1):
        record = record.after(FAILED, NOON)
    return record


def test_what_was_easy_does_not_come_back() -> None:
    assert tried(MANY_TRIES - 1).after(PASSED, NOON).review is None


@pytest.mark.parametrize(
    "before", [tried(MANY_TRIES), Record(hints_seen=1), Record(solution_seen=True)], ids=["tries", "hint", "solution"]
)
def test_what_was_hard_comes_back_the_next_day(before: Record) -> None:
    review = before.after(PASSED, NOON).review
    assert review is not None and review.due == DAY + timedelta(days=1)


def test_help_after_the_pass_is_no_help() -> None:
    record = replace(tried(1).after(PASSED, NOON), hints_seen=2)
    assert record.after(PASSED, later(days=1)).review is None


def review_passed(review: Review, day: date, tries: int = 1) -> Review:
    now = datetime.combine(day, NOON.timetz())
    attempt = review.begun(now).attempt
    assert attempt
    for outcome in [FAILED] * (tries - 1) + [PASSED]:
        attempt = attempt.after(outcome, now)
    return review.begun(now).after(attempt, now)


def test_the_ladder_is_1_3_7_and_21_days_and_then_it_is_done() -> None:
    review: Review | None = Record(hints_seen=1).after(PASSED, NOON).review
    waited: list[int] = []
    day = DAY
    while review and review.due:
        waited.append((review.due - day).days)
        day = review.due
        review = review_passed(review, day)
    assert waited == [1, 3, 7, 21]
    assert review and review.rung == len(LADDER)


def test_who_comes_late_waits_from_then_on() -> None:
    review = review_passed(Review(rung=1, since=DAY), DAY + timedelta(days=40))
    assert review.due == DAY + timedelta(days=47)


def test_a_hard_review_begins_the_ladder_again() -> None:
    review = review_passed(Review(rung=2, since=DAY), DAY + timedelta(days=7), tries=MANY_TRIES)
    assert (review.rung, review.due) == (0, DAY + timedelta(days=8))


def test_a_failed_review_goes_on_and_running_it_again_afterwards_changes_nothing() -> None:
    review = Review(rung=1, since=DAY).begun(NOON)
    assert review.attempt
    failed = review.after(review.attempt.after(FAILED, NOON), NOON)
    assert failed.under_way and failed.rung == 1
    assert failed.attempt
    passed = failed.after(failed.attempt.after(PASSED, NOON), NOON)
    assert not passed.under_way and passed.rung == 2
    assert passed.attempt
    assert passed.after(passed.attempt.after(PASSED, later(days=9)), later(days=9)).rung == 2


# -- two records of one exercise ---------------------------------------------------------------------------------------

on_a_busy_machine = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
moments = st.none() | st.integers(0, 10**6).map(lambda seconds: later(seconds=seconds))
reviews = st.none() | st.builds(Review, st.integers(0, len(LADDER)), st.dates(date(2031, 1, 1), date(2031, 12, 1)))
any_record = st.builds(
    Record,
    tries=st.integers(0, 9),
    passed=st.booleans(),
    hints_seen=st.integers(0, 3),
    solution_seen=st.booleans(),
    verdict=st.sampled_from([None, PASSED, FAILED]),
    seconds=st.integers(0, 9000),
    last_seen=moments,
    review=reviews,
)


@on_a_busy_machine
@given(any_record, any_record)
def test_put_together_nothing_gets_less(one: Record, other: Record) -> None:
    both = one.merged(other)
    for record in (one, other):
        assert both.passed >= record.passed and both.solution_seen >= record.solution_seen
        assert both.tries >= record.tries and both.hints_seen >= record.hints_seen and both.seconds >= record.seconds
        assert not record.review or (both.review and both.review.rung >= record.review.rung)
        assert both.merged(record) == both


@on_a_busy_machine
@given(any_record)
def test_written_down_and_read_again_it_is_the_same(record: Record) -> None:
    assert Record.from_json(record.as_json()) == record


def test_days_are_said_as_people_say_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "present", lambda: NOON)
    assert [on_day(DAY + timedelta(days=away)) for away in (0, 1, 2, 400)] == [
        "today",
        "tomorrow",
        "on 8 May",
        "on 9 June 2032",
    ]
