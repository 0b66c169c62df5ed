"""Lines of a page in the order in which they are read."""

from __future__ import annotations

from math import cos, radians, sin

from overture.read.formats.pages.reading_order import Box, in_reading_order


def page(*lines: tuple[str, float, float, float], skew: float = 0.0) -> list[str]:
    """The words of lines (words, left, head, right; 20 pixels high), as they are read on a page skewed by degrees."""
    c, s = cos(radians(skew)), sin(radians(skew))

    def turned(x: float, y: float) -> tuple[float, float]:
        return x * c - y * s, x * s + y * c

    boxes = [
        Box((turned(left, head), turned(right, head), turned(right, head + 20), turned(left, head + 20)), n)
        for n, (_, left, head, right) in enumerate(lines)
    ]
    return [" ".join(lines[line.place][0] for line in row) for row in in_reading_order(boxes)]


COLUMNS = [
    ("title across", 100.0, 0.0, 900.0),
    *((f"left {n}", 100.0, 60.0 + 30 * n, 480.0) for n in range(5)),
    *((f"right {n}", 520.0, 67.0 + 30 * n, 900.0) for n in range(5)),
    ("foot across", 100.0, 260.0, 900.0),
]
READ = ["title across", *(f"left {n}" for n in range(5)), *(f"right {n}" for n in range(5)), "foot across"]


def test_columns_are_read_one_after_the_other_between_what_stands_across_both() -> None:
    assert page(*COLUMNS) == READ
    assert page(*reversed(COLUMNS)) == READ


def test_a_skewed_page_is_turned_straight_first() -> None:
    assert page(*COLUMNS, skew=2.5) == READ
    assert page(*COLUMNS, skew=-2.5) == READ


def test_pieces_of_one_row_are_one_row() -> None:
    assert page(("Lorn,", 100, 0, 200), ("3 May", 700, 4, 900), ("The talks failed.", 100, 40, 900)) == [
        "Lorn, 3 May",
        "The talks failed.",
    ]


def test_three_columns() -> None:
    lines = [(f"{c}{n}", 300.0 * c, 30.0 * n, 300.0 * c + 250) for n in range(3) for c in range(3)]
    assert page(*lines) == [f"{c}{n}" for c in range(3) for n in range(3)]


def test_nothing() -> None:
    assert page() == []
