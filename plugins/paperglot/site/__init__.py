"""Everything that makes the site out of the store."""
