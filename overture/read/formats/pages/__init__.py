"""Pages that are drawn, not written: their lines in the order in which they are read, and the text of all pages."""
