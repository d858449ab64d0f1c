"""The author's check, on exercises that somebody spoiled: each fault is told, in one line."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from shapecoach.lessons import Catalogue, Exercise, catalogue, verify
from shapecoach.lessons.catalogue import read_hints

WARM_UP, SPLIT, REPAIR = (catalogue().exercise(name) for name in ("warm_up", "split_heads", "read_the_error"))

Look = Callable[..., list[str]]


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Look:
    """What the check says of an exercise in whose file `name` every `old` has become `new`."""

    def look(exercise: Exercise, name: str = "", old: str = "", new: str = "", **about: object) -> list[str]:
        source = tmp_path / exercise.name
        shutil.copytree(exercise.source, source)
        if name:
            text = (source / name).read_text()
            assert old in text
            (source / name).write_text(text.replace(old, new) if old else new)
        hints = read_hints((source / "hints.md").read_text())
        spoiled = replace(exercise, **{"source": source, "hints": hints} | about)
        track = catalogue().tracks[0]
        lesson = replace(track.lessons[0], exercises=(spoiled,))
        monkeypatch.setattr(verify, "catalogue", lambda: Catalogue((replace(track, lessons=(lesson,)),)))
        found = verify.check(exercise.name, seeds=2)
        assert all("\n" not in complaint for complaint in found)
        return found

    return look


@pytest.mark.parametrize("exercise", [WARM_UP, SPLIT, REPAIR], ids=lambda exercise: exercise.name)
def test_nothing_is_said_of_a_good_one(told: Look, exercise: Exercise) -> None:
    assert told(exercise) == []


def test_a_starter_that_passes(told: Look) -> None:
    assert told(WARM_UP, "starter.py", "raise NotImplementedError", "return 2 * x") == ["the starter passes"]


def test_a_starter_that_fails_otherwise_than_by_being_empty(told: Look) -> None:
    (found,) = told(WARM_UP, "starter.py", "raise NotImplementedError", "return x")
    assert found.startswith("the starter is told as failed, not as not started: ")


def test_a_starter_that_is_not_python(told: Look) -> None:
    (found,) = told(WARM_UP, "starter.py", "def double", "def def")
    assert found.startswith("the starter can't be imported: SyntaxError")


def test_a_starter_with_nothing_to_repair(told: Look) -> None:
    body = REPAIR.starter.splitlines()[-1].strip()
    (found,) = told(REPAIR, "starter.py", body, "raise NotImplementedError")
    assert "there should be something to repair" in found


def test_a_starter_that_the_engine_has_something_against(told: Look) -> None:
    found = told(SPLIT, "starter.py", '"b {n_heads} s d"', '"b {n_heads s d"')
    assert [complaint.split(": ")[:2] for complaint in found] == [["starter.py:19", "annotation-syntax"]]


def test_a_solution_that_is_turned_down(told: Look) -> None:
    found = told(SPLIT, "solution.py", "(n_heads d) ->", "(d n_heads) ->")
    assert any(complaint.startswith("the solution is turned down at seed 0: ") for complaint in found)


def test_a_solution_with_a_tensor_that_the_engine_knows_nothing_of(told: Look) -> None:
    found = told(WARM_UP, "solution.py", "    return 2 * x", "    y = eval('2 * x')\n    return y")
    assert found == ["solution.py: `y` in `double` is not known to be a tensor"]


def test_a_solution_with_a_tensor_of_unknown_shape(told: Look) -> None:
    found = told(
        WARM_UP, "solution.py", "    return 2 * x", "    y = x.reshape(len(str(x.sum())), -1)\n    return 2 * x"
    )
    assert any("the shape of `y` is not known" in complaint for complaint in found), found


def test_a_mistake_that_is_called_by_another_name(told: Look) -> None:
    found = told(SPLIT, "mistakes.py", 'x, "b s (d n_heads) -> b n_heads s d"', 'x, "b s (n_heads d) -> b n_heads s d"')
    assert [complaint.strip() for complaint in found] == [
        "the mistake heads_are_the_inner_axis (M04) is told as passed at seed 0:"
    ]


def test_codes_that_are_not_in_both_places_or_in_no_list(told: Look) -> None:
    assert told(WARM_UP, mistakes=("M07",)) == ["M10 stands in only one of exercise.toml and mistakes.py"]


def test_a_code_that_no_list_has(told: Look) -> None:
    found = told(WARM_UP, "mistakes.py", '"M07"', '"M98"')
    assert "M98 is not in mistakes.toml" in found


def test_too_many_hints_and_none(told: Look) -> None:
    assert told(WARM_UP, "hints.md", "", "# One\n\na\n\n# Two\n\nb\n\n# Three\n\nc\n\n# Four\n\nd\n") == [
        "has 4 hints; 1 to 3 are wanted"
    ]


def test_numbers_out_of_their_range(told: Look) -> None:
    assert told(WARM_UP, difficulty=0, importance=6) == ["difficulty is 0, not 1 to 5", "importance is 6, not 1 to 5"]


def test_an_exercise_without_tests(told: Look) -> None:
    found = told(WARM_UP, "tests.py", "def test_", "def nothing_")
    assert "has no tests" in found


def test_what_wants_the_network_is_refused() -> None:
    script = """
import socket, urllib.request
from shapecoach.lessons.verify import NetworkError, stay_offline
stay_offline()
refused = 0
for attempt in (lambda: socket.create_connection(("127.0.0.1", 9)), lambda: urllib.request.urlopen("http://localhost:9")):
    try:
        attempt()
    except NetworkError:
        refused += 1
assert refused == 2, refused
"""
    assert subprocess.run([sys.executable, "-c", script], timeout=100).returncode == 0


def test_an_exercise_that_cannot_be_checked_at_all_does_not_stop_the_others(tmp_path: Path) -> None:
    lost = replace(WARM_UP, name="lost", source=tmp_path)
    found = {exercise.name: complaints for exercise, complaints in verify.verify([lost, WARM_UP], seeds=1)}
    assert found["warm_up"] == []
    assert len(found["lost"]) == 1 and found["lost"][0].startswith("can't be checked: ")
