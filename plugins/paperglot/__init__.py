"""Paperglot turns the night's arXiv into a bilingual website."""

__version__ = "0.1.0"
