"""Tree in, measured solutions out; one algorithm a file, and none that knows a case."""
