"""The case file: everything named in one YAML; load, check, run."""
