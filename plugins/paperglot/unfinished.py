"""What tells of a site's folder that a build of it has not come to its end."""

MARK = ".paperglot-unfinished"
"""A folder at the site's root. MkDocs leaves hidden entries alone when it empties the site."""
