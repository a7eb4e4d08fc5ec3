"""The captions of a paper's figures and tables in the second language."""
