"""The publication that a model is of, and its entry for a bibliography in BibTeX."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# The fields of an entry, in the order in which they are printed, with their names in BibTeX.
_FIELDS = {
    "journal": "journal",
    "booktitle": "booktitle",
    "publisher": "publisher",
    "volume": "volume",
    "number": "number",
    "pages": "pages",
    "doi": "doi",
}


@dataclass(frozen=True)
class Paper:
    """A publication.

    Attributes:
        authors: each as "Family, Given". year: of publication. title: as printed.
        journal, booktitle, publisher: of an article, of a chapter, of a book or report. volume, number, pages, doi: as
            printed; "" where there is none. pages are "355-374".
        unconfirmed: names of the fields that no look-up confirmed; they are told as such and not as known.
    """

    authors: tuple[str, ...]
    year: int
    title: str
    journal: str = ""
    booktitle: str = ""
    publisher: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    doi: str = ""
    unconfirmed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        unknown = [name for name in self.unconfirmed if name not in _FIELDS or not getattr(self, name)]
        if unknown:
            raise ValueError(f"fields that are not given cannot be unconfirmed: {', '.join(unknown)}")

    @property
    def families(self) -> tuple[str, ...]:
        """The family names of the authors."""
        return tuple(each.partition(",")[0] for each in self.authors)

    @property
    def key(self) -> str:
        """The key of its BibTeX entry: the family names in plain letters and the year ("ChoKreps1987")."""
        plain = unicodedata.normalize("NFKD", "".join(self.families))
        return re.sub(r"[^A-Za-z]", "", plain) + str(self.year)

    def said(self) -> str:
        """The reference in one line, without what is not confirmed: "Spence, Michael 1973. Job Market Signaling. ..."."""
        where = self.known("journal") or self.known("booktitle")
        number = f"({self.known('number')})" if self.known("number") else ""
        place = " ".join(part for part in (where, f"{self.known('volume')}{number}") if part)
        pages = self.known("pages")
        parts = [
            f"{'; '.join(self.authors)} {self.year}",
            self.title,
            f"{place}{': ' if place and pages else ''}{pages}",
            self.known("publisher"),
            f"doi:{self.known('doi')}" if self.known("doi") else "",
        ]
        return ". ".join(part for part in parts if part) + "." + self._doubt(" ({})")

    def known(self, field: str) -> str:
        """A field where it is given and confirmed, else ""."""
        return "" if field in self.unconfirmed else str(getattr(self, field))

    def bibtex(self) -> str:
        """The entry in BibTeX. What is not confirmed stands in its note, and in no field of its own."""
        kind = "article" if self.journal else "incollection" if self.booktitle else "book"
        rows = [
            ("author", " and ".join(self.authors)),
            ("title", f"{{{self.title}}}"),
            ("year", str(self.year)),
        ]
        rows += [(name, self.known(field)) for field, name in _FIELDS.items() if self.known(field)]
        rows = [(name, value.replace("-", "--") if name == "pages" else value) for name, value in rows]
        if self.unconfirmed:
            rows.append(("note", self._doubt("{}")))
        body = ",\n".join(f"  {name} = {{{value.replace('&', chr(92) + '&')}}}" for name, value in rows)
        return f"@{kind}{{{self.key},\n{body}\n}}"

    def _doubt(self, form: str) -> str:
        """What is not confirmed, put into ``form``; "" where all is."""
        if not self.unconfirmed:
            return ""
        fields = ", ".join(f"{name} {getattr(self, name)}" for name in self.unconfirmed)
        return form.format(f"not confirmed: {fields}")
