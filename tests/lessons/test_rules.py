"""What an answer may call, must call and must leave alone; memory and devices."""

import functools
import math
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import einops
import pytest
import torch
import torch.nn.functional as F  # as everybody calls it
from jaxtyping import Float
from torch import Generator, Tensor, trace

from shapecoach.lessons import Outcome, catalogue
from shapecoach.lessons.judging import Largest, Question, Trial, Yielded, mistake
from shapecoach.lessons.judging.judge import Judgement, judge
from shapecoach.lessons.judging.material import Material, load_text
from shapecoach.lessons.judging.own_code import own_code
from shapecoach.lessons.judging.recorder import Recorder, Sizer
from shapecoach.lessons.judging.signature import Signature

Test = Callable[[Trial], None]


def judged(solution: Any, test: Test, answer: Any, question: Question, *mistakes: Any, seed: int = 1) -> Judgement:
    exercise = catalogue().exercise("warm_up")
    about = Material(exercise, solution, Signature.of(solution), question, {test.__name__: test}, mistakes)
    return judge(about, answer, seed)


# -- calls -------------------------------------------------------------------------------------------------------------


def row_dots(a: Float[Tensor, "b d"], c: Float[Tensor, "b d"]) -> Float[Tensor, "b"]:
    return torch.einsum("bd,bd->b", a, c)


def expect_row_dots(trial: Trial) -> None:
    a, c = trial.inputs
    trial.expect(torch.stack([(one * other).sum() for one, other in zip(a, c, strict=True)]))


EINSUM = Question(required={"einsum": "Say it in letters."})


def dots_of(answer: Any, question: Question) -> Judgement:
    return judged(row_dots, expect_row_dots, answer, question)


@pytest.mark.parametrize("answer", [row_dots, lambda a, c: einops.einsum(a, c, "b d, b d -> b")])
def test_a_required_call_is_recorded_wherever_it_comes_from(answer: Any) -> None:
    assert dots_of(answer, EINSUM).outcome is Outcome.PASSED


def test_a_right_answer_without_the_required_call_is_rejected() -> None:
    assert dots_of(lambda a, c: (a * c).sum(dim=1), EINSUM) == Judgement(
        Outcome.FAILED,
        "The values are right, but your answer gets them without `einsum`. Say it in letters.",
        "M09",
    )


def test_a_wrong_answer_is_told_what_is_wrong_with_its_values_first() -> None:
    told = dots_of(lambda a, c: (a * c).sum(dim=1) + 1, EINSUM)
    assert told.message.startswith("The shape is right, the values are not")


def test_one_of_several_required_calls_is_enough() -> None:
    question = Question(required={"einsum matmul": "Either will do."})
    assert dots_of(row_dots, question).outcome is Outcome.PASSED
    assert "without `einsum` or `matmul`" in dots_of(lambda a, c: (a * c).sum(dim=1), question).message


def test_a_required_function_of_einops_is_found_in_the_text() -> None:
    def answer(a: Tensor, c: Tensor) -> Tensor:
        return einops.reduce(a * c, "b d -> b", "sum")

    question = Question(required={"reduce": "Name the axes."})
    assert dots_of(answer, question).outcome is Outcome.PASSED
    assert dots_of(row_dots, question).mistake == "M09"


def squared_norms(x: Tensor) -> Any:
    return torch.linalg.norm(x) ** 2 + F.softmax(x, -1).sum() * 0 + x.T.sum() * 0 + x.relu_().sum() * 0


def test_functions_methods_and_properties_are_recorded_by_their_plain_names() -> None:
    recorder = Recorder()
    with recorder:
        squared_norms(torch.ones(2, 3))
    assert {"linalg_norm", "norm", "softmax", "T", "relu", "sum"} <= recorder.names


def test_a_forbidden_call_is_found_where_no_run_comes_by() -> None:
    def answer(a: Tensor, c: Tensor) -> Tensor:
        if len(a) > 1000:
            return (a @ c.T).diagonal()
        return (a * c).sum(dim=1)

    question = Question(forbidden={"matmul mm bmm": "Too much work.", "diagonal": "Not that way."})
    told = dots_of(answer, question)
    assert (told.mistake, told.message) == ("M09", "Your answer calls `matmul`. Too much work.")


def _helper(x: Any) -> Any:
    return trace(x)


def test_what_a_text_calls() -> None:
    def answer(x: Any) -> Any:
        a = _helper(x) + math.sqrt(2) + sum([1, 2]) + max(1, 2) + F.relu(x).sum() + random.random()
        return a + einops.rearrange(x, "a b -> b a").softmax(-1) + functools.reduce(lambda p, q: p + q, [1])

    assert own_code(answer).calls() == {"trace", "relu", "sum", "rearrange", "softmax"}


LOOPS = {
    "for": "def f(x):\n    for row in x:\n        pass\n    return x\n",
    "comprehension": "def f(x):\n    return [row for row in x]\n",
    "map": "def f(x):\n    return list(map(abs, x))\n",
    "vmap": "import torch\ndef f(x):\n    return torch.vmap(abs)(x)\n",
    "in a helper": "def g(x):\n    while True:\n        return x\n\ndef f(x):\n    return g(x)\n",
    "in a lambda": "g = lambda x: [row for row in x]\n\ndef f(x):\n    return g(x)\n",
    "in a class": "class G:\n    def go(self, x):\n        return {y for y in x}\n\ndef f(x):\n    return G().go(x)\n",
}


@pytest.mark.parametrize("text", LOOPS.values(), ids=LOOPS)
def test_loops_are_found_wherever_an_answer_has_them(text: str) -> None:
    assert own_code(load_text(text, Path("loops.py")).f).has_loop()


def test_a_loop_elsewhere_in_the_file_is_nobodys_business() -> None:
    text = "def f(x):\n    return x\n\ndef other(x):\n    for row in x:\n        pass\n\nfor _ in range(2): f(1)\n"
    assert not own_code(load_text(text, Path("loops.py")).f).has_loop()


def test_code_whose_text_nobody_knows_has_no_calls() -> None:
    assert own_code(torch.relu).calls() == set()
    assert not own_code(eval("lambda x: [y for y in x]")).has_loop()


# -- the learner's world -----------------------------------------------------------------------------------------------


def noise(n: int, d: int, gen: Generator) -> Float[Tensor, "{n} {d}"]:
    return torch.randn(n, d, generator=gen)


def expect_noise(trial: Trial) -> None:
    n, d, gen = trial.inputs
    trial.expect(torch.randn(n, d, generator=gen))


def test_a_generator_is_there_to_be_used_and_the_shared_random_state_is_not() -> None:
    assert judged(noise, expect_noise, noise, Question()).outcome is Outcome.PASSED
    told = judged(noise, expect_noise, lambda n, d, gen: torch.randn(n, d), Question())
    assert "Draw from the generator that you are given, with `generator=gen`" in told.message


def test_other_calls_are_watched_as_well() -> None:
    def expect_idempotence(trial: Trial) -> None:
        trial.call(trial.answer, trial.inputs[1])

    def answer(a: Tensor, c: Tensor) -> Tensor:
        if a.ndim == 1:
            a += 1
        return a[:, 0].clone() if a.ndim > 1 else a

    assert judged(row_dots, expect_idempotence, answer, Question()).mistake == "M10"


# -- devices and memory ------------------------------------------------------------------------------------------------


def add_ramp(x: Float[Tensor, "b n"]) -> Float[Tensor, "b n"]:
    return x + torch.arange(x.shape[1], dtype=x.dtype, device=x.device)


def expect_ramp(trial: Trial) -> None:
    (x,) = trial.inputs
    trial.expect(x + torch.tensor(range(x.shape[1]), dtype=x.dtype))


ANYWHERE = Question(any_device=True, same_dtype=True, edges=({"x": lambda sizes, _: torch.ones(2, 3).double()},))


def on_the_cpu(x: Tensor) -> Tensor:
    return x + torch.arange(x.shape[1], dtype=x.dtype)


def through_python(x: Tensor) -> Tensor:
    return torch.tensor([[value + place for place, value in enumerate(row)] for row in x.tolist()], dtype=x.dtype)


def left_on_the_cpu(x: Tensor) -> Tensor:
    return (x if x.device.type == "cpu" else torch.zeros(x.shape)) + torch.arange(x.shape[1], dtype=x.dtype)


@pytest.mark.parametrize("answer", [on_the_cpu, through_python, left_on_the_cpu])
def test_an_answer_bound_to_the_cpu(answer: Any) -> None:
    assert judged(add_ramp, expect_ramp, answer, Question()).outcome is Outcome.PASSED
    told = judged(add_ramp, expect_ramp, answer, Question(any_device=True))
    assert (told.outcome, told.mistake) == (Outcome.FAILED, "M14")
    assert told.message.startswith("On the CPU your answer is right. Where the input lives on another device, it ")


def test_a_dtype_that_must_be_kept() -> None:
    assert judged(add_ramp, expect_ramp, add_ramp, ANYWHERE).outcome is Outcome.PASSED
    told = judged(add_ramp, expect_ramp, lambda x: add_ramp(x).float(), ANYWHERE)
    assert told.outcome is Outcome.FAILED
    assert "your answer holds numbers of torch.float32; torch.float64 is wanted." in told.message


BOUND = Question(largest=Largest({"b": 300, "d": 3}, "b*d", "Nobody needs that table."))


@pytest.mark.parametrize(
    "answer",
    [
        lambda a, c: (a @ c.T).diagonal(),
        lambda a, c: torch.einsum("ad,bd->ab", a, c).diagonal(),
        lambda a, c: (a[:, None] * c).sum(-1).diagonal(),
        lambda a, c: torch.cdist(a, c)[:, 0] * 0 + (a * c).sum(1),
    ],
)
def test_a_table_that_is_not_needed(answer: Any) -> None:
    told = dots_of(answer, BOUND)
    assert (told.outcome, told.mistake) == (Outcome.FAILED, "M08")
    assert "With b=300, d=3" in told.message.replace("But w", "W") and "Nobody needs that table." in told.message


def test_what_needs_no_table_keeps_within_the_bound() -> None:
    for answer in (row_dots, lambda a, c: (a * c).sum(1), lambda a, c: torch.linalg.vecdot(a, c)):
        assert dots_of(answer, BOUND).outcome is Outcome.PASSED


def test_a_stretched_view_is_no_larger_than_what_it_shows() -> None:
    with Sizer() as sizer:
        torch.zeros(3).expand(1000, 3)
    assert sizer.elements == 3


# -- answers that are no tensors ---------------------------------------------------------------------------------------


def batches(xs: list[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(xs), size):
        yield xs[start : start + size]


def expect_batches(trial: Trial) -> None:
    xs, size = trial.inputs
    trial.expect(Yielded([xs[start : start + size] for start in range(0, len(xs), size)]))
    trial.require(trial.answer.lazy, "Give them one by one.")


def batched(answer: Any, *mistakes: Any) -> Judgement:
    return judged(batches, expect_batches, answer, Question(edges=({"xs": 0},)), *mistakes)


@mistake("M06")
def one_by_one(xs: list[int], size: int) -> Iterator[list[int]]:
    """You gave each by itself."""
    for x in xs:
        yield [x]


def test_what_a_generator_gives_is_compared() -> None:
    assert batched(batches).outcome is Outcome.PASSED
    told = batched(lambda xs, size: (xs[at : at + size] for at in range(0, len(xs) - size + 1, size)))
    assert "long. It should be" in told.message
    assert batched(lambda xs, size: ([x] for x in xs), one_by_one).message.startswith("You gave each by itself.")


def test_a_list_is_no_generator() -> None:
    told = batched(lambda xs, size: list(batches(xs, size)))
    assert told.message.startswith("Your function returned a list: [[")
    assert "It should be a generator" in told.message
    assert batched(lambda xs, size: iter(list(batches(xs, size)))).message == "Give them one by one."


def test_a_generator_without_an_end_is_given_up() -> None:
    def answer(xs: list[int], size: int) -> Iterator[list[int]]:
        while True:
            yield xs[:size]

    assert "Does it ever end?" in batched(answer).message


def test_a_generator_that_raises_or_changes_its_input_is_told_so() -> None:
    def raises(xs: list[int], size: int) -> Iterator[list[int]]:
        yield xs[:size]
        raise KeyError("here")

    def changes(xs: list[int], size: int) -> Iterator[list[int]]:
        while xs:
            yield [xs.pop(0) for _ in range(min(size, len(xs)))]

    assert "KeyError" in batched(raises).message
    told = batched(changes)
    assert told.mistake == "M10"
    assert "`xs.pop`" in told.message


def make_scalers(factors: list[float]) -> list[Callable[[float], float]]:
    return [lambda x, factor=factor: x * factor for factor in factors]


def expect_scalers(trial: Trial) -> None:
    (factors,) = trial.inputs
    trial.expect([2.0 * factor for factor in factors], about="Each scaler, called with 2.0")


@mistake("M07")
def all_the_last(factors: list[float]) -> list[Callable[[float], float]]:
    """All of them scale by the last factor."""
    return [lambda x: x * factor for factor in factors]  # noqa: B023  # that is the mistake


SCALED = Question(seen=lambda scalers: [scale(2.0) for scale in scalers])


def test_functions_are_compared_by_what_they_do() -> None:
    def scaled(answer: Any) -> Judgement:
        return judged(make_scalers, expect_scalers, answer, SCALED, all_the_last)

    assert scaled(make_scalers).outcome is Outcome.PASSED
    told = scaled(lambda factors: [lambda x: x * factors[-1] for _ in factors])
    assert told.message.startswith("All of them scale by the last factor.\n\nEach scaler, called with 2.0: In what")
    assert scaled(lambda factors: None).outcome is Outcome.ERROR


def test_torch_that_does_not_implement_something_is_not_an_answer_not_started() -> None:
    def answer(a: Tensor, c: Tensor) -> Tensor:
        raise NotImplementedError("\"norm\" not implemented for 'Long'")

    assert dots_of(answer, Question()).outcome is Outcome.ERROR


def test_an_answer_may_be_any_callable() -> None:
    assert dots_of(functools.partial(row_dots), Question()).outcome is Outcome.PASSED
    assert dots_of(torch.linalg.vecdot, Question()).outcome is Outcome.PASSED


def test_what_the_file_defines_is_at_hand() -> None:
    def expect_helper(trial: Trial) -> None:
        trial.require(trial.own("row_dots") is row_dots, "another")
        trial.own("nothing")

    told = judged(row_dots, expect_helper, row_dots, Question())
    assert told.message == "There is no `nothing` in your file any more. It must keep its name."
