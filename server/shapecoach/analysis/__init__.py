"""Source -> tree (survives half-typed code) -> abstract interpreter -> Analysis.

Nothing is imported here: who only needs `model` or the pages of `rules` (the language server) must not wait for torch.
"""
