"""The language server: a thin layer over an Analysis.  This process never imports torch.

server.py      what the client may ask, each a few lines
session.py     the open documents and what is known about each
analyst.py     keeps the analysis process alive and feeds it
worker.py      that process
last_time.py   what it wrote down of a document when that was open before
features/      an Analysis in, LSP structures out; one module per feature
"""
