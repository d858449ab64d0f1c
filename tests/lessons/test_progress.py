"""The progress file: two windows at once, cut off anywhere, written by a newer version."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from shapecoach.lessons import LessonsError, Outcome, Verdict
from shapecoach.lessons.progress import Progress
from shapecoach.lessons.progress_text import VERSION
from shapecoach.lessons.record import Record

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


def test_cut_off_anywhere_it_is_kept_and_said(progress: Progress) -> None:
    progress.update("split_heads", lambda record: record.after(FAILED))
    whole = progress.path.read_bytes()
    for length in range(len(whole)):
        progress.path.write_bytes(whole[:length])
        after = Progress(progress.path)
        if after.records():  # only the last line's end is missing
            assert after.records()["split_heads"].verdict == FAILED
            continue
        assert len(after.notices) == 1 and "is damaged" in after.notices[0]
        kept = [path for path in progress.path.parent.glob("progress-*.json") if path.name in after.notices[0]]
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
