"""The user's own folder: what Overture keeps between commands lies there, readable and writable by the user alone."""
