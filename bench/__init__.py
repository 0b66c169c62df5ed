"""What Overture is measured against, in one run: ``python -m bench [subject ...]``.

A subject is a file of this folder with a function ``rows() -> list[Row]`` (or a generator of rows). The command collects
all, prints them as they come, and writes ``docs/benchmarks.md``. Peers run out of process, in environments of their own
(:mod:`bench.measure.peer`), on the same trees, in the same run, on the same core: read the figures as ratios.
"""
