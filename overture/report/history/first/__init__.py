"""The first screen of the page of a history: the answer in short, each sentence of the report, what to answer, how far."""
