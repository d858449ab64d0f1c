"""Judging in this very process: what a test process does with its job, and what a debugger looks at."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import torch

from shapecoach.lessons.exercise import Exercise
from shapecoach.lessons.judging.judge import Judgement, Listener, judge_text
from shapecoach.lessons.judging.material import material
from shapecoach.lessons.verdict import Outcome


def judge_here(exercise: Exercise, text: str, path: Path, seed: int, listener: Listener) -> Judgement:
    """Judges the answer in `text`, the text of the file at `path`, from the folder that the file lies in."""
    with suppress(OSError):
        os.chdir(path.parent)
    try:
        about = material(exercise)
        if about.question.any_device:
            _load_meta_kernels()  # before the first test begins, since from then on the learner's time is counted
        return judge_text(about, text, path, seed, listener)
    except Exception as error:  # a fault of ours; the learner should know that it isn't theirs
        return Judgement(Outcome.ERROR, f"The tests themselves failed on this answer ({error!r}).")


def _load_meta_kernels() -> None:
    torch.empty(1, device="meta").add(1)
