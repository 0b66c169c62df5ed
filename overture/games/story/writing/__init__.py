"""Stories written: in sentences, in the resolved form, and from a tree."""
