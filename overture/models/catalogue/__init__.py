"""The house of the catalogue: how its models are found, cited, solved and checked. The models stand in the rooms beside it."""
