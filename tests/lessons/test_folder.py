"""The learner's folder: laid out, refreshed, asked, reset."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from shapecoach.lessons import (
    Catalogue,
    Exercise,
    Kind,
    LearnerFolder,
    Lesson,
    LessonsError,
    NoLearnerFolderError,
    Outcome,
    Verdict,
    catalogue,
    learn,
)
from shapecoach.lessons import folder as folders
from shapecoach.lessons import layout as layouts
from shapecoach.lessons import record as records
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


def test_settings_silence_what_a_linter_says_about_axis_names_and_starters(folder: LearnerFolder) -> None:
    sound = [exercise for exercise in catalogue().exercises if exercise.kind is not Kind.DEBUG]
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", *(str(folder.path_of(each)) for each in sound)]
    done = subprocess.run(command, cwd=folder.root, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    without = subprocess.run([*command, "--isolated", "--select=F"], cwd=folder.root, capture_output=True, text=True)
    assert {"F401", "F722", "F821"} <= set(re.findall(r"F\d+", without.stdout))  # there is something to silence
    editor = json.loads((folder.root / ".vscode" / "settings.json").read_text())
    assert editor["python.testing.pytestEnabled"] is True
    (ignored,) = editor["flake8.args"]
    assert ignored == "--extend-ignore=F401,F722,F821"


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


Change = Callable[[Exercise], Exercise]


def newer_curriculum(
    monkeypatch: pytest.MonkeyPatch, change: Change = lambda exercise: exercise, place: str = ""
) -> None:
    """From here on, each exercise is what `change` makes of it, and lesson 3.1 lies at `place`."""

    def newer(lesson: Lesson) -> Lesson:
        folder = Path(place) if place and lesson.number == "3.1" else lesson.folder
        return replace(lesson, folder=folder, exercises=tuple(map(change, lesson.exercises)))

    tracks = tuple(replace(track, lessons=tuple(map(newer, track.lessons))) for track in catalogue().tracks)
    for module in (layouts, folders):
        monkeypatch.setattr(module, "catalogue", lambda: Catalogue(tracks))


def with_starter(folder: Path, text: str) -> Change:
    folder.mkdir(exist_ok=True)
    (folder / "starter.py").write_text(text)
    return lambda exercise: replace(exercise, source=folder)


def test_a_newer_curriculum_renews_only_what_nobody_touched(
    folder: LearnerFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.path_of(SPLIT).write_text("my work\n")
    newer_curriculum(monkeypatch, with_starter(tmp_path / "newer", "# a better starter\n"))
    layout = lay_out(folder.root)
    assert folder.path_of(SPLIT).read_text() == "my work\n"
    assert folder.path_of(MERGE).read_text() == "# a better starter\n"
    assert len(layout.updated) == len(catalogue().exercises) - 1


def test_other_line_ends_are_no_change(folder: LearnerFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder.path_of(SPLIT)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert lay_out(folder.root).kept == []
    newer_curriculum(monkeypatch, with_starter(tmp_path / "newer", "# a better starter\n"))
    lay_out(folder.root)
    assert path.read_text() == "# a better starter\n"


def test_what_is_new_in_a_file_of_the_learners_is_told_once(
    folder: LearnerFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.path_of(SPLIT).write_text("my work\n")
    newer = SPLIT.starter.replace("Split an axis into attention heads.", "Split an axis into heads.")
    newer_curriculum(monkeypatch, with_starter(tmp_path / "newer", newer))
    layout = lay_out(folder.root)
    (told,) = (difference for name, difference in layout.changed.items() if name.endswith("split_heads.py"))
    assert '-"""Split an axis into attention heads.\n' in told and '+"""Split an axis into heads.\n' in told
    assert "my work" not in told
    (kept,) = (folder.root / ".shapecoach" / "changes").rglob("split_heads.py.diff")
    assert kept.read_text() == told
    again = lay_out(folder.root)
    assert again.changed == {} and len(again.kept) == 1


def test_an_exercise_that_moves_takes_the_learners_work_along(
    folder: LearnerFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = folder.path_of(SPLIT)
    old.write_text("my work\n")
    notes = old.with_name("notes.md")
    notes.write_text("mine, too\n")
    newer_curriculum(monkeypatch, place="3_einops/7_cutting")
    layout = lay_out(folder.root)
    new = folder.root / "3_einops" / "7_cutting" / "split_heads.py"
    assert new.read_text() == "my work\n" and not old.exists()
    assert folder.path_of(SPLIT) == new
    assert layout.moved["3_einops/1_rearrange/split_heads.py"] == "3_einops/7_cutting/split_heads.py"
    texts = [name for name in layout.removed if not name.endswith(".svg")]
    assert texts == ["3_einops/1_rearrange/lesson.md"]  # as it was written; its new place has it
    assert [path.name for path in old.parent.iterdir()] == ["notes.md"]


def test_what_the_curriculum_drops_goes_only_if_nobody_touched_it(
    folder: LearnerFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.path_of(SPLIT).write_text("my work\n")
    first = Catalogue(catalogue().tracks[:1])
    monkeypatch.setattr(layouts, "catalogue", lambda: first)
    lay_out(folder.root)
    assert folder.path_of(SPLIT).read_text() == "my work\n"
    assert not folder.path_of(MERGE).exists()
    assert not (folder.root / catalogue().lessons[-1].folder).exists()


def test_a_folder_of_an_early_version_which_noted_digests_is_brought_up_to_date(
    folder: LearnerFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = folder.root / ".shapecoach" / "written.json"
    texts: dict[str, str] = json.loads(written.read_text())["files"]
    written.write_text(json.dumps({name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}))
    folder.path_of(SPLIT).write_text("my work\n")
    newer_curriculum(monkeypatch, with_starter(tmp_path / "newer", "# a better starter\n"))
    layout = lay_out(folder.root)
    assert folder.path_of(SPLIT).read_text() == "my work\n"
    assert folder.path_of(MERGE).read_text() == "# a better starter\n"
    assert layout.changed == {}  # what was written first isn't known


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


def test_an_exercise_is_found_at_its_place_or_by_its_files_and_functions_name(
    folder: LearnerFolder, tmp_path: Path
) -> None:
    assert folder.exercise_at(folder.path_of(SPLIT)) == SPLIT
    for name, found in (("moved/split_heads.py", SPLIT), ("moved/heads.py", None)):
        moved = folder.root / name
        moved.parent.mkdir(exist_ok=True)
        moved.write_text(SPLIT.solution)
        assert folder.exercise_at(moved) == found
    (folder.root / "trace.py").write_text("print('a script of my own, which is no exercise')\n")
    assert folder.exercise_at(folder.root / "trace.py") is None
    folder.path_of(SPLIT).write_text("def renamed(): ...\n")
    assert folder.exercise_at(folder.path_of(SPLIT)) == SPLIT
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


def test_next_goes_on_where_the_learner_is(folder: LearnerFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    folder.take_hint(MERGE)
    assert folder.next_exercise() == MERGE
    clock.days(1)
    folder.remember(passed("split_heads"))
    folder.remember(passed("merge_heads"))
    assert folder.next_exercise() == catalogue().exercise("patchify")
    folder.opened(LAST)
    folder.remember(passed(LAST.name))
    assert folder.next_exercise() == catalogue().exercises[0]


# -- reviews -----------------------------------------------------------------------------------------------------------


class Clock:
    """The learner's clock, in our hands."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = datetime(2031, 5, 6, 12).astimezone()
        for module in (records, folders):
            monkeypatch.setattr(module, "present", lambda: self.now)

    def days(self, count: int) -> None:
        self.now += timedelta(days=count)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def passed_with_help(folder: LearnerFolder, *exercises: Exercise) -> None:
    for exercise in exercises:
        folder.take_hint(exercise)
        folder.remember(passed(exercise.name))


def test_what_was_hard_is_due_the_next_day_the_longest_waiting_first(folder: LearnerFolder, clock: Clock) -> None:
    passed_with_help(folder, MERGE)
    folder.remember(passed("patchify"))
    assert folder.due() == []
    clock.days(1)
    passed_with_help(folder, SPLIT)
    assert folder.due() == [MERGE]
    clock.days(1)
    assert folder.due() == [MERGE, SPLIT]
    folder.begin_review(SPLIT)
    assert folder.due() == [SPLIT, MERGE]


def test_a_review_begins_anew_and_leaves_the_first_answer_alone(folder: LearnerFolder, clock: Clock) -> None:
    folder.path_of(SPLIT).write_text("my answer\n")
    passed_with_help(folder, SPLIT)
    clock.days(1)
    path = folder.begin_review(SPLIT)
    assert path.read_text() == SPLIT.starter
    assert folder.exercise_at(path) == SPLIT and folder.is_review(path)
    assert not folder.is_review(folder.path_of(SPLIT))
    assert folder.path_of(SPLIT).read_text() == "my answer\n"
    assert folder.take_hint(SPLIT, review=True).number == 1
    wrong = Verdict("split_heads", Outcome.FAILED, seed=1)
    folder.remember(wrong, review=True)
    first, again = folder.status(SPLIT), folder.status(SPLIT, review=True)
    assert (first.outcome, first.tries, first.hints_seen) == (Outcome.PASSED, 1, 1)
    assert (again.outcome, again.tries, again.hints_seen, again.passed) == (Outcome.FAILED, 1, 1, False)


def test_a_review_that_went_well_comes_later_and_a_hard_one_soon(folder: LearnerFolder, clock: Clock) -> None:
    passed_with_help(folder, SPLIT, MERGE)
    clock.days(1)
    for exercise in (SPLIT, MERGE):
        folder.begin_review(exercise)
    folder.take_hint(MERGE, review=True)
    for exercise in (SPLIT, MERGE):
        folder.remember(passed(exercise.name), review=True)
    assert folder.due() == []
    days = [folder.status(exercise).due for exercise in (SPLIT, MERGE)]
    assert days == [clock.now.date() + timedelta(days=count) for count in (3, 1)]


def test_a_review_goes_on_where_it_was_and_the_next_one_keeps_the_last(folder: LearnerFolder, clock: Clock) -> None:
    passed_with_help(folder, SPLIT)
    clock.days(1)
    path = folder.begin_review(SPLIT)
    path.write_text("half way\n")
    clock.days(5)
    assert folder.begin_review(SPLIT).read_text() == "half way\n"
    folder.remember(passed("split_heads"), review=True)
    clock.days(3)
    assert folder.begin_review(SPLIT).read_text() == SPLIT.starter
    (kept,) = (folder.root / ".shapecoach" / "kept").iterdir()
    assert kept.read_text() == "half way\n"


def test_only_what_is_due_can_be_reviewed(folder: LearnerFolder, clock: Clock) -> None:
    with pytest.raises(LessonsError, match="haven't passed `split_heads` yet"):
        folder.begin_review(SPLIT)
    passed_with_help(folder, SPLIT)
    with pytest.raises(LessonsError, match="comes back tomorrow"):
        folder.begin_review(SPLIT)
    folder.remember(passed("merge_heads"))
    with pytest.raises(LessonsError, match="doesn't come back"):
        folder.begin_review(MERGE)
    assert not (folder.root / "review").exists()


def test_a_copy_whose_review_nobody_remembers_can_still_be_worked_on(folder: LearnerFolder, clock: Clock) -> None:
    passed_with_help(folder, SPLIT)
    clock.days(1)
    folder.begin_review(SPLIT)
    folder.progress.path.unlink()
    folder.remember(passed("split_heads"), review=True)
    assert folder.take_hint(SPLIT, review=True).number == 1
    assert not folder.status(SPLIT).passed and folder.status(SPLIT).hints_seen == 0
