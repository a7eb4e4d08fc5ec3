"""A day's overview: a few sentences on what the day brought to a topic, with their papers."""
