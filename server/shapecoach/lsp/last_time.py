"""What was known of a document when it was open last: shown at once, until the worker has loaded PyTorch and looked.

The server reads what the worker writes in its pauses.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from shapecoach.analysis.model import Analysis
from shapecoach.analysis.workspace import Overlaid, Workspace
from shapecoach.kept.memo import DiskMemo, Memo
from shapecoach.lsp.channel import Job


def known_last_time(job: Job, shown: Mapping[str, str]) -> Analysis | None:
    """What was found out about this very text, if all that it hangs on is as it was; `shown` is newer than the disk."""
    if not _is_file(job):
        return None
    return _memo(job, {Path(path): text for path, text in shown.items()}).get(Path(job.path), job.text)


def keep(job: Job, analysis: Analysis) -> None:
    """Keep it for the next time, unless it is of something that is no file."""
    if _is_file(job):
        memo = _memo(job, {})
        memo.put(Path(job.path), job.text, analysis)
        memo.make_room()


def _is_file(job: Job) -> bool:
    return job.path.endswith((".py", ".pyi")) and Path(job.path).is_file()


def _memo(job: Job, newer: Mapping[Path, str]) -> Memo:
    return DiskMemo.in_cache_folder("opened", Workspace(tuple(map(Path, job.roots)), Overlaid(newer)))
