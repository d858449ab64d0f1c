"""`[tool.shapecoach]` in pyproject.toml: what it says, what is said of its faults, and what `check` makes of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shapecoach.analysis.rules import RULES
from shapecoach.project import Project, project_of, read_project, schema

HERE = Path("/project/pyproject.toml")
SCHEMA = Path(__file__).parents[2] / "docs" / "pyproject.schema.json"
TWO_RULES = """\
from jaxtyping import Float
from torch import Tensor


def f(x: Float[Tensor, "batch"], y: Float[Tensor, "batch 1"], W: Float[Tensor, "3 5"], b: Float[Tensor, "4"]) -> None:
    z = x - y
    v = W + b
"""


def read(text: str) -> Project:
    project = read_project(HERE, text)
    assert project is not None
    return project


@pytest.mark.parametrize(
    "text",
    [
        '[tool.shapecoach]\nignore = ["lone-axis"]',
        '[tool]\nshapecoach = { ignore = ["lone-axis"] }',
        '[tool]\nshapecoach.ignore = ["lone-axis"]',
        '[tool."shapecoach"]\n"ignore" = [\n  "lone-axis", # why\n]',
    ],
)
def test_the_table_in_whichever_way_toml_has(text: str) -> None:
    project = read(text)
    assert (project.ignore, project.faults) == ({"lone-axis"}, ())
    assert [project.tells_of(rule) for rule in ("lone-axis", "merge-order")] == [False, True]


@pytest.mark.parametrize("text", ["", "[tool.ruff]\nselect = []", "# shapecoach\n[tool.ruff", 'name = "shapecoach"'])
def test_files_that_say_nothing_of_us(text: str) -> None:
    assert read_project(HERE, text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[tool.shapecoach]\n\nignroe = ["lone-axis"]',
            "3: there is no setting called 'ignroe'. Did you mean ignore?",
        ),
        (
            "[tool.shapecoach]\nline-length = 3",
            "2: there is no setting called 'line-length'. The settings are select, ignore, exclude.",
        ),
        ("[tool.shapecoach.rules]\nx = 1", "1: there is no setting called 'rules'. The settings are"),
        (
            '[tool.shapecoach]\nignore = "lone-axis"',
            '2: ignore must be a list of strings, such as ["lone-axis"]; this is a string.',
        ),
        ("[tool.shapecoach]\nselect = [true]", "in it is a boolean."),
        ("[tool]\nshapecoach = 3", "2: shapecoach must be a table, [tool.shapecoach]; this is an integer."),
        (
            '[tool.shapecoach]\nignore = [\n  "merge-order",\n  "lone-axes",\n]',
            "4: there is no rule called 'lone-axes'. Did you mean lone-axis?",
        ),
        ('[tool.shapecoach]\nexclude = ["!"]', "2: '!' is no pattern of .gitignore"),
        ('[tool.shapecoach]\nignore = ["lone-axis"', "this is not TOML, so nothing in it holds: "),
    ],
)
def test_what_is_wrong_in_it_is_told_with_its_line(text: str, said: str) -> None:
    (fault,) = read(text).faults
    assert said in str(fault)
    assert str(fault).startswith(f"{HERE}:")


def test_the_rest_of_a_faulty_table_holds() -> None:
    project = read('[tool.shapecoach]\nselect = 1\nignore = ["lone-axis", "nothing"]\nexclude = ["build/"]')
    assert len(project.faults) == 2
    assert (project.select, project.ignore >= {"lone-axis"}, project.exclude) == (frozenset(), True, ("build/",))


def test_the_nearest_file_with_such_a_table_counts(tmp_path: Path) -> None:
    inner = tmp_path / "inner" / "deeper"
    inner.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[tool.shapecoach]\nignore = ["lone-axis"]')
    (inner / "pyproject.toml").write_text("[tool.ruff]\n")
    assert project_of(inner).ignore == {"lone-axis"}
    (inner.parent / "pyproject.toml").write_text('[tool.shapecoach]\nselect = ["merge-order"]')
    assert (project_of(inner).select, project_of(inner).ignore) == ({"merge-order"}, frozenset())


def test_the_schema_is_what_is_read() -> None:
    assert json.loads(SCHEMA.read_text()) == schema(), (
        "after a change of rules: python -m shapecoach.project > docs/pyproject.schema.json"
    )
    assert {rule["const"] for rule in schema()["properties"]["ignore"]["items"]["oneOf"]} == set(RULES)  # pyright: ignore


def rules_told(done) -> set[str]:
    return {finding["rule"] for file in json.loads(done.stdout)["files"] for finding in file["findings"]}


@pytest.mark.parametrize(
    ("table", "options", "told"),
    [
        ("", (), {"growing-broadcast", "shape-mismatch"}),
        ('ignore = ["growing-broadcast"]', (), {"shape-mismatch"}),
        ('select = ["growing-broadcast"]', (), {"growing-broadcast"}),
        ('select = ["growing-broadcast"]', ("--select", "shape-mismatch"), {"shape-mismatch"}),
        ('ignore = ["growing-broadcast"]', ("--select", "growing-broadcast"), {"growing-broadcast"}),
        ('ignore = ["growing-broadcast"]', ("--ignore", "shape-mismatch"), {"growing-broadcast"}),
    ],
)
def test_check_heeds_it_and_an_option_wins(
    shapecoach, tmp_path: Path, table: str, options: tuple[str, ...], told: set[str]
) -> None:
    (tmp_path / "a.py").write_text(TWO_RULES)
    (tmp_path / "pyproject.toml").write_text(f"[tool.shapecoach]\n{table}\n")
    assert rules_told(shapecoach("check", "--format", "json", *options)) == told


def test_what_is_excluded_is_left_alone_unless_it_is_named(shapecoach, tmp_path: Path) -> None:
    for name in ("a.py", "made/b.py", "made/kept/c.py", "d_pb2.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x = 1\n")
    (tmp_path / "pyproject.toml").write_text('[tool.shapecoach]\nexclude = ["/made", "*_pb2.py"]\n')

    def checked(*paths: str) -> list[str]:
        answer = json.loads(shapecoach("check", "--format", "json", *paths).stdout)
        return [file["path"] for file in answer["files"]]

    assert checked() == ["a.py"]
    assert checked("made") == ["made/b.py", "made/kept/c.py"]
    assert checked("d_pb2.py") == ["d_pb2.py"]


def test_check_does_not_run_on_a_faulty_table(shapecoach, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    (tmp_path / "pyproject.toml").write_text('[tool.shapecoach]\nignore = ["lone-axes"]\n')
    done = shapecoach("check")
    assert (done.returncode, done.stdout) == (2, "")
    assert "pyproject.toml:2: there is no rule called 'lone-axes'. Did you mean lone-axis?" in done.stderr
