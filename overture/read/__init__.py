"""Documents in, claims out; knows no game."""
