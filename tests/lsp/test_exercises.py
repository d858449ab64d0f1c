"""An exercise in the editor: its lenses, and what they do.  With the real lessons and real test processes."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest
import pytest_asyncio
from lsprotocol import types
from pytest_lsp import client_capabilities

from shapecoach.lessons import LearnerFolder, Outcome, Review, Verdict, catalogue, learn
from shapecoach.lessons.record import Record
from shapecoach.lsp.features.code_lenses import code_lenses, shortened
from shapecoach.lsp.features.definitions import definition_of
from shapecoach.lsp.features.verdicts import Judged, verdict_diagnostic
from shapecoach.lsp.text import split_lines

EXERCISE = catalogue().exercise("split_heads")
NAME = types.Range(types.Position(0, 4), types.Position(0, 15))
DEFINITION = f"def {EXERCISE.function}(x):\n    return 😀\n"


def verdict(outcome: Outcome, message: str = "", line: int | None = None) -> Verdict:
    return Verdict(EXERCISE.name, outcome, message=message, line=line)


def titles(**changes: object) -> list[str]:
    status: Any = SimpleNamespace(**{"verdict": None, "hints_seen": 0, "hints_total": 3, **changes})
    running, following = status.__dict__.pop("running", False), status.__dict__.pop("following", EXERCISE)
    lenses = code_lenses(NAME, "file:///a.py", status, following, running)
    return [lens.command.title for lens in lenses if lens.command]


def test_lenses_before_during_and_after_a_run() -> None:
    rest = ["Hint 1/3", "Solution", "Reset"]
    assert titles() == ["▶ Run tests", *rest]
    assert titles(running=True) == ["⏳ Running tests…", *rest]
    passed = verdict(Outcome.PASSED)
    assert titles(verdict=passed) == ["✓ Passed — next: split_heads ▸", "▶ Run again", *rest]
    assert titles(verdict=passed, following=None) == ["✓ Passed — that was the last one", "▶ Run again", *rest]
    failed = verdict(Outcome.FAILED, "The axes are in the wrong order.\nMore.")
    assert titles(verdict=failed) == ["✗ Run again", *rest, "The axes are in the wrong order"]


def test_the_hint_lens_counts_up_to_the_last() -> None:
    assert [titles(hints_seen=seen)[1] for seen in range(4)] == ["Hint 1/3", "Hint 2/3", "Hint 3/3", "Hint 3/3"]
    assert titles(hints_total=0) == ["▶ Run tests", "Solution", "Reset"]


def test_a_long_message_is_cut_between_words() -> None:
    cut = shortened("word " * 40)
    assert cut == "word " * 13 + "word…"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("def other(f): ...\n\nasync def f(x):", (2, 10)),
        ("class f(Module):", (0, 6)),
        ("class C:\n    def f(self:", (1, 8)),
        ("def ff(): ...\nf = 3", None),
    ],
)
def test_a_definition_is_found_in_text_that_need_not_parse(text: str, place: tuple[int, int] | None) -> None:
    found = definition_of("f", split_lines(text))
    assert (found and (found.start.line, found.start.character)) == place


def test_a_verdict_is_shown_on_the_functions_name() -> None:
    judged = Judged(EXERCISE, verdict(Outcome.FAILED, "wrong", line=1))
    shown = verdict_diagnostic(judged, "file:///a.py", split_lines("\n" + DEFINITION))
    assert shown is not None
    assert (shown.range.start, shown.message) == (types.Position(1, 4), "wrong")
    assert shown.severity is types.DiagnosticSeverity.Error
    assert shown.related_information is not None
    assert shown.related_information[0].location.range.start.line == 1


def test_a_pass_is_no_diagnostic_and_a_lost_function_no_crash() -> None:
    assert verdict_diagnostic(Judged(EXERCISE, verdict(Outcome.PASSED)), "file:///a.py", []) is None
    shown = verdict_diagnostic(Judged(EXERCISE, verdict(Outcome.ERROR, "gone")), "file:///a.py", [])
    assert shown is not None
    assert shown.range.start == types.Position(0, 0)


@pytest_asyncio.fixture
async def learner(start_editor, server_command, tmp_path: Path) -> SimpleNamespace:
    """An editor that shows the exercise in a learner's folder."""
    folder = learn(tmp_path / "my lessons")
    path = folder.path_of(EXERCISE)
    editor = await start_editor(server_command())
    editor.open(path.as_uri(), path.read_text())

    async def command(name: str) -> object:
        ask = types.ExecuteCommandParams(f"shapecoach.server.{name}", [path.as_uri()])
        return await editor.client.workspace_execute_command_async(ask)

    async def lenses() -> list[str]:
        ask = types.CodeLensParams(types.TextDocumentIdentifier(path.as_uri()))
        return [lens.command.title for lens in await editor.client.text_document_code_lens_async(ask)]

    return SimpleNamespace(editor=editor, folder=folder, path=path, uri=path.as_uri(), command=command, lenses=lenses)


@pytest.mark.asyncio
async def test_a_wrong_answer_is_named_and_a_right_one_offers_the_next(learner) -> None:
    assert (await learner.lenses())[0] == "▶ Run tests"

    wrong = EXERCISE.solution.replace("(", "((", 1)  # doesn't even parse
    version = learner.editor.replace(learner.uri, wrong)
    result = await learner.command("run")
    assert result["outcome"] == "error"
    assert (await learner.lenses())[0].startswith("✗ ")
    await learner.editor.seen(lambda: learner.editor.published[learner.uri][-1].diagnostics)
    (shown,) = await learner.editor.diagnostics(learner.uri, version)
    assert shown.message == result["message"]

    version = learner.editor.replace(learner.uri, EXERCISE.solution)  # never saved
    result = await learner.command("run")
    assert (result["exercise"], result["outcome"]) == ("split_heads", "passed")
    following = learner.folder.next_exercise(EXERCISE)
    assert (await learner.lenses())[0] == f"✓ Passed — next: {following.name} ▸"
    await learner.editor.seen(lambda: not learner.editor.published[learner.uri][-1].diagnostics)
    assert learner.path.read_text() == EXERCISE.starter

    await learner.command("next")
    assert learner.editor.client.shown_documents[-1].uri == learner.folder.path_of(following).as_uri()


@pytest.mark.asyncio
async def test_a_debugger_runs_the_tests_as_it_is_told_and_their_verdict_is_shown(learner) -> None:
    wrong = EXERCISE.solution.replace("(n_heads d)", "(d n_heads)")
    learner.path.write_text(wrong)
    version = learner.editor.replace(learner.uri, wrong)
    how = await learner.command("debug")
    assert (how["type"], how["request"], how["name"]) == ("debugpy", "launch", "split_heads")
    command = [how["python"], *how["pythonArgs"], "-m", how["module"], *how["args"]]
    ran = await asyncio.create_subprocess_exec(*command, cwd=how["cwd"], stdout=asyncio.subprocess.DEVNULL)
    assert await ran.wait() == 0  # a debugger would stop at the exit otherwise
    result = await learner.command("debugged")
    assert (result["outcome"], result["mistake"]) == ("failed", "M04")
    (shown,) = await learner.editor.diagnostics(learner.uri, version)
    assert shown.message == result["message"]
    assert (await learner.lenses())[0].startswith("✗ ")
    assert learner.folder.status(EXERCISE).tries == 1


@pytest.mark.asyncio
async def test_a_debugger_that_is_stopped_leaves_no_verdict(learner) -> None:
    learner.editor.replace(learner.uri, EXERCISE.solution)
    assert (await learner.command("run"))["outcome"] == "passed"
    await learner.command("debug")
    assert await learner.command("debugged") is None


ENDLESS = "while True: pass\n" + EXERCISE.solution


def waiting_and_running(learner: SimpleNamespace) -> list[psutil.Process]:
    """The test processes of the server, those that wait included."""
    return [child for child in learner.editor.server.children() if "shapecoach.lessons.child" in child.cmdline()]


@pytest.mark.asyncio
async def test_the_server_answers_while_tests_run(learner) -> None:
    learner.editor.replace(learner.uri, ENDLESS)
    run = asyncio.ensure_future(learner.command("run"))
    await learner.editor.poll(lambda: waiting_and_running(learner))
    assert (await learner.lenses())[0] == "⏳ Running tests…"
    version = learner.editor.replace(learner.uri, "x = 1 # find x\n")
    assert await learner.editor.messages(learner.uri, version) == ["x does not fit"]
    assert (await run)["outcome"] == "timeout"


@pytest.mark.asyncio
async def test_a_second_click_cancels_the_first(learner) -> None:
    learner.editor.replace(learner.uri, ENDLESS)
    first = asyncio.ensure_future(learner.command("run"))
    await learner.editor.poll(lambda: waiting_and_running(learner))
    learner.editor.replace(learner.uri, EXERCISE.solution)
    assert (await learner.command("run"))["outcome"] == "passed"
    assert await first is None
    assert LearnerFolder(learner.folder.root).status(EXERCISE).tries == 1
    assert (await learner.lenses())[0].startswith("✓ Passed")


@pytest.mark.asyncio
async def test_reset_cancels_a_run(learner) -> None:
    learner.path.write_text(ENDLESS)
    learner.editor.replace(learner.uri, ENDLESS)
    run = asyncio.ensure_future(learner.command("run"))
    await learner.editor.poll(lambda: waiting_and_running(learner))
    await learner.command("reset")
    assert await run is None
    assert (await learner.lenses())[0] == "▶ Run tests"
    assert LearnerFolder(learner.folder.root).status(EXERCISE).tries == 0


@pytest.mark.asyncio
async def test_one_test_process_waits_once_the_document_is_analysed(learner) -> None:
    await learner.editor.diagnostics(learner.uri)
    await learner.editor.poll(lambda: waiting_and_running(learner))
    (waiting,) = waiting_and_running(learner)
    learner.editor.replace(learner.uri, EXERCISE.solution)
    assert (await learner.command("run"))["outcome"] == "passed"
    (replaced,) = waiting_and_running(learner)
    assert replaced != waiting


@pytest.mark.asyncio
async def test_no_test_process_waits_where_there_is_no_exercise(editor, tmp_path: Path) -> None:
    uri = (tmp_path / "split_heads.py").as_uri()
    editor.open(uri, EXERCISE.solution)
    await editor.diagnostics(uri)
    await editor.reached("ready")
    assert not waiting_and_running(SimpleNamespace(editor=editor))


@pytest.mark.asyncio
async def test_a_test_process_that_was_killed_while_it_waited_is_replaced(learner) -> None:
    await learner.editor.poll(lambda: waiting_and_running(learner))
    for process in waiting_and_running(learner):
        process.kill()
    learner.editor.replace(learner.uri, EXERCISE.solution)
    assert (await learner.command("run"))["outcome"] == "passed"


@pytest.mark.asyncio
async def test_prints_stand_in_the_log(learner) -> None:
    learner.editor.replace(learner.uri, EXERCISE.solution + 'print("looked at")\n')
    await learner.command("run")
    assert "split_heads printed:\nlooked at" in [log.message for log in learner.editor.client.log_messages]


@pytest.mark.asyncio
async def test_a_damaged_progress_file_is_said(learner) -> None:
    progress = learner.folder.root / ".shapecoach" / "progress.json"
    progress.write_text('{"version"')
    await learner.lenses()
    (told,) = [message.message for message in learner.editor.client.messages]
    (kept,) = progress.parent.glob("progress-*.json")
    assert kept.name in told
    assert kept.read_text() == '{"version"'


@pytest.mark.asyncio
async def test_shutting_down_ends_a_run_and_what_waits(learner) -> None:
    learner.editor.replace(learner.uri, ENDLESS)
    run = asyncio.ensure_future(learner.command("run"))
    await learner.editor.poll(lambda: len(waiting_and_running(learner)) == 2)
    server = learner.editor.server
    await learner.editor.client.shutdown_async(None)
    assert await run is None
    assert not waiting_and_running(learner)
    learner.editor.client.exit(None)
    await learner.editor.client.stop()
    assert not server.is_running()


@pytest.mark.asyncio
async def test_hints_one_after_the_other(learner) -> None:
    await learner.command("hint")
    assert learner.editor.client.messages[-1].message.startswith(f"Hint 1 of {len(EXERCISE.hints)}: ")
    assert (await learner.lenses())[1].startswith("Hint 2/")


@pytest.mark.asyncio
async def test_the_solution_opens_and_is_remembered(learner) -> None:
    await learner.command("solution")
    shown = learner.editor.client.shown_documents[-1].uri
    assert shown.endswith("/solutions/split_heads.py")
    assert Path(shown.removeprefix("file://")).read_text() == EXERCISE.solution
    assert LearnerFolder(learner.folder.root).status(EXERCISE).solution_seen


@pytest.mark.asyncio
async def test_reset_keeps_a_copy_and_wants_the_file_saved(learner) -> None:
    learner.editor.replace(learner.uri, "unsaved")
    await learner.command("reset")
    assert "Save split_heads.py first" in learner.editor.client.messages[-1].message
    learner.path.write_text("unsaved")
    await learner.command("reset")
    assert learner.path.read_text() == EXERCISE.starter
    kept = Path(learner.editor.client.messages[-1].message.partition("kept in ")[2].removesuffix("."))
    assert kept.read_text() == "unsaved"


@pytest.mark.asyncio
async def test_time_is_counted_from_when_the_file_was_opened(learner) -> None:
    await learner.lenses()
    status = learner.folder.status(EXERCISE)
    assert status.last_seen is not None and status.tries == 0


@pytest.mark.asyncio
async def test_a_copy_for_review_is_judged_by_itself(learner) -> None:
    took_a_hint = Record(passed=True, hints_seen=1, review=Review(rung=0, since=date(2020, 1, 1)))
    learner.folder.progress.update(EXERCISE.name, lambda record: took_a_hint)
    learner.path.write_text(EXERCISE.solution)
    copy = learner.folder.begin_review(EXERCISE)
    learner.editor.open(copy.as_uri(), EXERCISE.solution.replace("(n_heads d) ->", "(d n_heads) ->"))
    run = types.ExecuteCommandParams("shapecoach.server.run", [copy.as_uri()])
    told = await learner.editor.client.workspace_execute_command_async(run)
    assert told["mistake"] == "M04"
    assert learner.folder.status(EXERCISE).passed and learner.folder.status(EXERCISE).tries == 0
    assert learner.folder.status(EXERCISE, review=True).tries == 1


@pytest.mark.asyncio
async def test_other_files_have_no_lenses_and_say_so(editor, tmp_path: Path) -> None:
    path = tmp_path / "split_heads.py"
    path.write_text(EXERCISE.solution)
    uri = path.as_uri()
    editor.open(uri, EXERCISE.solution)
    ask = types.CodeLensParams(types.TextDocumentIdentifier(uri))
    assert not await editor.client.text_document_code_lens_async(ask)
    names = ("run", "hint", "solution", "reset", "next", "debug", "debugged")
    for name in names:
        command = types.ExecuteCommandParams(f"shapecoach.server.{name}", [uri])
        assert await editor.client.workspace_execute_command_async(command) is None
    assert [message.message for message in editor.client.messages] == ["This file is not an exercise."] * len(names)


@pytest.mark.asyncio
async def test_lenses_can_be_turned_off(start_editor, server_command, tmp_path: Path) -> None:
    capabilities = client_capabilities("visual-studio-code")
    assert capabilities.workspace is not None
    capabilities.workspace.configuration = False
    editor = await start_editor(server_command(), capabilities, {"codeLens": {"enabled": False}})
    path = learn(tmp_path / "lessons").path_of(EXERCISE)
    editor.open(path.as_uri(), path.read_text())
    ask = types.CodeLensParams(types.TextDocumentIdentifier(path.as_uri()))
    assert not await editor.client.text_document_code_lens_async(ask)


@pytest.mark.asyncio
async def test_a_server_that_is_killed_leaves_no_test_process(learner) -> None:
    learner.editor.replace(learner.uri, ENDLESS)
    run = asyncio.ensure_future(learner.command("run"))
    await learner.editor.poll(lambda: len(waiting_and_running(learner)) == 2)
    children = learner.editor.server.children(recursive=True)
    learner.editor.server.kill()
    _, alive = await asyncio.to_thread(psutil.wait_procs, children, 60)
    assert alive == []
    with pytest.raises(RuntimeError, match="exited"):
        await run
    await learner.editor.client.stop()
