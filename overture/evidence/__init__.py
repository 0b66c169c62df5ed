"""Source, Claim, lineage: the evidence sheet in and out."""
