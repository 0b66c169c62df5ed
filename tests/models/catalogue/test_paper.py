"""A publication as a reference and in BibTeX: what is not confirmed is told as such."""

from __future__ import annotations

import pytest

from overture.models.catalogue.paper import Paper

SURE = Paper(
    ("Cho, In-Koo", "Kreps, David M."),
    1987,
    "Games",
    journal="Wit & Law",
    volume="1",
    number="2",
    pages="3-4",
)


def test_an_article_in_bibtex() -> None:
    assert SURE.bibtex().splitlines() == [
        "@article{ChoKreps1987,",
        "  author = {Cho, In-Koo and Kreps, David M.},",
        "  title = {{Games}},",
        "  year = {1987},",
        "  journal = {Wit \\& Law},",
        "  volume = {1},",
        "  number = {2},",
        "  pages = {3--4}",
        "}",
    ]
    assert SURE.said() == "Cho, In-Koo; Kreps, David M. 1987. Games. Wit & Law 1(2): 3-4."


def test_what_is_not_confirmed_is_no_field_of_its_own() -> None:
    doubted = Paper(
        ("Selten, Reinhard",), 1975, "Games", journal="Law", volume="4", pages="25-55", unconfirmed=("pages",)
    )
    assert "pages = {" not in doubted.bibtex()
    assert "note = {not confirmed: pages 25-55}" in doubted.bibtex()
    assert doubted.said() == "Selten, Reinhard 1975. Games. Law 4. (not confirmed: pages 25-55)"


def test_keys_are_plain_letters_and_doubt_is_of_what_is_given() -> None:
    assert Paper(("Güth, Werner",), 1982, "x").key == "Guth1982"
    assert Paper(("A, B",), 1982, "x", publisher="P").bibtex().startswith("@book{A1982")
    with pytest.raises(ValueError, match="pages"):
        Paper(("A, B",), 1982, "x", unconfirmed=("pages",))
