"""Paperglot turns the night's arXiv into a bilingual website."""

from paperglot.host import provide_mkdocs

__version__ = "0.1.0"

provide_mkdocs()
