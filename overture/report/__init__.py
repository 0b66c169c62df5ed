"""Words, charts, one self-contained page; sees results, never workers."""
