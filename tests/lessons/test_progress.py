"""The progress file: two windows at once, cut off anywhere, written by a newer version."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from shapecoach.lessons import LessonsError, Outcome, Verdict
from shapecoach.lessons.progress import Progress
from shapecoach.lessons.progress_text import VERSION
from shapecoach.lessons.record import Record, Review

FAILED = Verdict("split_heads", Outcome.FAILED, "M04", "heads are inside", seed=3, seconds=0.5, line=7)


@pytest.fixture
def progress(tmp_path: Path) -> Progress:
    return Progress(tmp_path / ".shapecoach" / "progress.json")


def test_nothing_is_remembered_at_first(progress: Progress) -> None:
    assert progress.record("split_heads") == Record()
    assert not progress.path.exists()


def test_a_record_is_read_back_as_it_was_written(progress: Progress) -> None:
    written = progress.update("split_heads", lambda record: replace(record.after(FAILED), hints_seen=2))
    assert written == Record(tries=1, hints_seen=2, verdict=FAILED, last_seen=written.last_seen)
    assert Progress(progress.path).record("split_heads") == written


def test_a_pass_is_remembered_after_a_later_failure(progress: Progress) -> None:
    for outcome in (Outcome.PASSED, Outcome.FAILED):
        progress.update("split_heads", lambda record, outcome=outcome: record.after(replace(FAILED, outcome=outcome)))
    record = progress.record("split_heads")
    assert record.passed and record.tries == 2
    assert record.verdict is not None and record.verdict.outcome is Outcome.FAILED


@pytest.mark.parametrize("first", ["a look", "a run"])
def test_cut_off_at_any_byte_nothing_is_lost_in_silence(progress: Progress, first: str) -> None:
    """Whatever comes first after the damage: all is still known, or the file is kept as it is and one is told where."""
    told = replace(FAILED, message="« heads » are inside: (b, d, n_heads)")
    progress.update("split_heads", lambda record: replace(record.after(told), hints_seen=2))
    progress.update("warm_up", lambda record: record.after(replace(FAILED, outcome=Outcome.PASSED)))
    known, whole = progress.records(), progress.path.read_bytes()
    for length in range(len(whole)):
        progress.path.write_bytes(whole[:length])
        after = Progress(progress.path)
        if first == "a run":
            ran = after.update("merge_heads", lambda record: record.after(FAILED))
            assert Progress(progress.path).record("merge_heads") == ran
        rest = {name: record for name, record in after.records().items() if name != "merge_heads"}
        if rest:
            assert (rest, after.notices) == (known, [])
        else:
            (notice,) = after.notices
            kept = [path for path in progress.path.parent.glob("progress-*.json") if path.name in notice]
            assert [path.read_bytes() for path in kept] == [whole[:length]]


@pytest.mark.parametrize("text", ["[]", "3", '{"version": 1}', '{"version": "1"}', '{"version": 1, "exercises": []}'])
def test_another_kind_of_json_is_set_aside(progress: Progress, text: str) -> None:
    progress.path.parent.mkdir()
    progress.path.write_text(text)
    assert progress.records() == {}
    assert len(progress.notices) == 1


def test_bytes_that_are_no_text_are_set_aside(progress: Progress) -> None:
    progress.path.parent.mkdir()
    progress.path.write_bytes(b"\xff\xfe\x00")
    assert progress.records() == {}
    assert "could not be read" in progress.notices[0]


def test_a_newer_versions_file_is_set_aside_whole(progress: Progress) -> None:
    newer = json.dumps({"version": VERSION + 1, "exercises": {"split_heads": {"stars": 5}}})
    progress.path.parent.mkdir()
    progress.path.write_text(newer)
    progress.update("split_heads", lambda record: record.after(FAILED))
    assert "newer Shape Coach" in progress.notices[0]
    (kept,) = progress.path.parent.glob("progress-*.json")
    assert kept.read_text() == newer
    assert progress.record("split_heads").tries == 1


def test_windows_at_once_lose_nothing(progress: Progress) -> None:
    script = """
import sys
from pathlib import Path
from dataclasses import replace
from shapecoach.lessons.progress import Progress
progress = Progress(Path(sys.argv[1]))
for _ in range(60):
    progress.update(sys.argv[2], lambda record: replace(record, tries=record.tries + 1))
    progress.update("both", lambda record: replace(record, tries=record.tries + 1))
"""
    windows = [subprocess.Popen([sys.executable, "-c", script, str(progress.path), name]) for name in ("left", "right")]
    assert [window.wait(timeout=120) for window in windows] == [0, 0]
    assert {name: record.tries for name, record in progress.records().items()} == {"left": 60, "right": 60, "both": 120}
    assert progress.notices == []


def test_no_temporary_file_is_left(progress: Progress) -> None:
    progress.update("split_heads", lambda record: record.after(FAILED))
    assert {path.name for path in progress.path.parent.iterdir()} <= {"progress.json", "progress.lock"}


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LessonsError, match="can't be kept"):
        Progress(tmp_path / "file" / "progress.json").update("split_heads", lambda record: record)


# -- versions ----------------------------------------------------------------------------------------------------------


def version_1(**changes: object) -> dict[str, object]:
    """A record as the first version wrote it."""
    old = {"tries": 5, "passed": True, "hints_seen": 1, "solution_seen": False, "verdict": None}
    return old | changes


def test_an_older_versions_file_is_read_and_written_anew(progress: Progress) -> None:
    progress.path.parent.mkdir()
    exercises = {"hard": version_1(), "easy": version_1(tries=1, hints_seen=0), "begun": version_1(passed=False)}
    progress.path.write_text(json.dumps({"version": 1, "exercises": exercises}))
    written = datetime(2031, 5, 6, 12)
    os.utime(progress.path, (written.timestamp(), written.timestamp()))
    records = progress.records()
    assert progress.notices == []
    assert records["hard"] == Record(tries=5, passed=True, hints_seen=1, review=Review(0, written.date()))
    assert records["easy"] == Record(tries=1, passed=True)
    assert records["begun"] == Record(tries=5, hints_seen=1)
    progress.update("begun", lambda record: record)
    assert json.loads(progress.path.read_text())["version"] == VERSION
    assert progress.records() == records


@pytest.mark.parametrize("version", ["0", "-1", "1.5", "null"])
def test_a_version_that_there_never_was_is_damage(progress: Progress, version: str) -> None:
    progress.path.parent.mkdir()
    progress.path.write_text(f'{{"version": {version}, "exercises": {{"warm_up": {json.dumps(version_1())}}}}}')
    assert progress.records() == {}
    assert "is damaged" in progress.notices[0]


def test_what_cannot_be_set_aside_is_not_written_over(progress: Progress, monkeypatch: pytest.MonkeyPatch) -> None:
    progress.path.parent.mkdir()
    progress.path.write_text("{ cut o")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(LessonsError, match="Permission denied"):
        progress.update("split_heads", lambda record: record.after(FAILED))
    assert progress.path.read_text() == "{ cut o"


# -- carried elsewhere -------------------------------------------------------------------------------------------------


def test_what_is_exported_can_be_taken_in_elsewhere(progress: Progress, tmp_path: Path) -> None:
    progress.update("split_heads", lambda record: replace(record.after(FAILED), hints_seen=2))
    file = tmp_path / "mine.json"
    assert progress.export(file) == 1
    assert progress.export(file) == 1  # an earlier export is replaced
    other = Progress(tmp_path / "other" / "progress.json")
    other.update("split_heads", lambda record: record.after(replace(FAILED, outcome=Outcome.PASSED)))
    other.update("warm_up", lambda record: record.after(FAILED))
    assert other.take_in(file) == ["split_heads"]
    taken = other.record("split_heads")
    assert (taken.passed, taken.hints_seen) == (True, 2)
    assert other.record("warm_up").tries == 1
    assert other.take_in(file) == []


def test_a_file_that_was_set_aside_can_be_taken_in(progress: Progress) -> None:
    progress.update("split_heads", lambda record: record.after(FAILED))
    kept = progress.path.rename(progress.path.with_name("progress-kept.json"))
    assert progress.take_in(kept) == ["split_heads"]
    assert progress.record("split_heads").verdict == FAILED


def test_a_review_under_way_elsewhere_is_not_under_way_here(progress: Progress, tmp_path: Path) -> None:
    due = Review(2, date(2031, 5, 6))
    progress.update("split_heads", lambda record: Record(passed=True, review=due.begun()))
    progress.export(tmp_path / "mine.json")
    other = Progress(tmp_path / "other" / "progress.json")
    other.take_in(tmp_path / "mine.json")
    assert other.record("split_heads").review == due
    assert progress.take_in(tmp_path / "mine.json") == []
    under_way = progress.record("split_heads").review
    assert under_way is not None and under_way.under_way


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{}", "is no progress that Shape Coach exported"),
        (b"\xff\xfe", "is no progress that Shape Coach exported"),
        (b"print('hello')", "is no progress that Shape Coach exported"),
        (b'{"version": 99}', "exported by a newer Shape Coach"),
        (None, "can't be read"),
    ],
)
def test_another_file_is_not_taken_in(progress: Progress, tmp_path: Path, content: bytes | None, told: str) -> None:
    progress.update("split_heads", lambda record: record.after(FAILED))
    before = progress.path.read_bytes()
    file = tmp_path / "another"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(LessonsError, match=told):
        progress.take_in(file)
    assert progress.path.read_bytes() == before


def test_nothing_else_is_written_over_by_an_export(progress: Progress, tmp_path: Path) -> None:
    thesis = tmp_path / "thesis.tex"
    thesis.write_text("years of work")
    with pytest.raises(LessonsError, match="is something else"):
        progress.export(thesis)
    assert thesis.read_text() == "years of work"
    with pytest.raises(LessonsError, match="can't be written"):
        progress.export(tmp_path / "nowhere" / "mine.json")
