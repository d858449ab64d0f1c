"""Each block sliced out, and its largest number found by going through it."""

import torch

from shapecoach.lessons.judging import Question, Trial

_REASON = "That is what you're asked to build: cut `h` and `w` into blocks yourself, in the pattern of one `reduce`."

question = Question(
    sizes={"h": "hk*k", "w": "wk*k"},
    ranges={"b": range(1, 4), "k": range(2, 5)},
    edges=({"k": 1}, {"hk": 1}, {"wk": 1}, {"b": 1, "c": 1}, {"b": 3, "c": 3, "hk": 3, "wk": 3, "k": 3}),
    example={"b": 2, "c": 3, "hk": 5, "wk": 7, "k": 4},
    forbidden=dict.fromkeys(
        ("max_pool2d", "max_pool2d_with_indices", "adaptive_max_pool2d", "max_pool1d", "max_pool3d"), _REASON
    ),
    loops=False,
)


def test_each_number_is_the_largest_of_its_block(trial: Trial) -> None:
    x, k = trial.inputs
    wanted = torch.empty(*x.shape[:2], x.shape[2] // k, x.shape[3] // k)
    for row in range(wanted.shape[2]):
        for col in range(wanted.shape[3]):
            block = x[:, :, row * k : (row + 1) * k, col * k : (col + 1) * k]
            wanted[:, :, row, col] = block.flatten(2).sort().values[..., -1]
    trial.expect(wanted)
