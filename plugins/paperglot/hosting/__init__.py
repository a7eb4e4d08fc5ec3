"""What becomes of the built site on its host: how full that is, and how the site gets there."""
