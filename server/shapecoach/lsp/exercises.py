"""Exercises in the editor: what the lenses above them do."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import randrange
from typing import Any

from lsprotocol import types
from pygls.uris import to_fs_path

from shapecoach.lessons import Exercise, LearnerFolder, LessonsError, Verdict
from shapecoach.lessons.debugging import launch_configuration
from shapecoach.lsp.features.code_lenses import code_lenses
from shapecoach.lsp.features.definitions import definition_of
from shapecoach.lsp.features.lesson_tree import learner_folders, lesson_tree
from shapecoach.lsp.features.result_page import result_page
from shapecoach.lsp.features.verdicts import Judged
from shapecoach.lsp.pages import write_page
from shapecoach.lsp.server import ShapeCoachServer


@dataclass(frozen=True, slots=True)
class Place:
    """An exercise in a learner's folder; with `review`, the copy in which it is done once more."""

    folder: LearnerFolder
    exercise: Exercise
    review: bool

    @property
    def path(self) -> Path:
        return self.folder.path_of(self.exercise, self.review)


def exercise_at(uri: str) -> Place | None:
    """The exercise that the document is; None for any other document."""
    path = Path(to_fs_path(uri) or "")
    folder = LearnerFolder.containing(path)
    exercise = folder.exercise_at(path) if folder else None
    return Place(folder, exercise, folder.is_review(path)) if folder and exercise else None


def on_code_lens(server: ShapeCoachServer, params: types.CodeLensParams) -> list[types.CodeLens]:
    uri = params.text_document.uri
    document, place = server.session.get(uri), exercise_at(uri)
    if document is None or place is None or not server.session.settings.code_lenses:
        return []
    name = definition_of(place.exercise.function, document.document.lines)
    if name is None:
        return []
    status, following = place.folder.status(place.exercise, place.review), place.folder.next_exercise(place.exercise)
    pass_on_notices(server, place)
    has_page = server.has_result_page and document.judged is not None
    return code_lenses(name, uri, status, following, uri in server.runs, has_page)


def get_ready(server: ShapeCoachServer, uri: str) -> None:
    """Where an exercise was opened, prepare for its tests, as soon as the document itself has been looked at.

    From here on the time that it takes is counted.
    """
    document, place = server.session.get(uri), exercise_at(uri)
    if document is not None and place:
        server.runs.get_ready_after(document.at_rest)
        with telling(server, place):
            place.folder.opened(place.exercise, place.review)


async def run_tests(server: ShapeCoachServer, uri: str) -> dict[str, Any] | None:
    """Run the exercise's tests on what the editor shows, saved or not; the verdict is published and returned.

    None where it was run again, or reset, before there was a verdict.
    """
    place = asked_for(server, uri)
    # Whoever gives up waiting doesn't stop the run: its verdict will be shown.
    verdict = await asyncio.shield(judge(server, uri, place)) if place else None
    return _told(verdict) if verdict else None


def _told(verdict: Verdict) -> dict[str, Any]:
    """A verdict as an answer: with the line it is about, and the two tables where values differ."""
    wanted, yours = verdict.picture.sides() if verdict.picture else (None, None)
    more = {"line": verdict.line, "output": verdict.output, "expected": wanted, "actual": yours}
    return {**verdict.as_json(), **more}


async def on_lessons(server: ShapeCoachServer, _: object) -> dict[str, Any]:
    """All lessons in the workspace, and where the learner stands with them."""
    tree = await asyncio.to_thread(lambda: lesson_tree(learner_folders(server.roots())))
    return tree.as_json()


def on_result(server: ShapeCoachServer, params: Any) -> dict[str, str] | None:
    """The page about an exercise's last run; None where it wasn't run since it was opened."""
    uri = getattr(params, "uri", "")
    document, place = server.session.get(uri), exercise_at(uri)
    if document is None or document.judged is None or place is None:
        return None
    return result_page(document.judged, place.folder.status(place.exercise, place.review)).as_json()


def cancel(server: ShapeCoachServer, uri: str) -> None:
    """End the run of an exercise's tests, if there is one; who waits for it gets no verdict."""
    server.runs.cancel(uri)


def how_to_debug(server: ShapeCoachServer, uri: str) -> dict[str, Any] | None:
    """How a debugger is to be started so that it runs the exercise's tests on the file as it is saved."""
    place = asked_for(server, uri)
    if place is None:
        return None
    seed = server.debugged[uri] = randrange(1_000_000)
    return launch_configuration(place.path, place.exercise, place.folder.root, seed)


def debugged(server: ShapeCoachServer, uri: str) -> dict[str, Any] | None:
    """The verdict that the debugged tests came to, now published; None where they were stopped before there was one."""
    place, seed = asked_for(server, uri), server.debugged.pop(uri, None)
    if place is None:
        return None
    with telling(server, place):
        verdict = place.folder.status(place.exercise, place.review).verdict
        if verdict is None or verdict.seed != seed:
            return None
        server.session.judge(uri, Judged(place.exercise, verdict))
        server.refresh_code_lenses()
        return _told(verdict)


async def begin_review(server: ShapeCoachServer, uri: str) -> None:
    """Open the file in which an exercise that is due is done once more."""
    if place := asked_for(server, uri):
        with telling(server, place):
            path = place.folder.begin_review(place.exercise)
            await _open_exercise(server, place.exercise, path, f"Do it once more in {path}.")


async def judge(server: ShapeCoachServer, uri: str, place: Place) -> Verdict | None:
    document = server.session.get(uri)
    run = server.runs.begin(uri, place.path, place.exercise, document.document.source if document else None)
    server.refresh_code_lenses()
    verdict = await server.runs.verdict(uri, run)
    if verdict is not None:
        with telling(server, place):
            await asyncio.to_thread(place.folder.remember, verdict, place.review)
        show_printed(server, verdict)
        server.session.judge(uri, Judged(place.exercise, verdict))
    server.refresh_code_lenses()
    return verdict


def show_printed(server: ShapeCoachServer, verdict: Verdict) -> None:
    """What the learner's code printed stands in the editor's log."""
    if printed := verdict.output.rstrip():
        message = f"{verdict.exercise} printed:\n{printed}"
        server.window_log_message(types.LogMessageParams(types.MessageType.Info, message))


def show_hint(server: ShapeCoachServer, uri: str) -> None:
    """Show the exercise's next hint."""
    if place := asked_for(server, uri):
        with telling(server, place):
            hint = place.folder.take_hint(place.exercise, place.review)
            server.say(f"Hint {hint.number} of {hint.total}: {hint.text}")
        server.refresh_code_lenses()


async def show_solution(server: ShapeCoachServer, uri: str) -> None:
    """Open the exercise's solution, in a file of its own."""
    if place := asked_for(server, uri):
        solution = place.exercise.solution
        with telling(server, place):
            place.folder.show_solution(place.exercise, place.review)
        page = write_page(f"solutions/{place.exercise.name}.py", solution)
        await server.open_document(page, otherwise=solution)


def reset(server: ShapeCoachServer, uri: str) -> None:
    """Put the exercise's file back to how it was at the start; a copy of what it held is kept."""
    place, document = asked_for(server, uri), server.session.get(uri)
    if place is None:
        return
    if document is not None and differs(document.document.source, place.path):
        server.say(
            f"Save {place.path.name} first: resetting keeps a copy of the saved file.", types.MessageType.Warning
        )
        return
    server.runs.cancel(uri)  # its verdict would be about what is no more
    with telling(server, place):
        kept = place.folder.reset(place.exercise, place.review)
        server.session.judge(uri, None)
        what_was = f" What you had is kept in {kept}." if kept else ""
        server.say(f"{place.path.name} is as it was at the start.{what_was}")
    server.refresh_code_lenses()


async def open_next(server: ShapeCoachServer, uri: str) -> None:
    """Open the next exercise that isn't passed yet."""
    place = asked_for(server, uri)
    if place is None:
        return
    with telling(server, place):
        following = place.folder.next_exercise(place.exercise)
        if following is None:
            server.say("You have passed every exercise.")
            return
        path = place.folder.path_of(following)
        await _open_exercise(server, following, path, f"The next exercise is in {path}.")


async def _open_exercise(server: ShapeCoachServer, exercise: Exercise, path: Path, otherwise: str) -> None:
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    name = definition_of(exercise.function, text.splitlines())
    cursor = types.Range(name.start, name.start) if name else None  # below the task, where the lens is
    await server.open_document(path.as_uri(), otherwise, at=cursor)


def asked_for(server: ShapeCoachServer, uri: str) -> Place | None:
    """The exercise in this document; if there is none, the user is told."""
    place, path = exercise_at(uri), to_fs_path(uri)
    if place is None and path and not Path(path).exists():
        server.say(f"{path} is not there any more. Open the exercise where it is now.", types.MessageType.Warning)
    elif place is None:
        server.say("This file is not an exercise.", types.MessageType.Warning)
    return place


@contextmanager
def telling(server: ShapeCoachServer, place: Place) -> Generator[None]:
    """What is wrong with the learner's folder, and what its progress has to say, is told to the user."""
    try:
        yield
    except LessonsError as error:
        server.say(str(error), types.MessageType.Warning)
    finally:
        pass_on_notices(server, place)
        server.tell_of_progress()


def pass_on_notices(server: ShapeCoachServer, place: Place) -> None:
    for notice in place.folder.progress.notices:
        server.say(notice, types.MessageType.Warning)


def differs(text: str, path: Path) -> bool:
    """Is `text` other than what is saved?"""
    with path.open(encoding="utf-8", newline="") as file:
        return file.read() != text
