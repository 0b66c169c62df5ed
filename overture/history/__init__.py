"""What a history says: its chance, what each side believes of the other after it, and what it is worth to whom."""
