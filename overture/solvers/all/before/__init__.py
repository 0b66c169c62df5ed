"""What is settled before any search: backward induction and conditional dominance."""
