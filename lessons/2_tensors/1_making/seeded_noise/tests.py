"""Noise has no right values, only right properties: repeatable, fresh, normal, each number by itself."""

import torch

from shapecoach.lessons.judging import Question, Trial


def generator(sizes: object, source: torch.Generator) -> torch.Generator:
    return torch.Generator().manual_seed(int(torch.randint(2**40, (), generator=source)))


question = Question(
    values={"gen": generator},
    edges=({"n": 1, "d": 1}, {"n": 1}, {"d": 1}, {"n": 4, "d": 4}),
    example={"n": 3, "d": 4},
)


def test_it_is_a_table_of_floats(trial: Trial) -> None:
    n, d, _ = trial.inputs
    trial.expect_form(torch.zeros(n, d))


def test_the_same_seed_gives_the_same_noise(trial: Trial) -> None:
    again = trial.call(*trial.inputs)
    trial.require(
        torch.equal(again, trial.answer),
        "Two generators with the same seed gave different noise, so not all of it comes from `gen`.",
    )


def test_another_seed_gives_other_noise(trial: Trial) -> None:
    n, d, gen = trial.inputs
    other = torch.Generator().manual_seed(gen.initial_seed() + 1)
    trial.require(
        not bool((trial.call(n, d, other) == trial.answer).any()),
        "Two generators with different seeds gave the same noise, so not all of it comes from `gen`.",
    )


def test_drawing_on_gives_fresh_noise(trial: Trial) -> None:
    n, d, gen = trial.inputs
    first, second = (trial.function(n, d, gen) for _ in range(2))
    trial.require(
        not bool((first == second).any()),
        "Called twice with one generator, your function gave the same noise twice. Draw on from where `gen` stands;"
        " don't set its seed.",
    )


def test_no_number_comes_twice(trial: Trial) -> None:
    trial.require(
        len(trial.answer.unique()) == trial.answer.numel(),
        f"Each of the {trial.answer.numel()} numbers should be drawn by itself; some of yours are the same.",
    )


def test_the_numbers_are_normal(trial: Trial) -> None:
    """Over 2,000 numbers, five standard errors away happens once in a million times."""
    count = 2000
    noise = trial.call(40, count // 40, trial.inputs[2]).double()
    mean, std = float(noise.mean()), float(noise.std())
    trial.require(
        abs(mean) < 5 * count**-0.5 and abs(std - 1) < 5 * (2 * count) ** -0.5,
        f"Your noise has mean {mean:.2f} and standard deviation {std:.2f}, over {count} numbers; it should be 0 and 1.",
    )
    near = float((noise.abs() < 1).double().mean())
    trial.require(
        abs(near - 0.6827) < 5 * (0.6827 * 0.3173 / count) ** 0.5,
        "Mean and standard deviation are right, but the numbers are not spread like a normal distribution's: about 68%"
        f" of them should lie between -1 and 1; of yours it is {near:.0%}. `torch.randn` draws normal ones.",
    )
