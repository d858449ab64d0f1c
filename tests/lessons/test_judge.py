"""Judging one answer: what is turned down, and what it is called."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from jaxtyping import Float
from torch import Tensor

from shapecoach.lessons import Outcome, catalogue
from shapecoach.lessons.judging import Question, Trial, mistake
from shapecoach.lessons.judging.judge import Judgement, judge, judge_text
from shapecoach.lessons.judging.material import Material, material
from shapecoach.lessons.judging.signature import Signature


def row_means(x: Float[Tensor, "b d"]) -> Float[Tensor, "b"]:
    return x.mean(dim=1)


def expect_row_means(trial: Trial) -> None:
    (x,) = trial.inputs
    trial.expect(torch.stack([row.sum() / len(row) for row in x]))


@mistake("M30")
def sums(x: Tensor) -> Tensor:
    """You added up but did not divide."""
    return x.sum(dim=1)


@mistake("M30")
def sums_written_otherwise(x: Tensor) -> Tensor:
    """You added up with einsum but did not divide."""
    return torch.einsum("bd -> b", x)


@mistake("M02")
def column_means(x: Tensor) -> Tensor:
    """You took the mean of each column."""
    return x.mean(dim=0)


QUESTION = Question(edges=({"b": 1},), example={"b": 2, "d": 3})


def judged(answer: Callable[..., Any], question: Question = QUESTION, *mistakes: Any, seed: int = 1) -> Judgement:
    exercise = catalogue().exercise("warm_up")
    tests = {"test_means": expect_row_means}
    about = Material(exercise, row_means, Signature.of(row_means), question, tests, mistakes or (sums, column_means))
    return judge(about, answer, seed)


def test_a_right_answer_passes() -> None:
    assert judged(lambda x: x.sum(dim=1) / x.shape[1]) == Judgement(Outcome.PASSED)


def test_a_known_mistake_is_named_before_what_the_check_saw() -> None:
    told = judged(lambda x: torch.ones(x.shape[1]) @ x.T)
    assert (told.outcome, told.mistake) == (Outcome.FAILED, "M30")
    sentence, seen = told.message.split("\n\n")
    assert sentence == "You added up but did not divide."
    assert seen.startswith("The shape is right, the values are not")


def test_of_two_mistakes_alike_neither_is_named() -> None:
    told = judged(lambda x: x.sum(dim=1), QUESTION, sums, sums_written_otherwise)
    assert (told.outcome, told.mistake) == (Outcome.FAILED, None)
    assert told.message.startswith("The shape is right")


def test_an_unknown_mistake_has_the_difference_alone() -> None:
    told = judged(lambda x: x.mean(dim=1) + 1)
    assert (told.outcome, told.mistake) == (Outcome.FAILED, None)


def test_what_a_wrong_answer_prints_is_seen_once(capfd: pytest.CaptureFixture[str]) -> None:
    def answer(x: Tensor) -> Tensor:
        print("here")
        return x.sum(dim=1)

    assert judged(answer).mistake == "M30"
    assert capfd.readouterr().out == "here\n"


@pytest.mark.parametrize(
    "answer",
    [
        lambda x: None,
        lambda x: [x],
        lambda x: (x, (x.requires_grad_() * 2).sum()),
        lambda x: (number for number in x),
        lambda x: x.numpy(),
        lambda x: x.mean(dim=1).to("meta"),
        lambda x: x.mean(dim=1).to_sparse(),
        lambda x: x.mean(dim=1) + 1j,
        lambda x: torch.nn.Linear(x.shape[1], 1)(x)[:, 0],
        lambda x: torch.empty(0),
        lambda x: torch.tensor([]),
        lambda x: torch,
        lambda: 3,
    ],
)
def test_whatever_comes_back_is_judged(answer: Callable[..., Any]) -> None:
    assert judged(answer).outcome in (Outcome.FAILED, Outcome.ERROR)


def test_nothing_written_is_not_started() -> None:
    def answer(x: Tensor) -> Tensor:
        raise NotImplementedError

    assert judged(answer).outcome is Outcome.NOT_STARTED


def test_what_torch_has_not_implemented_is_an_error() -> None:
    told = judged(lambda x: x & x)
    assert told.outcome is Outcome.ERROR
    assert "not implemented for 'Float'" in told.message


def test_an_answer_that_looks_at_nothing() -> None:
    told = judged(lambda x: torch.zeros(x.shape[0]))
    assert told.mistake == "M07"
    assert "whatever is in `x`" in told.message


def test_an_answer_for_the_example_only() -> None:
    told = judged(lambda x: x.sum(dim=1) / 3)
    assert told.mistake == "M06"
    assert "b=2, d=3" in told.message


def test_an_answer_for_equal_sizes_only() -> None:
    told = judged(lambda x: x.sum(dim=1) / x.shape[0], Question())
    assert told.mistake == "M60"


def test_an_answer_that_is_wrong_at_an_edge_only() -> None:
    told = judged(lambda x: x.mean(dim=1).squeeze())
    assert told.mistake == "M62"
    assert "right for most inputs, but not for all: it goes wrong with b=1, d=" in told.message
    assert judged(lambda x: (x / len(x)).sum(dim=1), Question(edges=({"b": 3, "d": 3},))).mistake == "M60"


def test_an_answer_that_changes_its_input() -> None:
    def answer(x: Tensor) -> Tensor:
        x /= x.shape[1]
        return x.sum(dim=1)

    told = judged(answer)
    assert (told.outcome, told.mistake) == (Outcome.FAILED, "M10")
    assert "changes `x` itself" in told.message


@pytest.mark.parametrize("disturb", [lambda: torch.manual_seed(0), lambda: torch.rand(1), random.random])
def test_an_answer_that_disturbs_the_random_state(disturb: Callable[[], object]) -> None:
    def answer(x: Tensor) -> Tensor:
        disturb()
        return x.mean(dim=1)

    random.random()
    torch.rand(1)
    told = judged(answer)
    assert told.outcome is Outcome.FAILED
    assert "random" in told.message


def test_a_forbidden_call() -> None:
    question = Question(forbidden={"mean": "Work the mean out yourself."})
    for answer in (lambda x: x.mean(dim=1), lambda x: torch.mean(x, 1)):
        told = judged(answer, question)
        assert (told.outcome, told.mistake) == (Outcome.FAILED, "M09")
        assert told.message == "Your answer calls `mean`. Work the mean out yourself."
    assert judged(lambda x: x.sum(dim=1) / x.shape[1], question).outcome is Outcome.PASSED


def test_a_loop_where_none_is_allowed() -> None:
    def answer(x: Tensor) -> Tensor:
        return torch.stack([row.mean() for row in x])

    assert judged(answer).outcome is Outcome.PASSED
    told = judged(answer, Question(loops=False))
    assert (told.outcome, told.mistake) == (Outcome.FAILED, "M08")


def test_the_same_seed_gives_the_same_words() -> None:
    assert judged(lambda x: x.mean(dim=1) + 1, seed=4) == judged(lambda x: x.mean(dim=1) + 1, seed=4)
    assert judged(lambda x: x.mean(dim=1) + 1, seed=4) != judged(lambda x: x.mean(dim=1) + 1, seed=5)


# -- numbers, lists and random generators go in ------------------------------------------------------------------------


def noise(n: int, gen: torch.Generator) -> Float[Tensor, "{n}"]:
    return torch.randn(n, generator=gen)


def expect_noise(trial: Trial) -> None:
    n, gen = trial.inputs
    trial.expect(torch.empty(n).normal_(generator=gen))


def judged_noise(answer: Callable[..., Any], *mistakes: Any) -> Judgement:
    question = Question(values={"gen": lambda sizes, generator: generator}, example={"n": 3})
    tests = {"test_noise": expect_noise}
    exercise = catalogue().exercise("warm_up")
    return judge(Material(exercise, noise, Signature.of(noise), question, tests, mistakes), answer, 1)


@mistake("M07")
def from_everybodys_numbers(n: int, gen: torch.Generator) -> Tensor:
    """You drew from the generator of the whole program."""
    return torch.randn(n)


def test_a_generator_is_there_to_be_drawn_from() -> None:
    assert judged_noise(noise).outcome is Outcome.PASSED
    assert judged_noise(lambda n, gen: noise(n, gen) + 1).outcome is Outcome.FAILED


def test_an_answer_that_does_not_look_at_its_generator() -> None:
    for answer in (lambda n, gen: torch.zeros(n), lambda n, gen: torch.randn(n, generator=gen.manual_seed(3))):
        told = judged_noise(answer)
        assert told.mistake == "M07"
        assert "the same however `gen` is seeded" in told.message


def test_what_is_drawn_by_chance_is_recognised_too() -> None:
    before = torch.get_rng_state()
    told = judged_noise(lambda n, gen: torch.empty(n).normal_(), from_everybodys_numbers)
    assert (told.outcome, told.mistake) == (Outcome.FAILED, "M07")
    assert "Draw from the generator that you are given, with `generator=gen`" in told.message
    torch.set_rng_state(before)


def cut(xs: list[int], size: int) -> list[list[int]]:
    return [xs[start : start + size] for start in range(0, len(xs), size)]


def test_an_example_without_tensors_is_told_by_its_parameters() -> None:
    def expect_cut(trial: Trial) -> None:
        xs, size = trial.inputs
        trial.expect([xs[start : start + size] for start in range(0, len(xs), size)])

    question = Question(
        values={"xs": lambda sizes, generator: torch.randint(9, (sizes["n"],), generator=generator).tolist()},
        ranges={"n": range(5, 9), "size": range(1, 5)},
        example={"n": 8, "size": 3},
    )
    exercise = catalogue().exercise("warm_up")
    about = Material(exercise, cut, Signature.of(cut), question, {"test_cut": expect_cut}, ())
    assert judge(about, cut, 1).outcome is Outcome.PASSED
    told = judge(about, lambda xs, size: cut(xs, 3), 1)
    assert told.mistake == "M06"
    assert "right for the example (size=3) and wrong" in told.message
    assert "the parameters' names" in told.message
    assert judge(about, lambda xs, size: [[1, 2, 3]], 1).mistake == "M07"


# -- from a file's text ------------------------------------------------------------------------------------------------

WARM_UP = catalogue().exercise("warm_up")


def told_of(text: str) -> Judgement:
    return judge_text(material(WARM_UP), text, Path("warm_up.py"), seed=1)


def test_an_exception_is_told_at_the_learners_own_line() -> None:
    told = told_of("import json\n\ndef double(x):\n    y = 2 * x\n    return json.loads('seven')\n")
    assert (told.outcome, told.line) == (Outcome.ERROR, 4)
    assert told.message == (
        "JSONDecodeError on line 5: Expecting value: line 1 column 1 (char 0)\n\n    return json.loads('seven')"
    )


def test_an_exception_below_the_function_is_told_at_the_deepest_own_line() -> None:
    told = told_of("def inner(x):\n    return x.nonsense\n\ndef double(x):\n    return inner(x)\n")
    assert (told.outcome, told.line) == (Outcome.ERROR, 1)


def test_a_file_that_is_no_python_says_where() -> None:
    told = told_of("def double(x):\n    return )\n")
    assert (told.outcome, told.line) == (Outcome.ERROR, 1)
    assert "warm_up.py is not Python yet: line 2: unmatched ')'" in told.message


def test_a_file_that_cannot_be_imported_says_where_and_why() -> None:
    told = told_of("import nonsense_that_is_not_there\n\ndef double(x):\n    return 2 * x\n")
    assert (told.outcome, told.line) == (Outcome.ERROR, 0)
    assert told.message.startswith("The file can't be imported. ModuleNotFoundError on line 1: No module named")


def test_a_file_that_exits_when_imported_says_so() -> None:
    assert "ends the whole program on line 1" in told_of("raise SystemExit\n").message


@pytest.mark.parametrize("text", ["", "double = 3\n", "def doubled(x):\n    return 2 * x\n"])
def test_a_renamed_function_is_missed_by_name(text: str) -> None:
    told = told_of(text)
    assert told.outcome is Outcome.ERROR
    assert "no function called `double`" in told.message


def test_a_function_that_exits_or_recurses() -> None:
    assert "leave out `exit`" in told_of("import sys\ndef double(x):\n    sys.exit()\n").message
    assert "calls itself without an end" in told_of("def double(x):\n    return double(x)\n").message


def test_a_changed_signature_does_not_matter_if_the_answer_is_right() -> None:
    assert told_of("def double(values):\n    return values + values\n").outcome is Outcome.PASSED


def test_the_shape_engine_leads_where_it_points_at_a_line() -> None:
    exercise = catalogue().exercise("read_the_error")
    told = judge_text(material(exercise), exercise.starter, Path("read_the_error.py"), seed=1)
    assert exercise.starter.splitlines()[told.line or 0] == "    return x @ w"
    assert told.message.startswith(f"Line {(told.line or 0) + 1}: ")
    assert told.mistake == "M60"


def test_a_finding_elsewhere_in_the_file_does_not_lead() -> None:
    exercise = catalogue().exercise("read_the_error")
    other = exercise.starter.replace("def apply", "def other").replace("x @ w", "x @ w.T + x")
    wrong = exercise.solution.replace("x @ w.T", "x @ w.T + 1")
    told = judge_text(material(exercise), f"{wrong}\n\n{other}", Path("read_the_error.py"), seed=1)
    assert told.outcome is Outcome.FAILED
    assert told.message.startswith("The shape is right, the values are not") and told.line is None


def test_a_finding_in_a_function_that_the_answer_uses_leads() -> None:
    exercise = catalogue().exercise("read_the_error")
    helper = exercise.starter.replace("def apply", "def product")
    answer = "\n\ndef apply(x, w):\n    return product(x, w)\n"
    told = judge_text(material(exercise), helper + answer, Path("read_the_error.py"), seed=1)
    assert exercise.starter.splitlines()[told.line or 0] == "    return x @ w"


def test_without_a_finding_the_exception_is_told_at_its_own_line_without_our_frames() -> None:
    told = told_of("import torch\n\ndef double(x):\n    return torch.cat([x, 3])\n")
    assert told.line == 3
    assert told.message.startswith("TypeError on line 4: ")
    assert told.message.endswith("\n\n    return torch.cat([x, 3])")
    assert "shapecoach" not in told.message and "Traceback" not in told.message
