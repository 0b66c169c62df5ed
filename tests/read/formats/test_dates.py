"""The date that a report states as its own."""

from __future__ import annotations

import pytest

from overture.read.formats.dates import stated_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Truce\n\nPORT ESSEL, 3 March 2026 - The Front said so.", "2026-03-03"),
        ("Truce\n\nPORT ESSEL, Tavia, March 3, 2026 (HNA) — The Front said so.", "2026-03-03"),
        ("Weekly note\n\n5 March 2026\n\nThe monitor said so.", "2026-03-05"),
        ("Weekly note\nPublished on Thursday, 5 Mar. 2026\n\nThe monitor said so.", "2026-03-05"),
        ("Communiqué No. 17/2026, Port Essel, 4 March 2026\n\nThe Government said so.", "2026-03-04"),
        ("Date: 2026-03-04\n\nHe said so.", "2026-03-04"),
        # None of these is the report's own.
        ("Truce\n\nThe hall was built on 4 May 2011, he said.", ""),
        ("Truce\n\nVELL, 3 May — The minister said so.", ""),
        ("The pact of 3 March 2026 holds, he said.", ""),
        ("In 2011\n\nHe said so.", ""),
        ("3 March 2026\n\n4 March 2026\n\nHe said so.", ""),
        ("31 February 2026\n\nHe said so.", ""),
        ("One\n" * 9 + "5 March 2026\n", ""),
    ],
)
def test_a_date_is_stated_or_there_is_none(text: str, date: str) -> None:
    assert stated_date(text) == date
