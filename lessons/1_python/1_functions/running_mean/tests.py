"""Each mean worked out from the beginning."""

from shapecoach.lessons.judging import Question, Trial

question = Question(
    ranges={"xs": range(4, 12)},
    edges=({"xs": 0}, {"xs": 1}, {"xs": 2}, {"xs": 30}),
    example={"xs": 3},
)


def test_each_is_the_mean_so_far(trial: Trial) -> None:
    (xs,) = trial.inputs
    trial.expect([sum(xs[: place + 1]) / (place + 1) for place in range(len(xs))])
