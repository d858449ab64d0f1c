"""What travels between the server and its worker: the same objects as before where nothing has changed."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from shapecoach.analysis.model import Analysis, Fact, Position, Range
from shapecoach.lsp import channel
from shapecoach.lsp.channel import Answer, Message, Packer, Unpacker

FACTS = tuple(
    Fact(f"x{number}", Range(Position(number, 0), Position(number, 2)), "f", ("batch", f"{number}"), "float")
    for number in range(500)
)
MOVED = tuple(replace(fact, range=Range(Position(fact.range.start.line, 4), fact.range.end)) for fact in FACTS[:3])


def answer(*facts: Fact) -> Answer:
    return Answer("file:///a.py", 1, Analysis(facts=facts))


def told(messages: list[Message]) -> tuple[list[Message], list[int]]:
    """What arrives of some messages, and how many bytes each took."""
    packer, unpacker = Packer(), Unpacker()
    sent = [packer.pack(message) for message in messages]
    stream = io.BytesIO(b"".join(sent))
    return [unpacker.read(stream) for _ in messages], list(map(len, sent))


def test_what_was_told_before_takes_little_and_is_the_same_object() -> None:
    said: list[Message] = [answer(*FACTS), answer(*MOVED, *FACTS[3:])]
    heard, sizes = told(said)
    assert heard == said
    assert sizes[1] < sizes[0] / 5
    first, second = (message.analysis.facts for message in heard if isinstance(message, Answer))
    assert all(one is other for one, other in zip(first[3:], second[3:], strict=True))


def test_both_sides_begin_anew_at_the_same_message(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[Message] = [answer(*FACTS) for _ in range(9)]
    whole = told(said[:1])[1][0]
    monkeypatch.setattr(channel, "MOST_BYTES", whole + 1000)
    heard, sizes = told(said)
    assert heard == said
    assert 2 <= sum(size > whole / 2 for size in sizes) < 9
