"""French texts, written and annotated for Overture, and what the reader finds in them."""
