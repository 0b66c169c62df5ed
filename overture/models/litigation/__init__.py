"""Litigation: settlements before a court that knows more than one of the parties."""
