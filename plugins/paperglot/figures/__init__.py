"""From a PDF on the disk to the images and captions of its figures and tables.

Knows nothing of arXiv, the store or the site. `extraction` is what others call; everything
that reads the PDF runs in a process of its own, started with `worker`.
"""
