"""What `check` keeps on disk: it saves loading PyTorch, and is never a reason for a wrong answer or an error."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from shapecoach.analysis.model import Analysis
from shapecoach.analysis.workspace import Workspace
from shapecoach.kept.codec import decoded, encoded
from shapecoach.kept.memo import DiskMemo, NoMemo, installed

WRONG = """\
from jaxtyping import Float
from torch import Tensor


def f(x: Float[Tensor, "batch d"], y: Float[Tensor, "batch d"]) -> Float[Tensor, "batch batch"]:
    z = x @ y
    return z
"""


@pytest.fixture
def entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which results are kept; the file to be checked is there too, in a folder of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "wrong.py").write_text(WRONG)
    return tmp_path / "cache" / "shapecoach" / "checked"


@pytest.mark.parametrize("format", ["text", "json"])
def test_a_second_run_says_the_same_without_loading_torch(shapecoach_process, entries, tmp_path, format) -> None:
    options = ("check", "wrong.py", "--format", format, "--shapes")
    first = shapecoach_process(*options)
    assert len(list(entries.iterdir())) == 1
    script = "import sys; from shapecoach.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)\n"
    (tmp_path / "run.py").write_text(script)
    second = shapecoach_process(*options, program=[str(tmp_path / "run.py")])
    assert (second.returncode, second.stdout) == (first.returncode, first.stdout)
    assert {"torch", "numpy", "jaxtyping", "shapecoach.probe.ask"}.isdisjoint(second.stderr.split())


def test_without_cache_nothing_is_kept(shapecoach, entries) -> None:
    assert shapecoach("check", "wrong.py", "--no-cache").returncode == 1
    assert not entries.exists()


def spoilt(data: bytes) -> bytes:
    return data.replace(b"shape-mismatch", b"shape-mismatsh")


@pytest.mark.parametrize("change", [spoilt, lambda _: b"", lambda _: b"\xff\0", lambda data: data[:-40]])
def test_an_entry_that_is_not_what_was_written_counts_as_none(shapecoach, entries, change) -> None:
    first = shapecoach("check", "wrong.py")
    (entry,) = entries.iterdir()
    entry.write_bytes(change(entry.read_bytes()))
    assert shapecoach("check", "wrong.py") == first
    assert shapecoach("check", "wrong.py") == first


def test_changed_text_and_changed_imports_are_checked_anew(shapecoach, entries, tmp_path) -> None:
    other = 'from jaxtyping import Float\nfrom torch import Tensor\n\n\ndef g(x: Float[Tensor, "3"]) -> None: ...\n'
    (tmp_path / "other.py").write_text(other)
    (tmp_path / "main.py").write_text("import torch\nfrom other import g\n\ng(torch.zeros(4))\n")
    assert shapecoach("check", "main.py").returncode == 1
    assert shapecoach("check", "main.py").returncode == 1
    (tmp_path / "other.py").write_text(other.replace('"3"', '"4"'))
    assert shapecoach("check", "main.py").returncode == 0
    (tmp_path / "main.py").write_text("import torch\nfrom other import g\n\ng(torch.zeros(5))\n")
    assert shapecoach("check", "main.py").returncode == 1
    (tmp_path / "other.py").unlink()
    assert shapecoach("check", "main.py").returncode == 0


def test_a_folder_that_others_may_write_or_nobody_can_is_not_used(shapecoach, entries) -> None:
    entries.mkdir(parents=True)
    entries.chmod(0o777)
    assert shapecoach("check", "wrong.py").returncode == 1
    assert list(entries.iterdir()) == []
    entries.rmdir()
    entries.write_text("a file where the folder should be")
    assert shapecoach("check", "wrong.py").returncode == 1


def test_a_full_disk_costs_only_the_memory(shapecoach, entries, monkeypatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert shapecoach("check", "wrong.py").returncode == 1
    assert list(entries.iterdir()) == []


def test_the_oldest_entries_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shapecoach.kept.memo.MOST_BYTES", 1000)
    memo = DiskMemo(Workspace(), tmp_path)
    for number in range(10):
        (tmp_path / str(number)).write_bytes(b"x" * 200)
        os.utime(tmp_path / str(number), (number, number))
    memo.make_room()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["7", "8", "9"]


def test_no_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null/nowhere")
    assert isinstance(DiskMemo.in_cache_folder("checked", Workspace()), NoMemo)


def test_other_versions_have_entries_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "a.py", "x = 1\n"
    DiskMemo(Workspace(), tmp_path).put(*source, Analysis())
    assert DiskMemo(Workspace(), tmp_path).get(*source) == Analysis()
    monkeypatch.setattr("importlib.metadata.version", lambda _: "99")
    installed.cache_clear()
    assert DiskMemo(Workspace(), tmp_path).get(*source) is None
    installed.cache_clear()


def test_what_is_encoded_is_decoded() -> None:
    from shapecoach.hints import examine

    analysis = examine(WRONG, "wrong.py")
    assert analysis.findings[0].fixes
    assert decoded(Analysis, json.loads(json.dumps(encoded(analysis)))) == analysis


@pytest.mark.parametrize("data", [None, {}, [], [[], []], [[["a"]], [], []], [[], [["x", 1, 2, 3, 4, 5, 6]], []]])
def test_what_is_no_analysis_is_refused(data: object) -> None:
    with pytest.raises(ValueError):
        decoded(Analysis, data)
