"""Everything that knows arXiv: its feeds, its text, its days and its manners."""
