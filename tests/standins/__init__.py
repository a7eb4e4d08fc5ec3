"""Servers on the loopback that stand in for arXiv and for the Messages API.

Tests and `scripts/sandbox.py` run against them, so that neither costs money or troubles
arXiv. `arxiv` and `messages` are the two servers. `feeds`, `atom`, `listings` and `queries` write
what arXiv would publish, `reading` and `records` derive it from the feeds, and `faults` says how
each server can go wrong.
"""
