"""The lessons as a tree: what it holds, and that the client hears when it changes.  With the real lessons."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lsprotocol import types

from shapecoach.lessons import LearnerFolder, Outcome, Standing, Verdict, catalogue, learn
from shapecoach.lessons.record import Record, Review, present
from shapecoach.lsp.features.lesson_tree import Kind, LessonTree, Node, learner_folders, lesson_tree

EXERCISE = catalogue().exercise("split_heads")


def tree_of(folder: LearnerFolder) -> LessonTree:
    return lesson_tree([folder])


def exercises(tree: LessonTree) -> dict[str, Node]:
    """The exercises where they belong, by name."""
    tracks = [node for node in tree.nodes if node.kind is Kind.TRACK]
    return {node.label: node for track in tracks for lesson in track.children for node in lesson.children}


def passed(folder: LearnerFolder, name: str) -> None:
    folder.remember(Verdict(name, Outcome.PASSED))


def test_the_tree_is_the_curriculum_in_its_order(tmp_path: Path) -> None:
    tree = tree_of(learn(tmp_path))
    tracks = catalogue().tracks
    assert [node.label for node in tree.nodes] == [f"{track.number} {track.title}" for track in tracks]
    lessons = [lesson for node in tree.nodes for lesson in node.children]
    assert [lesson.label.split()[0] for lesson in lessons] == [lesson.number for lesson in catalogue().lessons]
    assert list(exercises(tree)) == [exercise.name for exercise in catalogue().exercises]
    assert all(Path(node.uri.removeprefix("file://")).is_file() for node in exercises(tree).values() if node.uri)
    assert tree.following is not None and tree.following.label == catalogue().exercises[0].name


def test_it_is_unfolded_where_the_learner_is(tmp_path: Path) -> None:
    folder = learn(tmp_path)
    first, *_ = catalogue().exercises
    for exercise in catalogue().lesson_of(first).exercises:
        passed(folder, exercise.name)
    following = folder.next_exercise()
    assert following is not None
    tracks = tree_of(folder).nodes
    unfolded = [node.label for track in tracks for node in (track, *track.children) if node.unfolded]
    track = next(track for track in catalogue().tracks if catalogue().lesson_of(following) in track.lessons)
    lesson = catalogue().lesson_of(following)
    assert unfolded == [f"{track.number} {track.title}", f"{lesson.number} {lesson.title}"]


def test_ids_are_all_different(tmp_path: Path) -> None:
    def ids(node: Node) -> list[str]:
        return [node.id, *(one for child in node.children for one in ids(child))]

    found = [one for node in tree_of(learn(tmp_path)).nodes for one in ids(node)]
    assert len(found) == len(set(found))


def test_it_says_how_far_the_learner_is(tmp_path: Path) -> None:
    folder = learn(tmp_path)
    first, second, third, *_ = catalogue().exercises
    before = tree_of(folder).summary
    passed(folder, first.name)
    folder.remember(Verdict(second.name, Outcome.FAILED))
    folder.take_hint(third)
    passed(folder, third.name)
    tree, shown = tree_of(folder), exercises(tree_of(folder))
    assert [shown[one.name].state for one in (first, second, third)] == [
        Standing.PASSED,
        Standing.TRIED,
        Standing.HELPED,
    ]
    assert "tried 1 time, not yet right" in shown[second.name].spoken
    assert f"passed, 1 of {len(third.hints)} hints" in shown[third.name].spoken
    assert shown[EXERCISE.name].state is Standing.UNTRIED
    assert tree.nodes[0].description == f"2/{len(tree.nodes[0].children[0].children)}"
    total = len(catalogue().exercises)
    assert (before.split(" · ")[0], tree.summary.split(" · ")[0]) == (f"0 of {total}", f"2 of {total}")


def test_what_is_due_comes_first_and_is_where_to_go_on(tmp_path: Path) -> None:
    folder = learn(tmp_path)
    long_ago = present().date().replace(year=2001)
    folder.progress.update(EXERCISE.name, lambda _: replace(Record(passed=True, tries=9), review=Review(0, long_ago)))
    tree = tree_of(folder)
    assert (tree.nodes[0].kind, tree.nodes[0].description, tree.due) == (Kind.DUE, "1", 1)
    (review,) = tree.nodes[0].children
    assert (review.kind, review.label) == (Kind.REVIEW, EXERCISE.name)
    assert tree.following == review


def test_a_workspace_is_a_folder_of_lessons_or_lies_in_one_or_holds_some(tmp_path: Path) -> None:
    first, second = learn(tmp_path / "first"), learn(tmp_path / "second")
    assert learner_folders([str(tmp_path / "first" / "3_einops")]) == [first]
    assert learner_folders([str(tmp_path), str(tmp_path / "second")]) == [first, second]
    assert learner_folders([str(tmp_path / "nowhere")]) == []
    assert [node.label for node in lesson_tree([first, second]).nodes] == ["first", "second"]
    assert lesson_tree([]) == LessonTree()


@pytest.mark.asyncio
async def test_the_client_asks_for_the_lessons_and_hears_when_they_change(
    start_editor, server_command, tmp_path: Path
) -> None:
    folder = learn(tmp_path)
    editor = await start_editor(server_command(), root=tmp_path)
    heard: list[object] = []
    editor.client.feature("shapecoach/lessonsChanged")(lambda told: heard.append(told))

    tree = await editor.client.protocol.send_request_async("shapecoach/lessons", {})
    assert tree.summary == lesson_tree([folder]).summary
    assert [node.label for node in tree.nodes] == [node.label for node in lesson_tree([folder]).nodes]
    path = folder.path_of(EXERCISE)
    editor.open(path.as_uri(), path.read_text())
    asked = types.ExecuteCommandParams("shapecoach.server.hint", [path.as_uri()])
    await editor.client.workspace_execute_command_async(asked)
    await editor.poll(lambda: heard)
    assert folder.status(EXERCISE).hints_seen == 1

    heard.clear()
    passed(folder, EXERCISE.name)  # by somebody else, as the command line is
    change = types.FileEvent((tmp_path / ".shapecoach" / "progress.json").as_uri(), types.FileChangeType.Changed)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([change]))
    await editor.poll(lambda: heard)


@pytest.mark.asyncio
async def test_a_review_is_begun_in_a_file_of_its_own(start_editor, server_command, tmp_path: Path) -> None:
    folder = learn(tmp_path)
    long_ago = present().date().replace(year=2001)
    folder.progress.update(EXERCISE.name, lambda _: replace(Record(passed=True, tries=9), review=Review(0, long_ago)))
    editor = await start_editor(server_command(), root=tmp_path)
    asked = types.ExecuteCommandParams("shapecoach.server.review", [folder.path_of(EXERCISE).as_uri()])
    await editor.client.workspace_execute_command_async(asked)
    copy = folder.path_of(EXERCISE, review=True)
    assert copy.read_text() == EXERCISE.starter
    assert folder.status(EXERCISE).reviewing
