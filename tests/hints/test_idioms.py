"""Each idiom of the table gives the hint it should, and its new text does what the old one did."""

from __future__ import annotations

import itertools
import re

import einops
import pytest
import torch

from shapecoach.analysis.model import Finding, Severity
from shapecoach.analysis.rules.rule import is_preference
from shapecoach.hints import examine
from shapecoach.lsp.text import edited

from .idioms import IDIOMS, Idiom

HINTED = [idiom for idiom in IDIOMS if idiom.hint is not None]
SIZES = (3, 5, 7, 11, 13, 17, 19, 23)


def hints(text: str) -> list[Finding]:
    return [finding for finding in examine(text).findings if is_preference(finding.rule)]


def title(idiom: Idiom) -> str:
    return idiom.title


@pytest.mark.parametrize("idiom", IDIOMS, ids=title)
def test_the_hint_is_this_one(idiom: Idiom) -> None:
    found = [on_one_line(finding.fixes[0].edits[0].new_text) for finding in hints(idiom.text)]
    assert found == ([] if idiom.hint is None else [idiom.hint])


def on_one_line(text: str) -> str:
    return re.sub(r",?\s*\)$", ")", " ".join(text.split()).replace("( ", "(", 1))


@pytest.mark.parametrize("idiom", HINTED, ids=title)
def test_the_new_text_gives_the_same(idiom: Idiom) -> None:
    """Both are run with sizes that are all different, or twice as large where an axis is cut into a known number."""
    assert idiom.hint is not None
    for first in (0, 1):
        old, new = (run(idiom, text, first) for text in (idiom.written, new_text(idiom)))
        assert old.shape == new.shape
        if "einsum" in idiom.hint or "reduce" in idiom.hint:
            torch.testing.assert_close(old, new)
        else:
            assert torch.equal(old, new)


def new_text(idiom: Idiom) -> str:
    """The expression after the edit."""
    text = edited(idiom.text, hints(idiom.text)[0].fixes[0].edits)
    return text.partition("    return ")[2]


def run(idiom: Idiom, expression: str, first: int) -> torch.Tensor:
    unused = itertools.islice(SIZES, first, None)
    names = re.findall(r"[A-Za-z_]\w*", " ".join([*idiom.tensors.values(), idiom.ints]))
    sizes = {name: next(unused) for name in dict.fromkeys(names)}
    if "//" in idiom.written:  # what is divided, and by what
        sizes = {name: 2 if name in ("p", "groups", "n_heads") else 2 * size for name, size in sizes.items()}
    generator = torch.Generator().manual_seed(first)
    space: dict[str, object] = {
        "torch": torch,
        "F": torch.nn.functional,
        **{name: getattr(einops, name) for name in EINOPS},
    }
    for name, axes in idiom.tensors.items():
        spelled = axes.replace("*batch", "2 4").replace("{", "").replace("}", "").split()
        space[name] = torch.randn([eval(axis, {}, sizes) for axis in spelled], generator=generator)
    space |= {name: sizes[name] for name in idiom.ints.split()}
    for line in idiom.first:
        exec(line, space)
    return eval(f"({expression})", space)


EINOPS = ("rearrange", "reduce", "repeat", "einsum")


@pytest.mark.parametrize("idiom", HINTED, ids=title)
def test_followed_it_is_not_given_again(idiom: Idiom) -> None:
    found = examine(edited(idiom.text, hints(idiom.text)[0].fixes[0].edits)).findings
    assert found == ()


@pytest.mark.parametrize("idiom", HINTED, ids=title)
def test_it_is_a_hint_with_its_text_in_the_title(idiom: Idiom) -> None:
    (finding,) = hints(idiom.text)
    assert finding.severity is Severity.HINT and idiom.hint is not None
    title, _, less = finding.fixes[0].title.partition(", without ")
    assert title == f"Rewrite with einops: {idiom.hint}"
    assert less in ("", *(f"`{line}`" for line in idiom.first))
    assert idiom.hint in finding.message
