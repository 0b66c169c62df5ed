"""How the bench measures: commands alone in a process, other programs beside ours, rows of a table."""
