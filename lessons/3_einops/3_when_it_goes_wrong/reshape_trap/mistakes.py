"""Answers to reshape_trap that look right and are not."""

from einops import rearrange
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M12")
def as_it_was(x: Tensor) -> Tensor:
    """The shape is right, but no axis has moved. `view` and `reshape` read the numbers in their order, position after
    position, and only cut them into other pieces: the first numbers of your head 0 are all the heads of position 0.
    Exchange the two axes instead: `rearrange` with `s` and `h` in the other order, or a transpose."""
    b, s, h, d = x.shape
    return x.reshape(b, h, s, d)


@mistake("M12")
def cut_in_a_detour(x: Tensor) -> Tensor:
    """You transposed, but not the two axes that should change places, and then let `reshape` make up the shape. A
    `reshape` afterwards hides the mistake, it doesn't mend it. One transpose, of `s` and `h`, is the whole answer."""
    b, s, h, d = x.shape
    return x.transpose(2, 3).reshape(b, h, s, d)


@mistake("M12")
def turned_round_and_cut(x: Tensor) -> Tensor:
    """You transposed the batch away from the front, and then let `reshape` make up the shape, so that numbers of
    different sequences are mixed. Only `s` and `h` change places; `b` stays first and `d` last."""
    b, s, h, d = x.shape
    return x.transpose(0, 1).reshape(b, h, s, d)


@mistake("M60")
def turned_and_cut_back(x: Tensor) -> Tensor:
    """You exchanged the axes, which was right, and then `reshape` cut the result into the sizes of `x` again, in the
    old order `b s h d`. Where s and h are equal nobody notices. The transpose alone is the whole answer."""
    return x.transpose(1, 2).reshape(x.shape)


@mistake("M03")
def positions_before_the_heads(x: Tensor) -> Tensor:
    """Your axes are in the order they came in, `b s h d`. A cut into `b h s d` followed by a transpose gives that shape
    back, with the numbers scrambled. Leave the cut out: the transpose, alone, gives `b h s d`."""
    b, s, h, d = x.shape
    return x.reshape(b, h, s, d).transpose(1, 2)


@mistake("M03")
def positions_and_numbers_exchanged(x: Tensor) -> Tensor:
    """You exchanged `s` with `d`: your answer is `b d h s`. Axes are counted from 0, so `s` is axis 1 and `h` axis 2:
    `transpose(1, 2)`. With `rearrange` there is nothing to count."""
    return x.transpose(1, 3)


@mistake("M03")
def heads_and_numbers_exchanged(x: Tensor) -> Tensor:
    """You exchanged `h` with `d`: your answer is `b s d h`. Axes are counted from 0, so `s` is axis 1 and `h` axis 2:
    `transpose(1, 2)`. With `rearrange` there is nothing to count."""
    return x.transpose(2, 3)


@mistake("M03")
def positions_to_the_end(x: Tensor) -> Tensor:
    """You moved `s` to the very end, past `d` as well: your answer is `b h d s`. It should stand right after `h`:
    `b h s d`."""
    return rearrange(x, "b s h d -> b h d s")


@mistake("M03")
def batch_and_positions_exchanged(x: Tensor) -> Tensor:
    """You exchanged `b` with `s`: your answer is `s b h d`. Axes are counted from 0, so `s` is axis 1 and `h` axis 2:
    `transpose(1, 2)`. With `rearrange` there is nothing to count."""
    return x.transpose(0, 1)


@mistake("M03")
def all_axes_backwards(x: Tensor) -> Tensor:
    """You turned all the axes round: your answer is `d h s b`. Only `s` and `h` change places; `b` stays first and `d`
    last."""
    return x.permute(3, 2, 1, 0)
