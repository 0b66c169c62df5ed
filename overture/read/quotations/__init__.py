"""Whose a quotation is, and what is no claim: marks, dashes, transcripts, credits, scare quotes."""
