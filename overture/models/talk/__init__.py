"""Talk: messages that cost nothing, or cost something only where they are false."""
