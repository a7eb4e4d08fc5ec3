"""A paper as other software cites it."""
