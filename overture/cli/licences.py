"""``overture licences``: what Overture stands on that is installed here, each with its version and licence."""

from __future__ import annotations

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_CLASSIFIER = "License :: OSI Approved :: "
SHORT = 60  # letters; a longer text is the licence itself, and its classifier is told
UNSAID = "not said by the package"


def licences() -> None:
    """List the packages that Overture needs or can use, as far as they are installed, with versions and licences."""
    rows = [(each.metadata["Name"], each.version, licence_of(each)) for each in stands_on("overture")]
    wide = [max(len(row[at]) for row in rows) for at in (0, 1)] if rows else [0, 0]
    for name, version, licence in rows:
        print(f"{name:<{wide[0]}}  {version:<{wide[1]}}  {licence}")
    print(f"{len(rows)} packages.")


def stands_on(name: str) -> list[Distribution]:
    """What a package requires, with all its extras, and what that requires, as far as it is installed; by name."""
    found: dict[str, Distribution] = {}
    waiting = [name]
    while waiting:
        try:
            each = distribution(waiting.pop())
        except PackageNotFoundError:  # an extra, or of another platform
            continue
        key = _key(each.metadata["Name"])
        if key not in found:
            found[key] = each
            named = (_NAME.match(line) for line in each.requires or ())
            # What only an extra of a dependency would need is not asked for.
            waiting += [
                match[0]
                for match, line in zip(named, each.requires or (), strict=True)
                if match and (key == _key(name) or "extra ==" not in line)
            ]
    return [found[key] for key in sorted(found) if key != _key(name)]


def licence_of(package: Distribution) -> str:
    """The licence that a package states: its SPDX expression, else a short text, else its classifiers."""
    fields = (package.metadata.get_all(name) or [""] for name in ("License-Expression", "License"))
    stated = next((each[0] for each in fields if each[0]), "")
    if stated and len(stated) <= SHORT and "\n" not in stated:
        return str(stated)
    named = [
        each.rpartition(" :: ")[2]
        for each in package.metadata.get_all("Classifier") or ()
        if each.startswith(_CLASSIFIER)
    ]
    return ", ".join(named) or (str(stated).splitlines()[0][:SHORT] if stated else UNSAID)


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
