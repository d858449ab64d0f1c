"""Answers to read_the_error that look right and are not."""

from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M60")
def as_it_was(x: Tensor, w: Tensor) -> Tensor:
    """`@` takes the last axis of `x` together with the first axis of `w`: here `d` meets `k`. It runs only where those
    two happen to be equal, and then it adds up the wrong weights. Bring `w`'s own `d` to its front."""
    return x @ w


@mistake("M03")
def outputs_by_rows(x: Tensor, w: Tensor) -> Tensor:
    """The numbers are right, but the answer is on its side: yours is `k b`, wanted is `b k`. Rows of `x` come first, so
    `x` stands on the left of `@`."""
    return w @ x.T


@mistake("M12")
def reshaped_to_fit(x: Tensor, w: Tensor) -> Tensor:
    """You made `w` fit with `reshape`. It gives the shape `d k`, but it only cuts the same row of numbers into other
    pieces: the weights of different outputs get mixed. To exchange two axes, transpose: `w.T`."""
    return x @ w.reshape(w.shape[1], w.shape[0])


@mistake("M60")
def both_transposed(x: Tensor, w: Tensor) -> Tensor:
    """You transposed `x` too, so now `b` meets `d`. It runs only where those two happen to be equal. Only `w` has its
    axes the wrong way round for `@`."""
    return x.T @ w.T
