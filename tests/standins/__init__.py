"""Servers on the loopback that stand in for arXiv and for the Messages API.

Tests and `scripts/sandbox.py` run against them, so that neither costs money or troubles
arXiv. `arxiv` and `messages` are the two servers, `feeds` writes what arXiv would publish,
and `faults` says how each of them can go wrong.
"""
