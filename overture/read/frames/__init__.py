"""Speech acts as a table of frames: ``frames.yaml`` holds the rows, ``table`` reads them, ``match`` finds them in a parse."""
