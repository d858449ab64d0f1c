"""Each function is called with a few numbers; then the list of factors is changed under its feet."""

from typing import Any

from shapecoach.lessons.judging import Question, Trial
from shapecoach.lessons.judging.plain import kind_of
from shapecoach.lessons.judging.rejection import Rejected

TRIED = (1.0, -2.0, 0.5)


def called(scalers: Any) -> Any:
    """What each function gives for the numbers in TRIED."""
    if not isinstance(scalers, list):
        raise Rejected(f"Your function should return a list of functions; it returned {kind_of(scalers)}.")
    return [[scale(x) for x in TRIED] if callable(scale) else scale for scale in scalers]


question = Question(
    ranges={"factors": range(3, 8)},
    edges=({"factors": 0}, {"factors": 1}, {"factors": 2}),
    seen=called,
)


def test_function_i_multiplies_by_factor_i(trial: Trial) -> None:
    (factors,) = trial.inputs
    trial.expect([[factor * x for x in TRIED] for factor in factors], about="Each called with 1.0, -2.0 and 0.5")


def test_each_keeps_the_factor_it_was_made_with(trial: Trial) -> None:
    (factors,) = trial.inputs
    made_with = list(factors)
    scalers = trial.function(factors)
    factors[:] = [0.0] * len(factors)
    trial.require(
        [scale(1.0) for scale in scalers] == made_with,
        "When the caller's list of factors changes later on, your functions change with it. Each should keep the factor"
        " that it was made with.",
    )
