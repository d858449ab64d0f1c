"""The judging kit: what the tests and the mistakes of an exercise are written with.

Imports torch, so only test processes and the author's check import this.
"""

from shapecoach.lessons.judging.mistake import mistake
from shapecoach.lessons.judging.question import Largest, Question
from shapecoach.lessons.judging.same import Yielded
from shapecoach.lessons.judging.trial import Trial

__all__ = ["Largest", "Question", "Trial", "Yielded", "mistake"]
