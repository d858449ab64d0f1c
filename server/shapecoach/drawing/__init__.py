"""Drawings as SVG: pure functions from small frozen models to text.

They hold no style sheet and no script, so that a page may forbid both, and no ground, so that they lie on any.
"""
