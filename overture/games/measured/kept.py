"""A certificate in a file: the assessment that it is of, and what it says, which is measured again when it is read."""

from __future__ import annotations

from typing import Any

from overture.errors import FileError
from overture.games.codec import ValueReader, ValueWriter, refused
from overture.games.measured.assessment import Assessment, Number
from overture.games.measured.certificate import AssessmentCertificate, certify
from overture.games.measured.standards import AGAIN
from overture.games.tree import Tree

_SAID: dict[str, Any] = {
    "exact": bool,
    "value": tuple[Number, ...],
    "regret": tuple[Number, ...],
    "nash_regret": tuple[Number, ...],
}


def write_certificate(writer: ValueWriter, certificate: AssessmentCertificate) -> dict[str, Any]:
    """A certificate as JSON's values."""
    said = {name: writer.write(getattr(certificate, name), kind) for name, kind in _SAID.items()}
    game, assessment = writer.write(certificate.tree, Tree), writer.write(certificate.assessment, Assessment)
    return {"game": game, "assessment": assessment, **said}


def read_certificate(reader: ValueReader, data: Any, where: str) -> AssessmentCertificate:
    """The assessment certified anew. Raises FileError where the file says something else of it."""
    names = ("game", "assessment", *_SAID)
    if not isinstance(data, dict) or set(data) != set(names):
        found = sorted(data) if isinstance(data, dict) else data
        raise refused(where, found, f"the fields {', '.join(names)}")
    tree = reader.read(data["game"], Tree, f"{where}.game")
    assessment = reader.read(data["assessment"], Assessment, f"{where}.assessment")
    certificate = certify(tree, assessment)
    for name, kind in _SAID.items():
        said, found = reader.read(data[name], kind, f"{where}.{name}"), getattr(certificate, name)
        if not _same(said, found):
            raise differs(tree, name, _told(said), _told(found), where)
    return certificate


def differs(tree: Tree, name: str, said: Any, found: Any, where: str = "") -> FileError:
    """The error for what a file says and what is not measured so."""
    return FileError.of(
        "load/certificate",
        f"the file says {name} {said}, and measured again it is {found}",
        f"{tree.title}, {where}" if where else tree.title,
        "what is measured of the play that it holds",
        "solve the game again",
    )


def _same(said: Any, found: Any) -> bool:
    if isinstance(found, bool):
        return bool(said == found)
    return len(said) == len(found) and all(_near(one, other) for one, other in zip(said, found, strict=True))


def _near(said: Number, found: Number) -> bool:
    if isinstance(found, float):
        return abs(float(said) - found) <= AGAIN * max(1.0, abs(found))
    return not isinstance(said, float) and said == found


def _told(said: Any) -> str:
    return str(said) if isinstance(said, bool) else "(" + ", ".join(map(str, said)) + ")"
