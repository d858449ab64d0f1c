"""`shapecoach explain`, `--version`, `--help`: quick, and without torch."""

from __future__ import annotations

import subprocess
import sys

import pytest

import shapecoach as package
from shapecoach.analysis.rules import RULES


def test_a_rules_page(shapecoach) -> None:
    done = shapecoach("explain", "shape-mismatch")
    assert (done.returncode, done.stdout) == (0, RULES["shape-mismatch"].page)


def test_without_a_name_all_rules(shapecoach) -> None:
    done = shapecoach("explain")
    assert done.returncode == 0
    assert [line.split()[:2] for line in done.stdout.splitlines()] == [
        [rule.name, rule.severity.value] for rule in RULES.values()
    ]


def test_an_unknown_rule(shapecoach) -> None:
    done = shapecoach("explain", "lone-axes")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "shapecoach: there is no rule called 'lone-axes'. Did you mean lone-axis?\n"


def test_version(shapecoach) -> None:
    assert shapecoach("--version").stdout == f"shapecoach {package.__version__}\n"


def test_help_names_every_command(shapecoach) -> None:
    done = shapecoach("--help")
    assert done.returncode == 0
    for command in (
        "check",
        "explain",
        "lsp",
        "learn",
        "lessons",
        "test",
        "hint",
        "solution",
        "reset",
        "next",
        "status",
    ):
        assert f" {command} " in done.stdout
    assert shapecoach("lsp", "--help").returncode == 0


def test_lsp_wants_a_host_and_a_port(shapecoach) -> None:
    done = shapecoach("lsp", "--tcp", "localhost")
    assert done.returncode == 2
    assert "'localhost' is not HOST:PORT." in done.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["explain", "lone-axis"], ["explain"], ["check", "nowhere.py"]])
def test_no_torch_where_nothing_is_analysed(arguments: list[str]) -> None:
    program = (
        "import sys; from shapecoach.cli.app import make_app\n"
        "try: make_app(sys.argv[1:])()\n"
        "except BaseException: pass\n"
        "sys.exit('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-P", "-c", program, *arguments], capture_output=True, timeout=60)
    assert done.returncode == 0
