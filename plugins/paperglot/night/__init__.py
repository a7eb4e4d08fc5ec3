"""The runs that fill the store, the steps they are made of, and what is said of them."""
