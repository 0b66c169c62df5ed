"""The judgement of a case about a history: what it says of every side, in every way of playing that was found."""
