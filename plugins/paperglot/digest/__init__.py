"""Everything that knows a model: what is asked, what is answered, and what it costs."""
