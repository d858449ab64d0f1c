"""Axis names as symbols: where each stands in a file, in annotations, patterns and lengths, and which are one axis."""
