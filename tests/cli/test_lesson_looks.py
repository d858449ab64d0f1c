"""How lessons look in a terminal: marked text, paragraphs, times, lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from rich.console import Console, RenderableType

from shapecoach.cli.formats import standing
from shapecoach.cli.formats.lessons import change, reflowed, said
from shapecoach.lessons import ExerciseStatus, Outcome, Review, catalogue
from shapecoach.lessons.record import present

FIRST, SECOND, THIRD = catalogue().exercises[:3]


def shown(what: RenderableType) -> list[str]:
    """The lines on a screen of 60 columns."""
    screen = Console(width=60, color_system=None)
    with screen.capture() as captured:
        screen.print(what)
    return [line.rstrip() for line in captured.get().splitlines()]


@pytest.mark.parametrize(
    ("text", "plain", "styles"),
    [
        ("take `x[0]` first", "take x[0] first", ["cyan"]),
        ("(… x **this**) and **that**.", "(… x this) and that.", ["bold", "bold"]),
        ("d**2 and e**2, or 2 ** 3 ** 4", "d**2 and e**2, or 2 ** 3 ** 4", []),
        ("`f(**options)` and **no**", "f(**options) and no", ["cyan", "bold"]),
        ("one ` alone", "one ` alone", []),
    ],
)
def test_marked_text(text: str, plain: str, styles: list[str]) -> None:
    told = said(text)
    assert (told.plain, [span.style for span in told.spans]) == (plain, styles)


def test_paragraphs_are_broken_anew_and_lists_and_code_are_not() -> None:
    assert reflowed("one\ntwo\n\n\nthree\nfour\n") == "one two\n\nthree four"
    assert reflowed("- one\n- two\n\n    x = 1\n    y = 2") == "- one\n- two\n\n    x = 1\n    y = 2"


@pytest.mark.parametrize(("seconds", "told"), [(59, "0 min"), (150, "2 min"), (4000, "1 h 6 min"), (7200, "2 h 0 min")])
def test_times(seconds: int, told: str) -> None:
    assert standing.duration(seconds) == told


def status(exercise: object, **known: object) -> ExerciseStatus:
    nothing = ExerciseStatus(FIRST, Outcome.NOT_STARTED, None, 0, 0, 3, False, False)
    return replace(nothing, exercise=exercise, **known)


def test_standing_tells_what_was_begun_what_comes_back_and_the_sum() -> None:
    today = present().date()
    known = {
        FIRST: status(FIRST, outcome=Outcome.FAILED, tries=4, hints_seen=2, seconds=700),
        SECOND: status(SECOND, passed=True, solution_seen=True, seconds=900, review=Review(0, today)),
        THIRD: status(THIRD, passed=True, review=Review(1, today - timedelta(days=3))),
    }
    lines = shown(standing.standing([known.get(each, status(each)) for each in catalogue().exercises]))
    (lesson,) = [line for line in lines if line.startswith("0.1")]
    assert lesson.split()[-6:] == ["✗", "✓", "✓", "2", "of", "3"]
    begun = lines[lines.index("Begun") + 2]
    assert begun.split() == ["✗", FIRST.name, "4", "2/3", "11", "min", "not", "yet", "right"]
    back = lines.index("Comes back for review")
    assert [line.split() for line in lines[back + 1 : back + 3]] == [["today", THIRD.name], ["tomorrow", SECOND.name]]
    assert lines[-1] == f"2 of {len(catalogue().exercises)} passed in 26 min, 1 after seeing the solution"


def test_a_long_change_is_cut(tmp_path) -> None:
    difference = "--- a\n+++ b\n@@ -1 +1 @@\n" + "".join(f"+line {number}\n" for number in range(40))
    lines = shown(change("a.py", difference, tmp_path / "a.py.diff"))
    assert lines[1] == "a.py is yours and stays. This is new in ours:"
    assert lines[2] == "    +line 0" and "    +line 14" in lines and "    +line 15" not in lines
    assert any("The rest is in" in line for line in lines)
