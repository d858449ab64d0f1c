"""Proved fixes, and how to say it better in einops."""

from shapecoach.hints.examine import examine

__all__ = ["examine"]
