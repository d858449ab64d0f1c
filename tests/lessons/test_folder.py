"""The learner's folder: laid out, refreshed, asked, reset."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from shapecoach.lessons import LearnerFolder, LessonsError, NoLearnerFolderError, Outcome, Verdict, catalogue, learn
from shapecoach.lessons import layout as layouts
from shapecoach.lessons.exercise import Catalogue
from shapecoach.lessons.layout import lay_out

SPLIT = catalogue().exercise("split_heads")
MERGE = catalogue().exercise("merge_heads")
LAST = catalogue().exercises[-1]


def passed(name: str) -> Verdict:
    return Verdict(name, Outcome.PASSED, seed=1, seconds=0.1)


def test_every_exercise_and_every_lesson_lies_in_it(folder: LearnerFolder) -> None:
    for lesson in catalogue().lessons:
        assert (folder.root / lesson.folder / "lesson.md").read_text() == lesson.text
        for exercise in lesson.exercises:
            assert folder.path_of(exercise).read_text() == exercise.starter
    readme = (folder.root / "README.md").read_text()
    links = [f"({folder.path_of(exercise).relative_to(folder.root)})" for exercise in catalogue().exercises]
    assert all(link in readme for link in links)


def test_settings_silence_what_a_linter_says_about_axis_names(folder: LearnerFolder) -> None:
    tools = tomllib.loads((folder.root / "pyproject.toml").read_text())["tool"]
    assert {"F722", "F821"} <= set(tools["ruff"]["lint"]["ignore"])
    editor = json.loads((folder.root / ".vscode" / "settings.json").read_text())
    assert editor["python.testing.pytestEnabled"] is True


def test_a_second_time_nothing_changes(folder: LearnerFolder) -> None:
    layout = lay_out(folder.root)
    assert (layout.made, layout.updated, layout.kept) == ([], [], [])


def test_refreshing_keeps_work_and_brings_back_what_is_missing(folder: LearnerFolder) -> None:
    folder.path_of(SPLIT).write_text("my work\n")
    folder.path_of(MERGE).unlink()
    layout = lay_out(folder.root)
    assert layout.kept == [folder.path_of(SPLIT).relative_to(folder.root).as_posix()]
    assert layout.made == [folder.path_of(MERGE).relative_to(folder.root).as_posix()]
    assert folder.path_of(SPLIT).read_text() == "my work\n"
    assert folder.path_of(MERGE).read_text() == MERGE.starter


def test_a_newer_curriculum_renews_only_what_nobody_touched(
    folder: LearnerFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.path_of(SPLIT).write_text("my work\n")
    newer = tmp_path / "newer"
    newer.mkdir()
    (newer / "starter.py").write_text("# a better starter\n")
    lessons = tuple(
        replace(lesson, exercises=tuple(replace(exercise, source=newer) for exercise in lesson.exercises))
        for lesson in catalogue().lessons
    )
    tracks = (replace(catalogue().tracks[0], lessons=lessons),)
    monkeypatch.setattr(layouts, "catalogue", lambda: Catalogue(tracks))
    layout = lay_out(folder.root)
    assert folder.path_of(SPLIT).read_text() == "my work\n"
    assert folder.path_of(MERGE).read_text() == "# a better starter\n"
    assert len(layout.updated) == len(catalogue().exercises)  # the README, too


def test_a_folder_with_files_of_ones_own_keeps_them(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine\n")
    folder = learn(tmp_path)
    assert (tmp_path / "README.md").read_text() == "mine\n"
    assert folder.path_of(SPLIT).exists()


def test_a_place_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LessonsError, match="can't be written"):
        learn(tmp_path / "file")


def test_the_folder_is_found_from_anywhere_inside(folder: LearnerFolder, tmp_path: Path) -> None:
    for place in (folder.root, folder.path_of(SPLIT), folder.root / "not" / "there"):
        assert LearnerFolder.containing(place) == folder
    assert LearnerFolder.containing(tmp_path) is None
    with pytest.raises(NoLearnerFolderError, match="shapecoach learn"):
        LearnerFolder.at(tmp_path)


def test_an_exercise_is_found_by_its_files_name(folder: LearnerFolder, tmp_path: Path) -> None:
    assert folder.exercise_at(folder.path_of(SPLIT)) == SPLIT
    assert folder.exercise_at(folder.root / "split_heads.py") == SPLIT  # moved within the folder
    assert folder.exercise_at(folder.root / "split_heads.txt") is None
    assert folder.exercise_at(folder.root / "conftest.py") is None
    assert folder.exercise_at(tmp_path / "split_heads.py") is None
    assert folder.exercise_at(folder.root / ".shapecoach" / "kept" / "split_heads.py") is None


def test_status_tells_what_was_done(folder: LearnerFolder) -> None:
    status = folder.status(SPLIT)
    assert (status.outcome, status.verdict, status.tries, status.passed) == (Outcome.NOT_STARTED, None, 0, False)
    wrong = Verdict("split_heads", Outcome.FAILED, "M04", "no", seed=1, seconds=0.1)
    folder.remember(wrong)
    folder.remember(passed("split_heads"))
    folder.remember(wrong)
    status = LearnerFolder(folder.root).status(SPLIT)
    assert (status.outcome, status.verdict, status.tries, status.passed) == (Outcome.FAILED, wrong, 3, True)


def test_an_untouched_starter_is_no_try(folder: LearnerFolder) -> None:
    folder.remember(Verdict("split_heads", Outcome.NOT_STARTED))
    assert folder.status(SPLIT).tries == 0


def test_hints_come_one_by_one_and_are_counted(folder: LearnerFolder) -> None:
    hints = [folder.take_hint(SPLIT) for _ in range(4)]
    assert [(hint.number, hint.total) for hint in hints] == [(1, 3), (2, 3), (3, 3), (3, 3)]
    assert [hint.text for hint in hints] == [*SPLIT.hints, SPLIT.hints[-1]]
    assert folder.status(SPLIT).hints_seen == 3


def test_a_solution_seen_before_passing_is_remembered(folder: LearnerFolder) -> None:
    assert folder.show_solution(SPLIT) == SPLIT.solution
    assert folder.status(SPLIT).solution_seen
    folder.remember(passed("merge_heads"))
    folder.show_solution(MERGE)
    assert not folder.status(MERGE).solution_seen


def test_reset_keeps_each_version(folder: LearnerFolder) -> None:
    kept: list[Path] = []
    for text in ("first\n", "second\n"):
        folder.path_of(SPLIT).write_text(text)
        copy = folder.reset(SPLIT)
        assert copy is not None
        kept.append(copy)
        assert folder.path_of(SPLIT).read_text() == SPLIT.starter
    assert [copy.read_text() for copy in kept] == ["first\n", "second\n"]


def test_reset_forgets_the_verdict_but_not_that_it_was_passed(folder: LearnerFolder) -> None:
    folder.remember(passed("split_heads"))
    folder.reset(SPLIT)
    status = folder.status(SPLIT)
    assert (status.outcome, status.passed, status.tries) == (Outcome.NOT_STARTED, True, 1)


def test_reset_brings_back_a_deleted_file(folder: LearnerFolder) -> None:
    folder.path_of(SPLIT).unlink()
    assert folder.reset(SPLIT) is None
    assert folder.path_of(SPLIT).read_text() == SPLIT.starter


def test_next_is_the_first_not_passed_then_what_was_left_out(folder: LearnerFolder) -> None:
    first = catalogue().exercises[0]
    assert folder.next_exercise() == first
    assert folder.next_exercise(SPLIT) == MERGE
    folder.remember(passed("merge_heads"))
    assert folder.next_exercise(SPLIT) == catalogue().exercise("patchify")
    assert folder.next_exercise(LAST) == first
    for exercise in catalogue().exercises:
        folder.remember(passed(exercise.name))
    assert folder.next_exercise() is None
    assert folder.next_exercise(SPLIT) is None
