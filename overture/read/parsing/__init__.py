"""What a parser gives: the model, parts of speech, and what the rules ask of a parsed sentence."""
