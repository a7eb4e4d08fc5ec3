"""The search: an index of the papers as files that a reader's browser asks a few of.

`terms` says what is a word, `texts` what of a paper is searched, `periods` how the papers are
cut into shards, `postings` and `shard` how a shard is written, `files` which files there are.
The browser's half is `theme/assets/paperglot/search_*.js`; both follow docs/search.md.
"""
