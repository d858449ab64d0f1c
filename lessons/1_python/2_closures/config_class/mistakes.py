"""Answers to config_class that look right and are not.  Those about what is refused are named by the tests."""

from dataclasses import dataclass

from shapecoach.lessons.judging import mistake


@dataclass
class Checked:
    """The two fields, and what is to be refused."""

    d_model: int
    n_heads: int

    def __post_init__(self) -> None:
        if self.d_model % self.n_heads != 0:
            raise ValueError(f"{self.n_heads} heads for {self.d_model}")


@mistake("M06")
class GPT2sWidth(Checked):
    """Your head is always 64 wide: that is GPT-2's. Work it out from the two fields, `self.d_model // self.n_heads`."""

    @property
    def d_head(self) -> int:
        return 64


@mistake("M06")
class GPT2sHeads(Checked):
    """You divide by 12 whatever the config says: that is GPT-2's number of heads. This config's is `self.n_heads`."""

    @property
    def d_head(self) -> int:
        return self.d_model // 12


@mistake("M13")
class Fraction(Checked):
    """Your `d_head` is a float, 64.0: `/` makes one even if it comes out even, and a float can't be the size of an
    axis. `//` divides ints and gives an int."""

    @property
    def d_head(self) -> float:
        return self.d_model / self.n_heads


@mistake("M62")
class UpsideDown(Checked):
    """You divide the number of heads by the width. A head's share is `self.d_model // self.n_heads`."""

    @property
    def d_head(self) -> int:
        return self.n_heads // self.d_model


@mistake("M62")
class Stored(Checked):
    """Your `d_head` is right at first and doesn't follow when a field is changed: it is stored when the config is made.
    Work it out each time it is asked for, in a property."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.d_head = self.d_model // self.n_heads


@mistake("M62")
class Method(Checked):
    def d_head(self) -> int:
        return self.d_model // self.n_heads


@dataclass
class Share:
    """A right `d_head`, and no check."""

    d_model: int
    n_heads: int

    def __post_init__(self) -> None:
        pass

    @property
    def d_head(self) -> int:
        return self.d_model // self.n_heads


@mistake("M62")
class NothingRefused(Share):
    pass


@mistake("M62")
class Asserted(Share):
    def __post_init__(self) -> None:
        assert self.d_model % self.n_heads == 0


@mistake("M62")
class RefusedTooLate(Share):
    @property
    def d_head(self) -> int:
        if self.d_model % self.n_heads:
            raise ValueError("not even")
        return self.d_model // self.n_heads


@mistake("M62")
class OnlyTooManyHeadsRefused(Share):
    def __post_init__(self) -> None:
        if self.d_model < self.n_heads:
            raise ValueError("too many heads")


@mistake("M62")
class RefusedTheWrongWay(Share):
    """You refuse the sizes that come out even: `%` gives what is left, and 0 means that nothing is. Raise ValueError if
    it is not 0."""

    def __post_init__(self) -> None:
        if self.d_model % self.n_heads == 0:
            raise ValueError(f"d_model={self.d_model} can't be split among n_heads={self.n_heads}")
