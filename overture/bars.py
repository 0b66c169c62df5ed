"""Bars for long work in a notebook or a terminal: what the functions that take ``progress`` say is drawn by tqdm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from overture.errors import MissingExtra

Telling = Callable[..., None]


@contextmanager
def progress_bars() -> Iterator[Telling]:
    """Bars for the work within: ``with ov.progress_bars() as tell: ov.vary(..., progress=tell)``.

    What comes is taken from every function of Overture that has ``progress``: (done, of), or (stage, done, of), which
    has a bar for each stage. In a notebook with ipywidgets they are its own bars, elsewhere text on stderr. No result depends
    on them.

    Raises:
        MissingExtra: the extra ``notebook`` (tqdm) is not installed.
    """
    if find_spec("tqdm") is None:
        raise MissingExtra.of(
            "progress/tqdm",
            "bars cannot be drawn",
            mend='pip install "overture[notebook]", or leave progress out',
        )
    from tqdm.auto import tqdm

    shown: dict[str, Any] = {}

    def tell(*told: Any) -> None:
        stage, done, of = ("", *told) if len(told) == 2 else told
        if stage not in shown:
            shown[stage] = tqdm(total=of, desc=stage or None, leave=False, mininterval=0, miniters=1)
        bar = shown[stage]
        bar.total = of
        bar.update(done - bar.n)

    try:
        yield tell
    finally:
        for each in shown.values():
            each.close()
