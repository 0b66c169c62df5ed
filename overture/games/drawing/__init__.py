"""A tree as a picture: where everything stands, what is drawn there, and the forms in which it is written."""
