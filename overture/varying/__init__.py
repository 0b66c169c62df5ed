"""What all equilibria of a game say of events, as one or two of its parameters vary: no case file is needed."""
