"""Languages other than English, each a file of words: read by one set of rules over Universal Dependencies."""
