"""How to say it better in einops: hints on code that is right, each with a rewrite that was proved."""

from shapecoach.hints.einops.hints import with_hints
from shapecoach.hints.einops.unpacking import with_less

__all__ = ["with_hints", "with_less"]
