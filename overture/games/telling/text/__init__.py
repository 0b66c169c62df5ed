"""What the text of a telling shows before it is played."""
