"""`shapecoach check` from outside: exit codes, formats, what is checked and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

GOOD = """\
from jaxtyping import Float
from torch import Tensor


def double(x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_model"]:
    y = x * 2
    return y
"""
WRONG = """\
from jaxtyping import Float
from torch import Tensor


def f(x: Float[Tensor, "batch d_model"], W: Float[Tensor, "3 5"], b: Float[Tensor, "4"]) -> None:
    s = "😀é"; y = W + b
"""
SUSPECT = """\
from jaxtyping import Float
from torch import Tensor


def f(x: Float[Tensor, "batch"], y: Float[Tensor, "batch 1"]) -> None:
    z = x - y
"""


COUNTED = """\
from jaxtyping import Float
from torch import Tensor


def f(x: Float[Tensor, "batch seq d"]) -> Float[Tensor, "seq batch d"]:
    return x.permute(1, 0, 2)
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, text in {"good.py": GOOD, "wrong.py": WRONG, "suspect.py": SUSPECT}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_nothing_found(shapecoach, files) -> None:
    done = shapecoach("check", "good.py")
    assert (done.returncode, done.stdout, done.stderr) == (0, "No findings in 1 file.\n", "")


def test_text_shows_the_place_the_rule_and_the_line(shapecoach, files) -> None:
    done = shapecoach("check", "wrong.py")
    assert done.returncode == 1
    first, line, carets, *rest = done.stdout.splitlines()
    assert first.startswith("wrong.py:6:19: error[shape-mismatch] ")
    assert line == '  6 |     s = "😀é"; y = W + b'
    assert carets == "    |                    ^^^^^"  # an emoji is two columns wide
    assert rest[-1] == "Found 1 error in 1 file."
    assert "\x1b" not in done.stdout


def test_json_is_the_contract(shapecoach, files) -> None:
    done = shapecoach("check", "wrong.py", "good.py", "--format", "json", "--shapes")
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert list(answer) == ["version", "files", "summary"]
    assert answer["version"] == 1
    assert answer["summary"] == {"files": 2, "errors": 1, "warnings": 0, "hints": 0}
    wrong, good = answer["files"]
    assert (wrong["path"], good["path"], good["findings"]) == ("wrong.py", "good.py", [])
    (finding,) = wrong["findings"]
    assert list(finding) == ["rule", "severity", "message", "range", "fixes"]
    assert (finding["rule"], finding["severity"]) == ("shape-mismatch", "error")
    assert finding["range"] == {"start": {"line": 5, "character": 19}, "end": {"line": 5, "character": 24}}
    assert [(shape["name"], shape["dims"]) for shape in good["shapes"]] == [
        ("x", ["batch", "d_model"]),
        ("y", ["batch", "d_model"]),
    ]
    assert good["shapes"][1] == {
        "name": "y",
        "line": 5,
        "scope": "double",
        "range": {"start": {"line": 5, "character": 4}, "end": {"line": 5, "character": 5}},
        "dims": ["batch", "d_model"],
        "dtype": "float",
    }


def test_json_has_no_shapes_unless_asked(shapecoach, files) -> None:
    (file,) = json.loads(shapecoach("check", "good.py", "--format", "json").stdout)["files"]
    assert list(file) == ["path", "findings"]


def test_shapes_as_a_table_for_each_function(shapecoach, files) -> None:
    done = shapecoach("check", "good.py", "--shapes")
    assert done.returncode == 0
    assert "good.py: double" in done.stdout
    assert [line.split() for line in done.stdout.splitlines() if "[batch" in line] == [
        ["5", "x", "[batch,", "d_model]", "float"],
        ["6", "y", "[batch,", "d_model]", "float"],
    ]


def test_github_annotations_count_from_1_and_escape(shapecoach, files) -> None:
    folder = files / "a,b"
    folder.mkdir()
    (files / "wrong.py").rename(folder / "wrong.py")
    done = shapecoach("check", "a,b", "--format", "github")
    assert done.returncode == 1
    (line,) = done.stdout.splitlines()
    place = "file=a%2Cb/wrong.py,line=6,endLine=6,col=19,endColumn=24,title=shapecoach shape-mismatch"
    assert line.startswith(f"::error {place}::")


def test_sarif(shapecoach, files) -> None:
    done = shapecoach("check", "wrong.py", "--format", "sarif")
    assert done.returncode == 1
    log = json.loads(done.stdout)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["columnKind"] == "utf16CodeUnits"
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules["shape-mismatch"]["help"]["markdown"].startswith("# shape-mismatch")
    (result,) = run["results"]
    assert (result["ruleId"], result["level"]) == ("shape-mismatch", "error")
    location = result["locations"][0]["physicalLocation"]
    assert location["artifactLocation"] == {"uri": "wrong.py"}
    assert location["region"] == {"startLine": 6, "startColumn": 20, "endLine": 6, "endColumn": 25}


def test_severity_sets_what_counts(shapecoach, files) -> None:
    assert shapecoach("check", "suspect.py").returncode == 1
    assert shapecoach("check", "suspect.py", "--severity", "error").returncode == 0
    assert shapecoach("check", "wrong.py", "--severity", "error").returncode == 1
    assert shapecoach("check", "suspect.py", "--severity", "hint").returncode == 1


def test_select_and_ignore(shapecoach, files) -> None:
    only = shapecoach("check", ".", "--select", "growing-broadcast,lone-axis")
    assert "Found 1 warning in 3 files." in only.stdout
    without = shapecoach("check", ".", "--ignore", "growing-broadcast", "--ignore", "shape-mismatch")
    assert (without.returncode, without.stdout) == (0, "No findings in 3 files.\n")


def test_a_folder_without_the_code_of_others(shapecoach, tmp_path) -> None:
    for folder in ("package", ".hidden", "node_modules", "venv/lib/site-packages"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.py").write_text(GOOD)
    (tmp_path / "package" / "binary.py").write_bytes(b"\0\1")
    done = shapecoach("check", "--format", "json")
    assert [file["path"] for file in json.loads(done.stdout)["files"]] == ["package/a.py"]
    assert done.stderr == "shapecoach: passed over package/binary.py: a binary file\n"


def test_a_file_given_twice_is_checked_once(shapecoach, files) -> None:
    answer = json.loads(shapecoach("check", "good.py", ".", "--format", "json").stdout)
    assert [file["path"] for file in answer["files"]] == ["good.py", "suspect.py", "wrong.py"]


def test_a_byte_order_mark_is_no_character(shapecoach, tmp_path) -> None:
    (tmp_path / "bom.py").write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert shapecoach("check", "bom.py").returncode == 0


def test_nothing_of_the_checked_code_runs(shapecoach_process, tmp_path) -> None:
    trace = tmp_path / "trace"
    touch = f"open({str(trace)!r}, 'w')"
    for name in ("torch", "einops", "numpy", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text(f"{touch}\n")
    (tmp_path / "code.py").write_text(f"import torch\n{touch}\n@{touch}\ndef f(x: {touch}): ...\n")
    assert shapecoach_process("check", "code.py").returncode == 0
    assert not trace.exists()


def refuse_missing(_folder: Path) -> tuple[list[str], str]:
    return ["nowhere.py"], "nowhere.py: no such file or folder"


def refuse_binary(folder: Path) -> tuple[list[str], str]:
    (folder / "b.py").write_bytes(b"x = 1\0")
    return ["b.py"], "b.py: a binary file"


def refuse_other_encoding(folder: Path) -> tuple[list[str], str]:
    (folder / "l.py").write_bytes("x = 'é'".encode("latin-1"))
    return ["l.py"], "l.py: not UTF-8 text (byte 5)"


def refuse_huge(folder: Path) -> tuple[list[str], str]:
    (folder / "h.py").write_text("#" * 1_000_001)
    return ["h.py"], "h.py: larger than 1 MB, so hardly written by hand"


def refuse_folder_without_python(folder: Path) -> tuple[list[str], str]:
    (folder / "empty").mkdir()
    return ["empty"], "empty: no Python file in this folder"


def refuse_this_folder_without_python(_folder: Path) -> tuple[list[str], str]:
    return [], ".: no Python file in this folder"


def refuse_unknown_rule(_folder: Path) -> tuple[list[str], str]:
    return ["--select", "shape-mismatsh"], "no rule called 'shape-mismatsh'. Did you mean shape-mismatch?"


def refuse_bad_format(_folder: Path) -> tuple[list[str], str]:
    return ["--format", "xml"], "'xml' is not one of"


def refuse_bad_option(_folder: Path) -> tuple[list[str], str]:
    return ["--shape"], "No such option"


@pytest.mark.parametrize(
    "case",
    [
        refuse_missing,
        refuse_binary,
        refuse_other_encoding,
        refuse_huge,
        refuse_folder_without_python,
        refuse_this_folder_without_python,
        refuse_unknown_rule,
        refuse_bad_format,
        refuse_bad_option,
    ],
)
def test_what_cannot_be_checked_is_exit_code_2_with_a_reason(shapecoach, tmp_path, case) -> None:
    arguments, reason = case(tmp_path)
    done = shapecoach("check", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert reason in done.stderr
    assert "Traceback" not in done.stderr


def test_a_finding_about_a_call_points_into_the_other_file(shapecoach, files: Path) -> None:
    (files / "pkg").mkdir()
    (files / "pkg" / "__init__.py").write_text(GOOD)
    (files / "caller.py").write_text(
        GOOD.replace("def double", "from pkg import double\ndef f").replace("x * 2", "double(x[0])")
    )
    done = shapecoach("check", "caller.py")
    assert "  note: pkg/__init__.py:5: `x` of `double` is declared here" in done.stdout.splitlines()
    (result,) = json.loads(shapecoach("check", "caller.py", "--format", "sarif").stdout)["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "caller.py"
    assert result["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "pkg/__init__.py"


def test_a_hint_on_right_code_counts_only_if_asked_for(shapecoach, tmp_path: Path) -> None:
    (tmp_path / "counted.py").write_text(COUNTED)
    assert shapecoach("check", "counted.py").returncode == 0
    assert shapecoach("check", "--severity", "hint", "counted.py").returncode == 1
    assert shapecoach("check", "--severity", "hint", "--ignore", "prefer-rearrange", "counted.py").returncode == 0
    (file,) = json.loads(shapecoach("check", "--format", "json", "counted.py").stdout)["files"]
    (finding,) = file["findings"]
    assert (finding["rule"], finding["severity"]) == ("prefer-rearrange", "hint")
    assert finding["fixes"][0]["edits"][0]["newText"] == 'rearrange(x, "batch seq d -> seq batch d")'
