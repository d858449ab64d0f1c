"""One small module per LSP feature, each a pure function of an Analysis."""
