"""As a list it can be turned round; turned round twice it is what it was."""

import torch

from shapecoach.lessons.judging import Question, Trial

BUILD = "That is the very thing to build here: make an index that counts down, and use it as `x[idx]`."

question = Question(
    edges=({"n": 1}, {"n": 0}, {"n": 2}, {"n": 6}),
    example={"n": 4},
    forbidden=dict.fromkeys(("flip", "fliplr", "flipud", "rot90", "reversed"), BUILD),
)


def test_the_last_comes_first(trial: Trial) -> None:
    (x,) = trial.inputs
    trial.expect(torch.tensor(x.tolist()[::-1]))


def test_reversed_twice_is_x_again(trial: Trial) -> None:
    (x,) = trial.inputs
    trial.require(torch.equal(trial.call(trial.answer), x), "Reversed twice, `x` should be itself again.")
