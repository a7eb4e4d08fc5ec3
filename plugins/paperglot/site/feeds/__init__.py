"""The site as feeds: what a channel holds, and how each format says it."""
