"""Analysing many files: in this process where that is sooner, otherwise in as many as the machine has cores.

The processes are those of the language server (`lsp/worker.py`): a file that ends or halts one costs that file alone.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from shapecoach.analysis.model import Analysis, Position, Range
from shapecoach.analysis.workspace import Workspace
from shapecoach.cli.files import Source
from shapecoach.kept.memo import Memo
from shapecoach.lsp.analyst import TRIES, Limits
from shapecoach.lsp.channel import Job
from shapecoach.lsp.worker import ENGINE
from shapecoach.lsp.worker_process import WorkerLostError, WorkerProcess

CHARACTERS_EACH = 30_000
"""What a further process must have to do to be worth the second that it takes to start."""
MOST_PROCESSES = 8
LIMITS = Limits()
EVERYWHERE = Range(Position(0, 0), Position(sys.maxsize, 0))


def remembered(sources: Sequence[Source], workspace: Workspace, memo: Memo) -> list[Analysis | None]:
    """The analysis of each source: what is kept of it, or what is found now, which is then kept."""
    analyses = [memo.get(source.path, source.text) for source in sources]
    new = [number for number, analysis in enumerate(analyses) if analysis is None]
    for number, analysis in zip(new, examined([sources[number] for number in new], workspace), strict=True):
        analyses[number] = analysis
        if analysis is not None:
            memo.put(sources[number].path, sources[number].text, _shown(analysis))
    if new:
        memo.make_room()
    return analyses


def _shown(analysis: Analysis) -> Analysis:
    """What `check` shows of an analysis."""
    return replace(analysis, facts=tuple(replace(fact, origins=()) for fact in analysis.facts if fact.binding))


def examined(sources: Sequence[Source], workspace: Workspace) -> list[Analysis | None]:
    """The analysis of each source, in their order; None where that could not be finished, which is said."""
    if not sources:
        return []
    processes = min(_cores(), MOST_PROCESSES, len(sources), sum(len(s.text) for s in sources) // CHARACTERS_EACH)
    if processes > 1:
        return asyncio.run(_Many(sources, workspace).examined(processes))

    from shapecoach.hints import examine  # imports torch, so only when there is something to analyse

    return [examine(source.text, str(source.path), workspace) for source in sources]


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass
class _Many:
    """Files handed out to processes, the next to whichever is free."""

    sources: Sequence[Source]
    workspace: Workspace

    async def examined(self, processes: int) -> list[Analysis | None]:
        analyses: list[Analysis | None] = [None] * len(self.sources)
        left = iter(range(len(self.sources)))
        async with asyncio.TaskGroup() as group:
            for _ in range(processes):
                group.create_task(self._serve(left, analyses))
        return analyses

    async def _serve(self, left: Iterator[int], analyses: list[Analysis | None]) -> None:
        """Have one process after another, the first mostly being enough, analyse the files that are left."""
        number, tries = next(left, None), 0
        while number is not None:
            worker = await WorkerProcess.start(ENGINE)
            try:
                await worker.ready(LIMITS.start)
                while number is not None:
                    tries += 1
                    analyses[number] = await worker.analyse(self._job(number), {}, LIMITS.analysis)
                    number, tries = next(left, None), 0
            except WorkerLostError as lost:
                if tries in (0, TRIES):
                    assert number is not None
                    print(f"shapecoach: passed over {self.sources[number].path}: {lost}", file=sys.stderr)
                    number, tries = next(left, None), 0
            finally:
                await worker.end()

    def _job(self, number: int) -> Job:
        source, roots = self.sources[number], tuple(map(str, self.workspace.roots))
        return Job(str(source.path), 0, source.text, str(source.path), roots, mend=EVERYWHERE)
