"""Plain `pytest` in a learner's folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from shapecoach.lessons import Exercise, LearnerFolder, catalogue
from shapecoach.lessons.judging.material import material

# What a learner has installed: none of the plugins that this project's own tests use.
PLUGINS = ("lsp", "asyncio", "xdist", "cacheprovider")
PYTEST = [sys.executable, "-m", "pytest", *(part for name in PLUGINS for part in ("-p", f"no:{name}"))]


def pytest_says(place: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run([*PYTEST, *arguments], cwd=place, capture_output=True, text=True, timeout=200)
    return done.returncode, done.stdout + done.stderr


def solve(folder: LearnerFolder, *exercises: Exercise) -> None:
    for exercise in exercises:
        folder.path_of(exercise).write_text(exercise.solution)


def test_starters_fail_and_solutions_pass(folder: LearnerFolder) -> None:
    code, said = pytest_says(folder.root)
    assert code == 1
    tests = sum(len(material(exercise).tests) for exercise in catalogue().exercises)
    assert said.splitlines()[-1].startswith(f"{tests} failed in ")
    assert "Nothing is written here yet." in said
    solve(folder, *catalogue().exercises)
    code, said = pytest_says(folder.root)
    assert code == 0, said


def test_a_mistake_is_named_without_our_frames(folder: LearnerFolder) -> None:
    exercise = catalogue().exercise("merge_heads")
    wrong = exercise.solution.replace("(h d)", "(d h)")
    folder.path_of(exercise).write_text(wrong)
    code, said = pytest_says(folder.root, "-k", "merge_heads", "--shapecoach-seed", "3")
    assert code == 1
    assert "merge_heads: test_heads_stand_side_by_side" in said
    assert "You took one number of each head in turn, `(d h)`." in said
    assert "--shapecoach-seed 3" in said
    assert "judge.py" not in said and "site-packages" not in said


def test_one_file_can_be_run_from_anywhere(folder: LearnerFolder, tmp_path: Path) -> None:
    exercise = catalogue().exercise("split_heads")
    solve(folder, exercise)
    code, said = pytest_says(tmp_path, str(folder.path_of(exercise)))
    assert code == 0, said
    code, said = pytest_says(tmp_path, "--collect-only", "-q", "learn")
    assert "split_heads.py" in said


def test_a_file_that_cannot_be_imported_fails_alone(folder: LearnerFolder) -> None:
    broken, right = (catalogue().exercise(name) for name in ("warm_up", "flatten_images"))
    folder.path_of(broken).write_text("def double(x):\n    return )\n")
    solve(folder, right)
    code, said = pytest_says(folder.root, "-k", "warm_up or flatten_images")
    assert code == 1
    assert "1 failed, 1 passed" in said
    assert "warm_up.py is not Python yet: line 2" in said
