"""Where a learner stands, as a tree for the side bar: folders, tracks, lessons, exercises, each ready to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from shapecoach.lessons import Exercise, ExerciseStatus, LearnerFolder, Lesson, Outcome, Standing, Track, catalogue
from shapecoach.lessons.folder import MARKER


class Kind(StrEnum):
    """What a node is, by which a client knows what can be done with it."""

    FOLDER = "folder"
    DUE = "due"  # the exercises that come back today
    TRACK = "track"
    LESSON = "lesson"
    EXERCISE = "exercise"
    REVIEW = "review"  # an exercise that comes back today


_LOOKS = {
    Standing.UNTRIED: ("circle-outline", None),
    Standing.TRIED: ("circle-filled", "testing.iconQueued"),
    Standing.PASSED: ("pass-filled", "testing.iconPassed"),
    Standing.HELPED: ("pass", "testing.iconPassed"),
}
"""The icon of VS Code, and its colour, for what is known by how far it is."""


@dataclass(frozen=True, slots=True)
class Node:
    """`uri` is the file that it stands for, `page` the lesson's text; `spoken` is what a screen reader says.

    It is `unfolded` at first, if it has children, where the learner is at it.
    """

    id: str
    kind: Kind
    label: str
    description: str = ""
    tooltip: str = ""
    spoken: str = ""
    state: Standing = Standing.UNTRIED
    icon: str = "history"  # what comes back
    colour: str | None = None
    uri: str | None = None
    page: str | None = None
    unfolded: bool = True
    children: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class LessonTree:
    """`summary` says how far the learner is, `due` how much comes back today, `following` where to go on."""

    nodes: tuple[Node, ...] = ()
    summary: str = ""
    due: int = 0
    following: Node | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def learner_folders(roots: Iterable[str]) -> list[LearnerFolder]:
    """The folders of lessons that a workspace is, or lies in, or holds directly."""
    found: dict[Path, LearnerFolder] = {}
    for root in map(Path, roots):
        around = LearnerFolder.containing(root)
        inside = [LearnerFolder(place.parents[1]) for place in sorted(root.glob(f"*/{MARKER}/written.json"))]
        for folder in [around] if around else inside:
            found.setdefault(folder.root, folder)
    return list(found.values())


def lesson_tree(folders: Sequence[LearnerFolder]) -> LessonTree:
    """The tree of all folders: of the tracks alone, where there is one folder."""
    trees = [_Folder(folder) for folder in folders]
    if not trees:
        return LessonTree()
    nodes = trees[0].nodes() if len(trees) == 1 else tuple(tree.node() for tree in trees)
    summary = trees[0].summary if len(trees) == 1 else ""
    return LessonTree(nodes, summary, sum(len(tree.due) for tree in trees), trees[0].following())


class _Folder:
    """One learner's folder as it is now."""

    def __init__(self, folder: LearnerFolder) -> None:
        self.folder = folder
        self.statuses = {status.exercise.name: status for status in folder.statuses()}
        self.due = folder.due()
        self.next = folder.next_exercise()

    @property
    def summary(self) -> str:
        return _progress(self.statuses.values())

    def node(self) -> Node:
        root = self.folder.root
        return Node(
            id=str(root),
            kind=Kind.FOLDER,
            label=root.name,
            description=self.summary,
            tooltip=str(root),
            spoken=f"{root.name}, {self.summary}",
            icon="folder",
            uri=root.as_uri(),
            children=self.nodes(),
        )

    def nodes(self) -> tuple[Node, ...]:
        tracks = tuple(map(self._track, catalogue().tracks))
        return (self._reviews(), *tracks) if self.due else tracks

    def following(self) -> Node | None:
        """What comes back first, else the exercise to do next."""
        if self.due:
            return self._review(self.statuses[self.due[0].name])
        return self._exercise(self.statuses[self.next.name]) if self.next else None

    def _reviews(self) -> Node:
        children = tuple(self._review(self.statuses[exercise.name]) for exercise in self.due)
        tooltip = "What was hard the first time comes back: done once more, it stays."
        return Node(
            id=f"{self.folder.root}/{Kind.DUE}",
            kind=Kind.DUE,
            label="Due for review",
            description=str(len(children)),
            tooltip=tooltip,
            spoken=f"Due for review, {len(children)}",
            children=children,
        )

    def _track(self, track: Track) -> Node:
        exercises = (exercise for lesson in track.lessons for exercise in lesson.exercises)
        lessons = tuple(map(self._lesson, track.lessons))
        return self._section(Kind.TRACK, str(track.number), track.title, self._of(exercises), lessons)

    def _lesson(self, lesson: Lesson) -> Node:
        statuses = self._of(lesson.exercises)
        exercises = tuple(map(self._exercise, statuses))
        return self._section(Kind.LESSON, lesson.number, lesson.title, statuses, exercises, self._page(lesson))

    def _section(
        self,
        kind: Kind,
        number: str,
        title: str,
        statuses: Sequence[ExerciseStatus],
        children: tuple[Node, ...],
        page: str | None = None,
    ) -> Node:
        """A track or a lesson: how far it is, is how far its exercises are."""
        state = _together(statuses)
        icon, colour = _LOOKS[state]
        return Node(
            id=f"{self.folder.root}/{number}",
            kind=kind,
            label=f"{number} {title}",
            description=_score(statuses),
            tooltip=_progress(statuses),
            spoken=f"{kind.capitalize()} {number}, {title}, {_progress(statuses)}",
            state=state,
            icon=icon,
            colour=colour,
            uri=page,
            page=page,
            unfolded=any(status.exercise == self.next for status in statuses),
            children=children,
        )

    def _exercise(self, status: ExerciseStatus) -> Node:
        how = _in_words(status)
        return self._leaf(Kind.EXERCISE, status, f"{how.capitalize()}.", f"{how}, {status.exercise.minutes} min")

    def _review(self, status: ExerciseStatus) -> Node:
        begun = "Begun. " if status.reviewing else "Once more, from the start. "
        return self._leaf(Kind.REVIEW, status, f"{begun}Your first answer stays where it is.", "due for review")

    def _leaf(self, kind: Kind, status: ExerciseStatus, how: str, spoken: str) -> Node:
        exercise = status.exercise
        icon, colour = _LOOKS[status.standing] if kind is Kind.EXERCISE else ("history", None)
        return Node(
            id=f"{self.folder.root}/{kind}/{exercise.name}",
            kind=kind,
            label=exercise.name,
            description=exercise.title,
            tooltip=f"**{exercise.title}** · {exercise.kind} · {exercise.minutes} min\n\n{how}",
            spoken=f"{exercise.name}, {exercise.title}, {spoken}",
            state=status.standing,
            icon=icon,
            colour=colour,
            uri=self.folder.path_of(exercise).as_uri(),
            page=self._page(catalogue().lesson_of(exercise)),
        )

    def _page(self, lesson: Lesson) -> str:
        return (self.folder.root / lesson.folder / "lesson.md").as_uri()

    def _of(self, exercises: Iterable[Exercise]) -> list[ExerciseStatus]:
        return [self.statuses[exercise.name] for exercise in exercises]


def _score(statuses: Sequence[ExerciseStatus]) -> str:
    """How much is done, where there is little room: "3/12"."""
    return f"{sum(status.passed for status in statuses)}/{len(statuses)}"


def _progress(statuses: Iterable[ExerciseStatus]) -> str:
    """How much is done, and how long the rest takes: "12 of 132 · 9 h left"."""
    all_of_them = list(statuses)
    passed = sum(status.passed for status in all_of_them)
    left = sum(status.exercise.minutes for status in all_of_them if not status.passed)
    return f"{passed} of {len(all_of_them)}" + (f" · {_duration(left)} left" if left else "")


def _duration(minutes: int) -> str:
    """A time to plan with: to the minute up to an hour and a half, then to half an hour.

    >>> _duration(40), _duration(130), _duration(180)
    ('40 min', '2 h', '3 h')
    >>> _duration(150)
    '2½ h'
    """
    if minutes <= 90:
        return f"{minutes} min"
    hours, half = divmod(round(minutes / 30), 2)
    return f"{hours}{'½' if half else ''} h"


def _together(statuses: Sequence[ExerciseStatus]) -> Standing:
    """Where a lesson stands: passed when all of it is."""
    if all(status.passed for status in statuses):
        return Standing.PASSED
    return Standing.TRIED if any(status.passed or status.tries for status in statuses) else Standing.UNTRIED


def _in_words(status: ExerciseStatus) -> str:
    match status.standing:
        case Standing.UNTRIED:
            return "not started"
        case Standing.TRIED:
            last = "" if status.outcome is Outcome.NOT_STARTED else ", not yet right"
            return f"tried {status.tries} {'time' if status.tries == 1 else 'times'}{last}"
        case Standing.PASSED:
            return "passed"
        case Standing.HELPED:
            seen = "the solution seen" if status.solution_seen else f"{status.hints_seen} of {status.hints_total} hints"
            return f"passed, {seen}"
