"""The ways in which an answer is turned down."""

from __future__ import annotations

from shapecoach.lessons.picture import Picture


class Rejected(Exception):  # noqa: N818  # it is a judgement, not a fault of the program
    """The answer is wrong; the message says how, for the learner.

    `mistake` is set where the check itself knows which mistake it caught.  `entry` is the first wrong entry of an
    answer that is a dict of predictions.  `picture` shows the answer against the right one.
    """

    def __init__(
        self,
        message: str,
        *,
        mistake: str | None = None,
        entry: str | None = None,
        picture: Picture | None = None,
    ) -> None:
        super().__init__(message)
        self.message, self.mistake, self.entry, self.picture = message, mistake, entry, picture


class NotStarted(Exception):  # noqa: N818  # likewise
    """The answer is still the starter's."""


class Raised(Exception):  # noqa: N818  # likewise
    """The learner's own code raised `error`."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(str(error))
        self.error = error
