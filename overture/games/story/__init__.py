"""A game told as data: a story file, which becomes the same Tree as the telling in Python."""
