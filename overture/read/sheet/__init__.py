"""From readings to the evidence sheet: copies, who may be one man, entries, and the account of every file."""
