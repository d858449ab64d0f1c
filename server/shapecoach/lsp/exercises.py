"""Exercises in the editor: what the lenses above them do."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.uris import to_fs_path

from shapecoach.lessons import Exercise, LearnerFolder, Verdict, run
from shapecoach.lsp.features.code_lenses import code_lenses
from shapecoach.lsp.features.definitions import definition_of
from shapecoach.lsp.features.verdicts import Judged
from shapecoach.lsp.pages import write_page
from shapecoach.lsp.server import ShapeCoachServer


@dataclass(frozen=True, slots=True)
class Place:
    """An exercise in a learner's folder."""

    folder: LearnerFolder
    exercise: Exercise

    @property
    def path(self) -> Path:
        return self.folder.path_of(self.exercise)


def exercise_at(uri: str) -> Place | None:
    """The exercise that the document is; None for any other document."""
    path = to_fs_path(uri)
    folder = LearnerFolder.containing(Path(path)) if path else None
    exercise = folder.exercise_at(Path(path)) if path and folder else None
    return Place(folder, exercise) if folder and exercise else None


def on_code_lens(server: ShapeCoachServer, params: types.CodeLensParams) -> list[types.CodeLens]:
    uri = params.text_document.uri
    document, place = server.session.get(uri), exercise_at(uri)
    if document is None or place is None or not server.session.settings.code_lenses:
        return []
    name = definition_of(place.exercise.function, document.document.lines)
    if name is None:
        return []
    status, following = place.folder.status(place.exercise), place.folder.next_exercise(place.exercise)
    return code_lenses(name, uri, status, following, running=uri in server.runs)


async def run_tests(server: ShapeCoachServer, uri: str) -> dict[str, Any] | None:
    """Run the exercise's tests on what the editor shows, saved or not; the verdict is published and returned."""
    place = asked_for(server, uri)
    if place is None:
        return None
    if uri not in server.runs:
        server.runs[uri] = asyncio.ensure_future(judge(server, uri, place))
    # Whoever gives up waiting doesn't stop the run: others may wait for it too.
    return (await asyncio.shield(server.runs[uri])).as_json()


async def judge(server: ShapeCoachServer, uri: str, place: Place) -> Verdict:
    document = server.session.get(uri)
    text = document.document.source if document else None
    server.refresh_code_lenses()
    try:
        verdict = await asyncio.to_thread(run, place.folder, place.exercise, text=text)
    finally:
        del server.runs[uri]
    server.session.judge(uri, Judged(place.exercise, verdict))
    server.refresh_code_lenses()
    return verdict


def show_hint(server: ShapeCoachServer, uri: str) -> None:
    """Show the exercise's next hint."""
    if place := asked_for(server, uri):
        hint = place.folder.take_hint(place.exercise)
        server.say(f"Hint {hint.number} of {hint.total}: {hint.text}")
        server.refresh_code_lenses()


async def show_solution(server: ShapeCoachServer, uri: str) -> None:
    """Open the exercise's solution, in a file of its own."""
    if place := asked_for(server, uri):
        solution = place.folder.show_solution(place.exercise)
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
    kept = place.folder.reset(place.exercise)
    server.session.judge(uri, None)
    server.say(f"{place.path.name} is as it was at the start." + (f" What you had is kept in {kept}." if kept else ""))
    server.refresh_code_lenses()


async def open_next(server: ShapeCoachServer, uri: str) -> None:
    """Open the next exercise that isn't passed yet."""
    if place := asked_for(server, uri):
        following = place.folder.next_exercise(place.exercise)
        if following is None:
            server.say("You have passed every exercise.")
        else:
            path = place.folder.path_of(following)
            text = path.read_text(encoding="utf-8") if path.is_file() else ""
            name = definition_of(following.function, text.splitlines())
            cursor = types.Range(name.start, name.start) if name else None  # below the task, where the lens is
            await server.open_document(path.as_uri(), f"The next exercise is in {path}.", at=cursor)


def asked_for(server: ShapeCoachServer, uri: str) -> Place | None:
    """The exercise in this document; if there is none, the user is told."""
    place = exercise_at(uri)
    if place is None:
        server.say("This file is not an exercise.", types.MessageType.Warning)
    return place


def differs(text: str, path: Path) -> bool:
    """Is `text` other than what is saved?"""
    with path.open(encoding="utf-8", newline="") as file:
        return file.read() != text
