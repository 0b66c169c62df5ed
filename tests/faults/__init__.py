"""Files that went wrong once; the tests of what they are about say what is right."""

from pathlib import Path

FAULTS = Path(__file__).parent
