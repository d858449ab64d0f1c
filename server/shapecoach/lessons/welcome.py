"""The files of a learner's folder that are not lessons: where to begin, and settings for editors and pytest."""

from __future__ import annotations

from shapecoach.lessons.exercise import Catalogue, Lesson, Track

_README = """\
# Tensors, one axis at a time

Each lesson is one page of text and a few small exercises.  An exercise is one file with one function for you to
write.  When you run it, Shape Coach tries your function on fresh inputs each time and, when something is off, tells
you what you did instead.

## How it goes

1. Open a lesson's page (`lesson.md`).  It has a question in it: answer it in your head before you read on.
2. Open an exercise and read the comment at its top.
3. Write the function's body.  While you type, the shape of every tensor is shown beside it.
4. Press **Run tests** above the function, or in a terminal: `shapecoach test split_heads`.
5. Stuck?  **Hint** (`shapecoach hint split_heads`).  There are up to three.  After that, **Solution** is no shame.
6. **Next** (`shapecoach next`) says what to do now; `shapecoach status` where you stand.

What was hard comes back: an exercise that took hints or many tries is due again after 1, 3, 7 and 21 days, with fresh
sizes.  `shapecoach review` says which.  You do it in a copy, in `review/`; your first answer stays as it is.

Plain `pytest` in this folder runs everything, too.

Everything here is yours to change.  `shapecoach reset split_heads` brings back a file as it was (yours is kept in
`.shapecoach/kept`), and running `shapecoach learn .` again brings new lessons without touching your work.
`shapecoach export FILE` saves what you have passed, `shapecoach import FILE` takes it into another folder.

## The lessons

"""

TOOL_SETTINGS = """\
# Settings for the tools that look at this folder.

[tool.pytest.ini_options]
addopts = "-q --tb=short"

[tool.ruff.lint]
# F722, F821: "batch seq d_model" in Float[Tensor, "batch seq d_model"] names axes; it is not Python.
# F401: what an exercise imports is there for your answer, and should not be tidied away before it is written.
ignore = ["F401", "F722", "F821"]
"""

PYTEST_HOOK = '''\
"""Lets plain `pytest` judge the exercises in this folder."""

from shapecoach.lessons.collect import pytest_addoption, pytest_collect_file

__all__ = ["pytest_addoption", "pytest_collect_file"]
'''

EDITOR_SETTINGS = """\
{
  "python.testing.pytestEnabled": true,
  "python.testing.pytestArgs": ["."],
  "python.testing.unittestEnabled": false,
  "flake8.args": ["--extend-ignore=F401,F722,F821"],
  "files.exclude": { "**/__pycache__": true, ".pytest_cache": true },
  "[python]": { "editor.wordWrap": "on", "editor.detectIndentation": false, "editor.tabSize": 4 },
  "workbench.editorAssociations": { "*lesson.md": "vscode.markdown.preview.editor" }
}
"""


def readme(curriculum: Catalogue) -> str:
    """The page a learner begins with, which lists every lesson."""
    return _README + "\n".join(_track(track) for track in curriculum.tracks)


def _track(track: Track) -> str:
    return f"### Track {track.number}: {track.title}\n\n" + "\n".join(_lesson(lesson) for lesson in track.lessons)


def _lesson(lesson: Lesson) -> str:
    folder = lesson.folder.as_posix()
    lines = [f"**[{lesson.number} {lesson.title}]({folder}/lesson.md)**", ""]
    lines += [
        f"- [{exercise.name}]({folder}/{exercise.name}.py): {exercise.title}, {exercise.minutes} min"
        for exercise in lesson.exercises
    ]
    return "\n".join(lines) + "\n"
