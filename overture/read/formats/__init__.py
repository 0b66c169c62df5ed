"""From the bytes of a file to the text of a report: one file a kind, each by a library that reads such files."""
