"""Answers to zero_pad that look right and are not."""

import torch
import torch.nn.functional as F
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M06")
def one_wide(x: Tensor, p: int) -> Tensor:
    return F.pad(x, (1, 1, 1, 1))


@mistake("M06")
def the_examples_sizes(x: Tensor, p: int) -> Tensor:
    out = torch.zeros(4, 5)
    out[1:-1, 1:-1] = x
    return out


@mistake("M10")
def the_border_of_x_itself(x: Tensor, p: int) -> Tensor:
    x[:p] = x[-p:] = 0
    x[:, :p] = x[:, -p:] = 0
    return x


@mistake("M10")
def made_larger_in_place(x: Tensor, p: int) -> Tensor:
    padded = F.pad(x, (p, p, p, p))
    x.resize_(padded.shape)
    return x.copy_(padded)


@mistake("M62")
def counted_from_the_end(x: Tensor, p: int) -> Tensor:
    """Right, but for p = 0: `p:-p` is then `0:-0`, and -0 is 0, so it is an empty slice. Count from the beginning,
    where x starts and where it ends: `p : p + h`, and `p : p + w`."""
    h, w = x.shape
    out = x.new_zeros(h + 2 * p, w + 2 * p)
    out[p:-p, p:-p] = x
    return out


@mistake("M62")
def only_above_and_to_the_left(x: Tensor, p: int) -> Tensor:
    """You have zeros above and to the left only: the shape grew by p where it should grow by 2 * p, once for each
    side."""
    return F.pad(x, (p, 0, p, 0))


@mistake("M62")
def only_below_and_to_the_right(x: Tensor, p: int) -> Tensor:
    """You have zeros below and to the right only: the shape grew by p where it should grow by 2 * p, once for each
    side."""
    return F.pad(x, (0, p, 0, p))


@mistake("M62")
def in_the_corner(x: Tensor, p: int) -> Tensor:
    """The shape is right, but `x` lies in the top left corner, with all zeros below and to the right. It begins at row
    p and column p: `out[p : p + h, p : p + w]`."""
    h, w = x.shape
    out = x.new_zeros(h + 2 * p, w + 2 * p)
    out[:h, :w] = x
    return out


@mistake("M02")
def only_left_and_right(x: Tensor, p: int) -> Tensor:
    """You padded `w` only. `F.pad` takes a pair for each axis, the last axis first: (left, right, above, below)."""
    return F.pad(x, (p, p))


@mistake("M02")
def only_above_and_below(x: Tensor, p: int) -> Tensor:
    """You padded `h` only: there are rows of zeros, but no columns. `w` grows by p on each side as well."""
    return F.pad(x, (0, 0, p, p))


@mistake("M61")
def a_slice_ends_at_its_length(x: Tensor, p: int) -> Tensor:
    """The second number of a slice is where it ends, not how long it is. `x` begins at row p and is h rows long, so the
    slice is `p : p + h`; for columns `p : p + w`."""
    h, w = x.shape
    out = x.new_zeros(h + 2 * p, w + 2 * p)
    out[p:h, p:w] = x
    return out
