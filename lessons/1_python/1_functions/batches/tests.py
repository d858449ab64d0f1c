"""Numbers are dealt into batches one by one; and the generator is watched while it works."""

from shapecoach.lessons.judging import Question, Trial
from shapecoach.lessons.judging.same import Yielded

question = Question(
    ranges={"xs": range(9, 24), "size": range(2, 6)},
    edges=({"xs": 0}, {"xs": 1}, {"xs": 6, "size": 3}, {"xs": 7, "size": 3}, {"xs": 3, "size": 5}, {"size": 1}),
    example={"xs": 7, "size": 3},
)


def test_the_numbers_come_in_lists_of_that_size(trial: Trial) -> None:
    xs, size = trial.inputs
    dealt: list[list[int]] = []
    for x in xs:
        if not dealt or len(dealt[-1]) == size:
            dealt.append([])
        dealt[-1].append(x)
    trial.expect(Yielded(dealt))


def test_nothing_is_read_before_it_is_asked_for(trial: Trial) -> None:
    xs, size = trial.inputs
    if not xs:
        return
    handed_out = trial.function(xs, size)
    for _ in range(0, len(xs) - size, size):  # all batches but the last
        next(handed_out)
    xs[-1:] = [100]
    late = [x for batch in handed_out for x in batch]
    trial.require(
        late[-1:] == xs[-1:],
        "Your generator had read the end of `xs` before the last batch was asked for. Cut each batch only when it is"
        " asked for: a `yield` inside the loop.",
    )
