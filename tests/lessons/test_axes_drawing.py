"""Axes as blocks: what is drawn is what einops does, and the lessons' pictures are drawn afresh after each change."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import torch
from einops import reduce, repeat

from shapecoach.lessons import LearnerFolder, Lesson, catalogue
from shapecoach.lessons.axes_drawing import draw, pictures
from shapecoach.lessons.catalogue import curriculum_root

LESSONS = catalogue().lessons
every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=[lesson.number for lesson in LESSONS])
SVG = "{http://www.w3.org/2000/svg}"


@every_lesson
def test_the_pictures_are_those_that_the_lesson_asks_for(lesson: Lesson) -> None:
    """If this fails: `python -m shapecoach.lessons.axes_drawing`."""
    assert dict(lesson.pictures) == pictures(curriculum_root() / lesson.folder)


@every_lesson
def test_each_picture_is_shown_with_words_for_those_who_do_not_see_it(lesson: Lesson) -> None:
    shown = dict(re.findall(r"!\[(.+)\]\((\w+\.svg)\)", lesson.text))
    assert sorted(shown.values()) == [name for name, _ in lesson.pictures]
    assert all(len(words) > 10 for words in shown)


def test_the_lessons_on_broadcasting_cutting_repeating_and_einsum_have_pictures() -> None:
    assert {lesson.number for lesson in LESSONS if lesson.pictures} >= {"2.3", "3.1", "3.2", "4.1"}


def test_a_learners_folder_has_the_pictures(folder: LearnerFolder) -> None:
    for lesson in LESSONS:
        for name, text in lesson.pictures:
            assert (folder.root / lesson.folder / name).read_text(encoding="utf-8") == text


def texts(pattern: str, sizes: dict[str, int], by: str = "") -> list[str]:
    """What stands in the cells, tensor by tensor, row by row."""
    svg = ET.fromstring(draw(pattern, sizes, by))
    return [group.findtext(f"{SVG}text") or "" for group in svg.iter(f"{SVG}g")]


def numbers(tensor: torch.Tensor) -> list[str]:
    return [str(int(number)) for number in tensor.flatten()]


@pytest.mark.parametrize(
    ("pattern", "shape"),
    [("(h d) -> h d", (6,)), ("(d h) -> h d", (6,)), ("h d -> (h d)", (2, 3)), ("h d -> d h", (2, 3))],
)
def test_what_is_drawn_is_what_einops_does(pattern: str, shape: tuple[int, ...]) -> None:
    x = torch.arange(6).reshape(shape)
    wanted = numbers(x) + numbers(repeat(x, pattern, **({"h": 2} if len(shape) == 1 else {})))
    assert texts(pattern, {"h": 2, "d": 3}, "h") == wanted


@pytest.mark.parametrize("pattern", ["n -> (n k)", "n -> (k n)", "n -> k n", "n -> n k"])
def test_copies_stand_where_einops_puts_them(pattern: str) -> None:
    x = torch.arange(3)
    assert texts(pattern, {"n": 3, "k": 2}, "n") == numbers(x) + numbers(repeat(x, pattern, k=2))


def test_what_is_added_up_stands_together() -> None:
    drawn = texts("b s -> b", {"b": 2, "s": 3}, "b")[6:]
    assert drawn == ["0+1+2", "3+4+5"]
    x = torch.arange(6).reshape(2, 3)
    assert [sum(map(int, sums.split("+"))) for sums in drawn] == reduce(x, "b s -> b", "sum").tolist()


def test_copies_are_faint() -> None:
    svg = ET.fromstring(draw("m 1, n", {"m": 2, "n": 3}))
    groups = list(svg.iter(f"{SVG}g"))
    solid = [group.findtext(f"{SVG}text") for group in groups if group.get("class") is None]
    assert len(groups) == 18
    assert solid == ["a0", "a1", "b0", "b1", "b2", "a0 b0", "a0 b1", "a0 b2", "a1 b0", "a1 b1", "a1 b2"]


def test_the_summed_axis_has_the_colours_of_a_contraction() -> None:
    svg = ET.fromstring(draw("i j, j k -> i k", {"i": 2, "j": 3, "k": 4}))
    solid = [group for group in svg.iter(f"{SVG}g") if group.get("class") is None]
    colours = [rect.get("fill") for group in solid for rect in group.iter(f"{SVG}rect")]
    assert len(colours) == 3 + 3 + 1
    assert colours[:3] == colours[3:6] and len(set(colours[:3])) == 3


def test_light_and_dark() -> None:
    assert "@media (prefers-color-scheme: dark)" in draw("n -> n", {"n": 2})


def test_three_axes_are_refused() -> None:
    with pytest.raises(ValueError, match="more than two axes"):
        draw("b s d -> b s d", {"b": 2, "s": 2, "d": 2})


def test_nothing_is_drawn_outside_of_the_picture() -> None:
    for path in sorted(Path(curriculum_root()).glob("*/*/*.svg")):
        svg = ET.fromstring(path.read_text(encoding="utf-8"))
        width, height = int(svg.get("width", 0)), int(svg.get("height", 0))
        for rect in svg.iter(f"{SVG}rect"):
            right = int(rect.get("x", 0)) + int(rect.get("width", 0))
            low = int(rect.get("y", 0)) + int(rect.get("height", 0))
            assert right <= width and low <= height, path.name
