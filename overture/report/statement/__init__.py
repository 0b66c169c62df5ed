"""What is said of a judgement: one file for each question, each sentence made by the one grammar."""
