"""Pictures of an answer against the right one.  A person looks at each change to them."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import torch
from rich.console import Console

from shapecoach.cli.formats import lessons as formats
from shapecoach.lessons import Outcome, Verdict, catalogue
from shapecoach.lessons.judging.inputs import Inputs
from shapecoach.lessons.judging.judge import judge_text
from shapecoach.lessons.judging.material import material
from shapecoach.lessons.judging.signature import Signature, TensorType
from shapecoach.lessons.judging.sketch import sketch
from shapecoach.lessons.picture import Picture

SIGNATURE = Signature((), (TensorType(("b", "s", "d"), "float"),))
INPUTS = Inputs({}, {"b": 2, "s": 2, "d": 3})
WANTED = torch.arange(12.0).reshape(2, 2, 3) - 4


def sketched(got: torch.Tensor, wanted: torch.Tensor = WANTED) -> Picture | None:
    return sketch(got, wanted, SIGNATURE, INPUTS)


def wrong_from(row: int) -> torch.Tensor:
    got = WANTED.clone()
    got[1, row:, 1:] *= 0.5
    return got


PICTURE = Picture(((2, 3.0, 4.0), (5, 6.5, "nan")), ((2, 1.5, 4.0), (5, -6.5, 8)), "s", "d", "b=1")

TEXT = """\
b=1: s downwards, d across
wanted                  yours
    2      3      4         2  [ 1.5]     4
    5    6.5    nan         5   -6.5*     8*
[ ] the first that differs, * the others"""


def test_two_small_tables_in_a_terminal() -> None:
    assert PICTURE.text() == TEXT


def test_the_first_slice_that_differs_is_shown() -> None:
    picture = sketched(wrong_from(1))
    assert picture is not None
    assert (picture.at, picture.rows, picture.columns) == ("b=1", "s", "d")
    assert picture.wanted == ((2.0, 3.0, 4.0), (5.0, 6.0, 7.0))
    assert picture.yours == ((2.0, 3.0, 4.0), (5.0, 3.0, 3.5))
    assert picture.differing == [(1, 1), (1, 2)]


def test_one_axis_is_one_row() -> None:
    picture = sketch(torch.tensor([1, 2, 4]), torch.tensor([1, 3, 3]), Signature((), (TensorType(("n",), ""),)), INPUTS)
    assert picture == Picture(((1, 3, 3),), ((1, 2, 4),), "", "n", "")
    assert picture is not None and picture.text().splitlines()[0] == "n across"


def test_where_words_will_do_there_is_no_picture() -> None:
    one_wrong = WANTED.clone()
    one_wrong[0, 0, 0] = 7
    assert sketched(one_wrong) is None
    assert sketched(WANTED) is None
    assert sketched(WANTED[0]) is None
    assert sketched(WANTED.long() + 1) is None
    assert sketched(torch.zeros(()), torch.ones(())) is None
    assert sketch([1, 2], [2, 1], SIGNATURE, INPUTS) is None


def test_what_is_no_number_is_shown_and_sent() -> None:
    odd = torch.tensor([[float("nan"), float("inf")], [-float("inf"), 1.0]])
    picture = sketched(odd, torch.zeros(2, 2))
    assert picture is not None and picture.yours == (("nan", "inf"), ("-inf", 1.0))
    assert Picture.from_json(json.loads(json.dumps(picture.as_json()))) == picture
    ET.fromstring(picture.svg())


def test_several_results_show_the_one_that_differs() -> None:
    signature = Signature((), (TensorType((), "float"), TensorType(("n",), "float")))
    right = (torch.tensor(1.0), torch.tensor([1.0, 2.0]))
    picture = sketch((torch.tensor(1.0), torch.tensor([2.0, 1.0])), right, signature, INPUTS)
    assert picture is not None and picture.yours == ((2.0, 1.0),)


def test_of_a_large_table_the_part_around_the_first_difference_is_shown() -> None:
    got = torch.zeros(30, 40)
    got[20, 39] = got[29, 0] = 1
    picture = sketched(got, torch.zeros(30, 40))
    assert picture is not None
    assert (len(picture.yours), len(picture.yours[0]), picture.start) == (12, 12, (18, 28))
    assert picture.yours[2][11] == 1.0
    assert picture.caption == "axis 0 downwards from 18, axis 1 across from 28"
    assert len(picture.text().splitlines()) == 8
    assert "[1]" in picture.text()


def test_a_picture_fits_a_terminal() -> None:
    for columns in range(1, 13):
        row = tuple(-1234.5 * column for column in range(1, columns + 1))
        picture = Picture((row,), (row[::-1],), "", "n")
        lines = picture.text().splitlines()
        assert all(len(line) <= 76 for line in lines)
        assert ("[" in lines[2]) == bool(picture.differing)


def test_a_heat_map_has_a_cell_for_each_value_and_a_frame_for_what_differs() -> None:
    svg = ET.fromstring(PICTURE.svg())
    assert svg.get("fill") == "currentColor"  # light and dark
    cells = [node for node in svg.iter() if node.tag.endswith("rect")]
    assert len(cells) == 12
    assert [cell.get("stroke-width") for cell in cells if cell.get("stroke")] == ["4", "2", "2"]
    assert cells[0].get("fill") != cells[10].get("fill")  # above and below zero


@pytest.mark.parametrize("wide", [8, 9])
def test_many_columns_have_colours_only(wide: int) -> None:
    row = tuple(range(wide))
    texts = [node for node in ET.fromstring(Picture((row,), (row,)).svg()).iter() if node.tag.endswith("text")]
    assert len(texts) == 2 + (2 * wide if wide <= 8 else 0)


def test_a_verdict_shows_its_picture() -> None:
    exercise = catalogue().exercise("read_the_error")
    text = exercise.solution.replace("x @ w.T", "x @ w.T + 1")
    told = judge_text(material(exercise), text, Path("read_the_error.py"), seed=1)
    assert told.outcome is Outcome.FAILED and told.picture is not None
    console = Console(width=80)
    with console.capture() as captured:
        console.print(formats.verdict(Verdict("read_the_error", told.outcome, message="No.", picture=told.picture)))
    shown = captured.get()
    assert "b downwards, k across" in shown
    assert all(len(line) <= 80 for line in shown.splitlines())
    assert "picture" not in Verdict("read_the_error", told.outcome, picture=told.picture).as_json()
