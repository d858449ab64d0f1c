"""Played through as a new learner would, on the command line, from `shapecoach learn` to the last exercise.

Every exercise is answered wrongly first, by one of its own mistakes, then with a hint, then rightly.  What was printed
is left in `.artifacts/session-*.txt`, to be read.  Answers are judged here; `test_terminal.py` is as in life.
"""

from __future__ import annotations

import ast
from collections.abc import Generator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from shapecoach.cli.app import make_app
from shapecoach.lessons import Exercise, Kind, LearnerFolder, catalogue
from shapecoach.lessons import folder as folders
from shapecoach.lessons import record as records
from shapecoach.lessons.judging.material import material

ARTIFACTS = Path(__file__).parents[2] / ".artifacts"
COLUMNS = 80


class Session:
    """A learner at the command line, in a folder of their own, with a clock that we set."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.transcript: list[str] = []
        self.now = datetime(2031, 5, 6, 12).astimezone()

    def types(self, *arguments: str, exit_code: int = 0) -> str:
        """Runs a command.  Returns what is read on the screen, with every run of white space as one space."""
        self.now += timedelta(minutes=1)
        done = CliRunner().invoke(make_app([]), list(arguments), catch_exceptions=False)
        self.transcript.append(f"$ shapecoach {' '.join(arguments)}\n{done.output}")
        assert done.exit_code == exit_code, done.output
        assert not [line for line in done.output.splitlines() if too_wide(line)]
        return on_one_line(done.output)


def too_wide(line: str) -> bool:
    """Only what can't be broken may be wider than the screen: a path, a line of code, an error for a log."""
    return len(line) > COLUMNS and "/" not in line and not line.startswith(("    ", "shapecoach: "))


def on_one_line(text: str) -> str:
    return " ".join(text.replace("`", "").split())


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Generator[Session]:
    learner = Session(tmp_path)
    monkeypatch.setenv("COLUMNS", str(COLUMNS))
    for module in (records, folders):
        monkeypatch.setattr(module, "present", lambda: learner.now)
    monkeypatch.chdir(tmp_path)
    yield learner
    ARTIFACTS.mkdir(exist_ok=True)
    name = request.node.name.removeprefix("test_")
    (ARTIFACTS / f"session-{name}.txt").write_text("\n".join(learner.transcript), encoding="utf-8")


@pytest.mark.usefixtures("judged_here")
@pytest.mark.timeout(1800)
def test_from_learn_to_the_last_exercise(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    total = len(catalogue().exercises)
    assert f"{total} exercises in lessons" in session.types("learn", "lessons")
    monkeypatch.chdir("lessons")
    folder = LearnerFolder.at(Path())
    for number, exercise in enumerate(catalogue().exercises):
        solves(session, folder, exercise, with_help=number % 2 == 0)
    assert "All exercises are passed." in session.types("next")
    assert f"{total} of {total} passed" in session.types("status")
    assert all(exercise.name in session.types("lessons") for exercise in catalogue().exercises[:3])
    carries_it_elsewhere(session, monkeypatch)


def solves(session: Session, folder: LearnerFolder, exercise: Exercise, with_help: bool) -> None:
    """One exercise as a learner does it: looks at it, errs, takes a hint or not, and gets it right."""
    name, path = exercise.name, folder.path_of(exercise)
    lesson = catalogue().lesson_of(exercise)
    said = session.types("next")
    assert said.startswith(f"Next: {name}, ") and str(path.relative_to(folder.root)) in said
    assert ("Read first: " in said) == (exercise == lesson.exercises[0])
    said = session.types("test", name, exit_code=1)
    assert ("✗ " if exercise.kind is Kind.DEBUG else "not started") in said

    known = next((known for known in material(exercise).mistakes if known.sentence), material(exercise).mistakes[0])
    path.write_text(written_out(exercise, known.name), encoding="utf-8")
    said = session.types("test", name, exit_code=1)
    assert said.startswith(f"✗ {name} ") and known.code in said
    assert on_one_line(known.sentence) in said
    assert f"Stuck? shapecoach hint {name}" in said
    if with_help:
        said = session.types("hint", name)
        assert said.startswith(f"Hint 1 of {len(exercise.hints)} {on_one_line(exercise.hints[0])[:40]}")

    path.write_text(exercise.solution, encoding="utf-8")
    said = session.types("test", name)
    assert said.startswith(f"✓ {name} passed ")
    assert on_one_line(exercise.takeaway) in said and on_one_line(exercise.solution_code) in said
    assert ("It took a hint, so it comes back for review tomorrow" in said) == with_help


def carries_it_elsewhere(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was passed in one folder is passed in another, once it was exported and imported."""
    session.types("export", "../passed.json")
    monkeypatch.chdir("..")
    session.types("learn", "elsewhere")
    monkeypatch.chdir("elsewhere")
    total = len(catalogue().exercises)
    assert f"0 of {total} passed" in session.types("status")
    assert f"had something new of {total} exercises" in session.types("import", "../passed.json")
    assert f"{total} of {total} passed" in session.types("status")


@pytest.mark.usefixtures("judged_here")
def test_what_took_a_hint_is_done_again_on_the_days_of_the_ladder(session: Session) -> None:
    session.types("learn", ".")
    folder, exercise = LearnerFolder.at(Path()), catalogue().exercise("split_heads")
    folder.path_of(exercise).write_text(exercise.solution + "# mine\n")
    copy = folder.path_of(exercise, review=True)
    session.types("hint", "split_heads")
    session.types("test", "split_heads")
    assert "split_heads tomorrow review 1 of 4" in session.types("review")
    assert "comes back tomorrow" in session.types("review", "split_heads", exit_code=2)
    for number, days in enumerate((1, 3, 7, 21), start=1):
        session.now += timedelta(days=days - 1)
        assert not session.types("next").startswith("Due")
        session.now += timedelta(days=1)
        assert session.types("next").startswith(
            "Due for review: split_heads. Begin with: shapecoach review split_heads"
        )
        assert f"split_heads today review {number} of 4" in session.types("review")
        assert "review/split_heads.py" in session.types("review", "split_heads")
        assert "Go on with the review of split_heads" in session.types("next")
        assert "Your answer goes below the task, in review/split_heads.py" in session.types(
            "test", "split_heads", exit_code=1
        )
        copy.write_text(exercise.solution)
        said = session.types("test", "split_heads")
        later = {1: "in 3 days", 2: "in 7 days", 3: "in 21 days"}.get(number)
        assert (f"Review {number} of 4 is done. The next one is {later}" if later else "the last review") in said
    session.now += timedelta(days=400)
    assert "Nothing comes back" in session.types("review")
    assert folder.path_of(exercise).read_text() == exercise.solution + "# mine\n"
    assert len(list((folder.root / ".shapecoach" / "kept").iterdir())) == 3  # each review kept the one before


def written_out(exercise: Exercise, mistake: str) -> str:
    """The text of a file whose function is the exercise's mistake of that name."""
    tree = ast.parse((exercise.source / "mistakes.py").read_text(encoding="utf-8"))
    kept: list[ast.stmt] = []
    for node in tree.body[1:]:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("shapecoach"):
            continue
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            if node.name == mistake:
                node.name, node.decorator_list = exercise.function, []
                node.body = node.body[ast.get_docstring(node) is not None :]
            elif node.decorator_list and "mistake(" in ast.unparse(node.decorator_list[0]):
                continue
        kept.append(node)
    text = "\n".join(ast.unparse(node) for node in kept) + "\n"
    assert f" {exercise.function}" in text
    return text
