"""The lessons' commands: what they print, as text and as JSON, and how they end."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from shapecoach.cli.app import make_app
from shapecoach.cli.lessons import curriculum
from shapecoach.lessons import Kind, LearnerFolder, Outcome, Review, catalogue
from shapecoach.lessons.record import Record, present

NAMES = [exercise.name for exercise in catalogue().exercises]


def shapecoach(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "shapecoach", *arguments], cwd=place, capture_output=True, text=True, timeout=250
    )


def answered(place: Path, *arguments: str) -> Any:
    """The JSON that a command prints."""
    return json.loads(shapecoach(place, *arguments, "--format", "json").stdout)


def here(*arguments: str) -> tuple[int, str]:
    """A command in this process: its exit code and what it prints."""
    done = CliRunner().invoke(make_app([]), list(arguments), catch_exceptions=False)
    return done.exit_code, done.output


def test_learn_makes_a_folder_and_keeps_work(tmp_path: Path) -> None:
    made = answered(tmp_path, "learn", "here")
    folder = LearnerFolder(tmp_path / "here")
    work = folder.path_of(catalogue().exercise("warm_up"))
    assert made["folder"] == str(folder.root) and work.relative_to(folder.root).as_posix() in made["made"]
    work.write_text("my work\n")
    done = shapecoach(tmp_path, "learn", "here")
    assert done.returncode == 0 and "1 left as you changed them" in done.stdout
    assert work.read_text() == "my work\n"


def test_learn_shows_what_is_new_in_a_file_that_is_the_learners(folder: LearnerFolder) -> None:
    exercise = catalogue().exercise("split_heads")
    path = folder.path_of(exercise)
    path.write_text("my work\n")
    record = folder.root / ".shapecoach" / "written.json"
    written = json.loads(record.read_text())
    name = path.relative_to(folder.root).as_posix()
    written["files"][name] = exercise.starter.replace("Split an axis", "Divide an axis")  # by an older Shape Coach
    record.write_text(json.dumps(written))
    code, said = here("learn", str(folder.root))
    assert code == 0 and f"{name} is yours and stays. This is new in ours:" in said
    assert '-"""Divide an axis into' in said and '+"""Split an axis into' in said and "my work" not in said
    assert path.read_text() == "my work\n"
    assert "is new in ours" not in here("learn", str(folder.root))[1]


def test_lessons_lists_everything_anywhere(tmp_path: Path) -> None:
    tracks = answered(tmp_path, "lessons")["tracks"]
    listed = [each["exercise"] for track in tracks for lesson in track["lessons"] for each in lesson["exercises"]]
    assert listed == NAMES
    text = shapecoach(tmp_path, "lessons")
    assert text.returncode == 0
    assert all(name in text.stdout for name in NAMES)


def test_test_prints_one_object_for_each_exercise(folder: LearnerFolder) -> None:
    exercise = catalogue().exercise("split_heads")
    folder.path_of(exercise).write_text(exercise.solution.replace("(n_heads d)", "(d n_heads)"))
    done = shapecoach(folder.root, "test", "split_heads", "warm_up", "--seed", "3", "--format", "json")
    assert done.returncode == 1
    wrong, untouched = json.loads(done.stdout)
    assert list(wrong) == ["exercise", "outcome", "mistake", "message", "seed", "seconds"]
    assert (wrong["exercise"], wrong["outcome"], wrong["mistake"]) == ("split_heads", "failed", "M04")
    assert wrong["seed"] == 3 and wrong["seconds"] > 0
    assert (untouched["exercise"], untouched["outcome"], untouched["mistake"]) == ("warm_up", "not-started", None)


@pytest.mark.usefixtures("judged_here")
def test_test_without_a_name_runs_all(folder: LearnerFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.root)
    code, said = here("test")
    repairs = sum(exercise.kind is Kind.DEBUG for exercise in catalogue().exercises)
    assert code == 1 and f"{repairs} not yet right, {len(NAMES) - repairs} not started" in said
    for exercise in catalogue().exercises:
        folder.path_of(exercise).write_text(exercise.solution)
    code, said = here("test", "--format", "json")
    assert code == 0
    assert [(told["exercise"], told["outcome"]) for told in json.loads(said)] == [(name, "passed") for name in NAMES]
    assert json.loads(here("next", "--format", "json")[1]) is None


@pytest.mark.usefixtures("judged_here")
def test_test_as_text_says_what_is_wrong_and_how_to_see_it_again(
    folder: LearnerFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    exercise = catalogue().exercise("warm_up")
    folder.path_of(exercise).write_text(exercise.starter.replace("raise NotImplementedError", "return 2 * x[:1]"))
    monkeypatch.chdir(folder.root)
    code, said = here("test", "warm_up")
    said = " ".join(said.split())
    assert code == 1
    assert "✗ warm_up not yet right" in said
    assert "The first axis should be n, " in said
    assert "shapecoach test warm_up --seed " in said
    assert "Stuck? shapecoach hint warm_up" in said


def test_a_pass_points_to_the_next(folder: LearnerFolder) -> None:
    exercise = catalogue().exercise("warm_up")
    folder.path_of(exercise).write_text(exercise.solution)
    done = shapecoach(folder.path_of(exercise).parent, "test", "warm_up")
    assert done.returncode == 0
    assert "✓ warm_up passed" in done.stdout and "Next: predict_shapes" in done.stdout


def test_hints_solution_reset_status_next(folder: LearnerFolder) -> None:
    root, exercise = folder.root, catalogue().exercise("split_heads")
    first = answered(root, "hint", "split_heads")
    folder.progress.update("split_heads", lambda record: replace(record, last_seen=present() - timedelta(minutes=5)))
    second = answered(root, "hint", "split_heads")
    assert (first["number"], second["number"], second["total"]) == (1, 2, 3)
    assert second["text"] == exercise.hints[1]
    assert answered(root, "solution", "split_heads")["solution"] == exercise.solution
    folder.path_of(exercise).write_text("my work\n")
    reset = answered(root, "reset", "split_heads")
    assert Path(reset["kept"]).read_text() == "my work\n"
    assert Path(reset["path"]).read_text() == exercise.starter
    (standing,) = [each for each in answered(root, "status") if each["exercise"] == "split_heads"]
    assert standing.pop("seconds") >= 5 * 60
    assert standing == {
        "exercise": "split_heads",
        "lesson": "3.1",
        "outcome": Outcome.NOT_STARTED.value,
        "passed": False,
        "tries": 0,
        "hints_seen": 2,
        "hints_total": 3,
        "solution_seen": True,
        "due": None,
    }
    following = answered(root, "next")  # what was begun
    assert (following["exercise"], Path(following["path"])) == ("split_heads", folder.path_of(exercise))


def test_a_solution_can_be_kept_in_a_file(folder: LearnerFolder) -> None:
    done = shapecoach(folder.root, "solution", "split_heads")
    assert done.stdout.strip() == catalogue().exercise("split_heads").solution.strip()
    assert "come back for review" in done.stderr
    assert shapecoach(folder.root, "solution", "split_heads").stderr == ""  # once is enough


def test_text_answers_are_for_people(folder: LearnerFolder) -> None:
    assert "Hint 1 of 3" in shapecoach(folder.root, "hint", "split_heads").stdout
    assert "n_heads=n_heads" in shapecoach(folder.root, "solution", "split_heads").stdout
    assert "kept in" in shapecoach(folder.root, "reset", "split_heads").stdout
    assert f"0 of {len(NAMES)} passed" in shapecoach(folder.root, "status").stdout
    assert "Next: split_heads" in shapecoach(folder.root, "next").stdout


@pytest.mark.parametrize("command", ["test", "hint", "solution", "reset"])
def test_an_unknown_exercise_is_said_with_exit_code_2(folder: LearnerFolder, command: str) -> None:
    done = shapecoach(folder.root, command, "split_head")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no exercise called `split_head`. Did you mean `split_heads`?" in done.stderr


@pytest.mark.parametrize("command", [["test"], ["hint", "warm_up"], ["status"], ["next"]], ids=lambda each: each[0])
def test_outside_of_a_learners_folder_it_says_what_to_do(tmp_path: Path, command: list[str]) -> None:
    done = shapecoach(tmp_path, *command)
    assert (done.returncode, done.stdout) == (2, "")
    assert "shapecoach learn DIR" in done.stderr
    done = shapecoach(tmp_path, *command, "--dir", "nowhere")
    assert done.returncode == 2 and "nowhere" in done.stderr


def test_a_damaged_progress_file_is_told_of_and_work_goes_on(folder: LearnerFolder) -> None:
    folder.progress.path.write_text("{ cut o")
    done = shapecoach(folder.root, "status")
    assert done.returncode == 0
    assert "progress file is damaged" in done.stderr


def test_after_the_last_hint_there_is_the_solution(folder: LearnerFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.root)
    said = [here("hint", "split_heads")[1] for _ in range(4)]
    assert ["shapecoach solution split_heads" in each for each in said] == [False, False, True, True]


def test_reviews_as_json(folder: LearnerFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    exercise = catalogue().exercise("split_heads")
    folder.progress.update("split_heads", lambda record: Record(passed=True, review=Review(1, date(2020, 1, 1))))
    monkeypatch.chdir(folder.root)
    as_json = ("--format", "json")
    (listed,) = json.loads(here("review", *as_json)[1])
    assert (listed["exercise"], listed["due"], listed["now"], listed["path"]) == (
        "split_heads",
        "2020-01-04",
        True,
        None,
    )
    following = json.loads(here("next", *as_json)[1])
    copy = str(folder.path_of(exercise, review=True))
    assert (following["exercise"], following["path"], following["review"]) == ("split_heads", copy, True)
    assert json.loads(here("review", "split_heads", *as_json)[1]) == {"exercise": "split_heads", "path": copy}
    (listed,) = json.loads(here("review", *as_json)[1])
    assert listed["path"] == copy
    assert here("review", "merge_heads")[0] == 2


def test_export_and_import_as_json(folder: LearnerFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.root)
    folder.progress.update("split_heads", lambda record: Record(passed=True))
    as_json = ("--format", "json")
    assert json.loads(here("export", "mine.json", *as_json)[1]) == {
        "path": str(folder.root / "mine.json"),
        "exercises": 1,
    }
    folder.progress.path.unlink()
    assert json.loads(here("import", "mine.json", *as_json)[1]) == {"changed": ["split_heads"]}
    assert json.loads(here("import", "mine.json", *as_json)[1]) == {"changed": []}
    code, said = here("import", "README.md")
    assert code == 2 and "README.md is no progress that Shape Coach exported" in said


def test_a_file_may_be_named_instead_of_an_exercise(folder: LearnerFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    exercise = catalogue().exercise("split_heads")
    folder.progress.update("split_heads", lambda record: Record(passed=True, review=Review(0, date(2020, 1, 1))))
    folder.begin_review(exercise)
    monkeypatch.chdir(folder.path_of(exercise).parent)
    for name, place in (
        ("split_heads", "review"),
        ("split_heads.py", "3_einops"),
        ("../../review/split_heads.py", "review"),
    ):
        kept = json.loads(here("reset", name, "--format", "json")[1])
        assert Path(kept["path"]).relative_to(folder.root).parts[0] == place
    assert here("hint", "conftest.py")[0] == 2


def test_verify_looks_at_what_it_is_asked_about(tmp_path: Path) -> None:
    done = shapecoach(tmp_path, "lessons", "verify", "warm_up", "read_the_error", "--seeds", "3")
    assert (done.returncode, done.stdout) == (0, "2 exercises, 3 seeds: nothing wrong\n")
    done = shapecoach(tmp_path, "lessons", "verify", "warm_ups")
    assert (done.returncode, done.stdout) == (2, "") and "Did you mean `warm_up`" in done.stderr


def test_verify_says_each_thing_that_is_wrong_on_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    long = "the solution is turned down at seed 7: " + "because of many things, " * 9
    found = [
        (catalogue().exercises[0], ["has `4` hints; 1 to 3 are wanted", long.strip()]),
        (catalogue().exercises[1], []),
    ]
    monkeypatch.setattr(curriculum, "verify_exercises", lambda exercises, seeds: found)
    done = CliRunner().invoke(make_app([]), ["lessons", "verify", "--seeds", "1"])
    assert done.exit_code == 1
    assert done.output.splitlines() == [
        "✗ warm_up has 4 hints; 1 to 3 are wanted",
        f"✗ warm_up {long.strip()}",
        f"{len(NAMES)} exercises, 1 seed: 2 things wrong",
    ]


def test_commands_that_run_nothing_do_not_load_torch(folder: LearnerFolder) -> None:
    script = (
        "import sys; from shapecoach.cli import lessons; from shapecoach.lessons import *; from pathlib import Path;"
        "folder = LearnerFolder.at(Path()); folder.statuses(); folder.take_hint(catalogue().exercises[0]);"
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=folder.root, timeout=100).returncode == 0
