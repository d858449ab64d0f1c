"""The curriculum's files, read."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from shapecoach.lessons import Exercise, Kind, LessonsError, UnknownExerciseError, catalogue
from shapecoach.lessons.catalogue import curriculum_root, read_catalogue, read_hints

DATA = Path(__file__).parents[1] / "data"
EXERCISES = catalogue().exercises
NAMES = [exercise.name for exercise in EXERCISES]

# All that the curriculum is to hold: lesson, exercise, signature.
CURRICULUM = [line.split("  ", 2) for line in (DATA / "curriculum.txt").read_text(encoding="utf-8").splitlines()]
SIGNATURES = {name: signature for _, name, signature in CURRICULUM}


def test_lessons_come_in_the_order_of_the_curriculum() -> None:
    there = {lesson.number for lesson in catalogue().lessons}
    assert [(exercise.lesson, exercise.name) for exercise in EXERCISES] == [
        (lesson, name) for lesson, name, _ in CURRICULUM if lesson in there
    ]


def first_line(definition: ast.stmt) -> str:
    return next(line for line in ast.unparse(definition).splitlines() if not line.startswith("@"))


@pytest.mark.parametrize("exercise", EXERCISES, ids=NAMES)
def test_starter_and_solution_have_the_signature_of_the_curriculum(exercise: Exercise) -> None:
    wanted = ast.parse(SIGNATURES[exercise.name] + ": ...").body[0]
    for text in (exercise.starter, exercise.solution):
        defined = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        assert [first_line(node) for node in defined] == [first_line(wanted)]


@pytest.mark.parametrize("exercise", EXERCISES, ids=NAMES)
def test_a_starter_says_its_task_before_its_code(exercise: Exercise) -> None:
    task = ast.get_docstring(ast.parse(exercise.starter))
    assert task is not None and len(task.split()) > 30


def test_an_exercise_knows_what_is_written_about_it() -> None:
    exercise = catalogue().exercise("warm_up")
    assert (exercise.function, exercise.kind, exercise.lesson) == ("double", Kind.FILL_IN, "0.1")
    assert exercise.bullets == ("S17",)
    assert exercise.mistakes == ("M07", "M10")
    assert catalogue().lesson_of(exercise).title == "How the coach talks to you"


def test_a_solution_is_told_in_words_and_in_code(tmp_path: Path) -> None:
    text = (
        """\"\"\"Remember this.\"\"\"\n\nimport torch\n\nEPS = 1e-5\n\n\n@torch.no_grad()\ndef f():\n    return EPS\n"""
    )
    (tmp_path / "solution.py").write_text(text)
    exercise = replace(EXERCISES[0], source=tmp_path)
    assert exercise.takeaway == "Remember this."
    assert exercise.solution_code == "EPS = 1e-5\n\n\n@torch.no_grad()\ndef f():\n    return EPS"
    (tmp_path / "solution.py").write_text("import torch\n\n@torch.no_grad()\ndef f():\n    return 1\n")
    assert exercise.takeaway == ""
    assert exercise.solution_code == "@torch.no_grad()\ndef f():\n    return 1"


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownExerciseError, match=r"`splitheads`.*Did you mean `split_heads`"):
        catalogue().exercise("splitheads")
    assert catalogue().get("splitheads") is None


def test_hints_are_told_apart_by_their_headings() -> None:
    assert read_hints("# Where\n\nlook at `x`\n\n# The line\n\nreturn x  # not a heading\n") == (
        "look at `x`",
        "return x  # not a heading",
    )


def test_no_exercise_was_left_out_of_its_lesson() -> None:
    folders = {path.parent.name for path in curriculum_root().rglob("exercise.toml")}
    assert folders == set(NAMES) and len(folders) == len(NAMES)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "1_first" / "1_lesson").mkdir(parents=True)
    with pytest.raises(LessonsError, match=r"lesson\.toml"):
        read_catalogue(tmp_path)


def test_an_empty_curriculum_is_no_curriculum(tmp_path: Path) -> None:
    with pytest.raises(LessonsError, match="no lessons"):
        read_catalogue(tmp_path)


def test_a_lesson_fits_a_screen_and_asks_before_coding() -> None:
    for lesson in catalogue().lessons:
        assert len(lesson.text.splitlines()) <= 70
        assert "## Before you code" in lesson.text
        assert all(f"({exercise.name}.py)" in lesson.text for exercise in lesson.exercises)
