"""Paperglot against other generators and against itself; `make bench` runs it."""
