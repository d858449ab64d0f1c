"""Texts are made from words whose numbers are known, then dressed up: capitals, punctuation, spaces, line ends."""

from typing import Any

import torch
from torch import Generator

from shapecoach.lessons.judging import Question, Trial
from shapecoach.lessons.judging.question import Sizes

WORDS = ("attention", "is", "all", "you", "need", "don't", "well-known", "layer_norm", "a", "gpt2", "o'clock", "the")
BEFORE = ("", "", "", "(", '"', "'", "...")
AFTER = ("", "", "", ",", ".", "!", '?"', "...", "'", ");", ":")
BETWEEN = (" ", " ", "  ", "\n", "\t", " - ", "\n\n", " ... ", " -- ")


def text(sizes: Sizes, generator: Generator) -> str:
    def one_of(choices: tuple[str, ...]) -> str:
        return choices[int(torch.randint(len(choices), (), generator=generator))]

    def dressed(word: str) -> str:
        spelled = (word, word, word.upper(), word.capitalize())
        return one_of(BEFORE) + one_of(spelled) + one_of(AFTER) + one_of(BETWEEN)

    return "".join(dressed(one_of(WORDS)) for _ in range(sizes["words"]))


def as_dict(counts: Any) -> Any:
    return dict(counts) if isinstance(counts, dict) else counts  # a Counter is one, too


question = Question(
    ranges={"words": range(30, 50)},
    values={"text": text},
    edges=(
        {"words": 0},
        {"words": 1},
        {"text": lambda sizes, generator: " - ...\n"},
        {"text": lambda sizes, generator: "The cat, the dog - and the cat's tail!"},
    ),
    seen=as_dict,
)


def words_of(text: str) -> list[str]:
    """The words one character at a time: a word is what is left of a piece once its ends are letters or digits."""
    words = [""]
    for character in text.lower() + " ":
        if character in " \n\t":
            words.append("")
        else:
            words[-1] += character
    kept: list[str] = []
    for word in words:
        inside = [place for place, character in enumerate(word) if character.isalnum()]
        if inside:
            kept.append(word[inside[0] : inside[-1] + 1])
    return kept


def test_each_word_has_its_count(trial: Trial) -> None:
    words = words_of(trial.inputs[0])
    trial.expect({word: words.count(word) for word in words})
