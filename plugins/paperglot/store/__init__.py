"""The store: one Markdown page per paper and per announcement day, the only truth there is."""
