"""Lessons: the catalogue, the learner's folder, progress, running tests, verdicts.

Nothing here imports torch, except the sub-package `judging`, which only test processes and the author's check use.
"""

from shapecoach.lessons.catalogue import catalogue
from shapecoach.lessons.exercise import (
    Catalogue,
    Exercise,
    Hint,
    Kind,
    Lesson,
    LessonsError,
    Track,
    UnknownExerciseError,
)
from shapecoach.lessons.folder import ExerciseStatus, LearnerFolder, NoLearnerFolderError, Standing
from shapecoach.lessons.layout import learn
from shapecoach.lessons.record import LADDER, Review, on_day
from shapecoach.lessons.runner import Cancelled, Runner
from shapecoach.lessons.verdict import Outcome, Verdict

__all__ = [
    "LADDER",
    "Cancelled",
    "Catalogue",
    "Exercise",
    "ExerciseStatus",
    "Hint",
    "Kind",
    "LearnerFolder",
    "Lesson",
    "LessonsError",
    "NoLearnerFolderError",
    "Outcome",
    "Review",
    "Runner",
    "Standing",
    "Track",
    "UnknownExerciseError",
    "Verdict",
    "catalogue",
    "learn",
    "on_day",
]
