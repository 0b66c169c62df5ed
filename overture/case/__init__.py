"""The case file: what it may say, read and checked, its worlds drawn. It knows no answers."""
