"""Tree in, Solution out; one algorithm a file; knows no case."""
