"""Page and terminal of the judgement of a history."""
