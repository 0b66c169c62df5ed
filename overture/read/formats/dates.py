"""The date that a report states as its own: in its dateline, or on a line by itself near its beginning.

A year or a day that the body speaks of is none: copies are put in order by these dates.
"""

from __future__ import annotations

import re
from datetime import date

HEAD_LINES = 8
"""Lines at the start of a report among which its date stands."""
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), 1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = (
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>{_MONTH})\.?,?\s+(?P<year>\d{{4}})"
    rf"|(?P<month2>{_MONTH})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{{4}})"
    r"|(?P<iso>\d{4}-\d\d-\d\d))"
)
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
# "PORT ESSEL, 3 March 2026 - ..."
_DATELINE = re.compile(
    rf"^\W*[A-Z][A-Z.' -]{{2,40}}(?:,\s[\w. ]{{2,30}}?)?,\s+{_WEEKDAY}(?i:{_DAY})\s*(?:\([\w. ]{{2,30}}\)\s*)?(?:[-–—:]|$)"
)
# "5 March 2026"; "Date: 5 March 2026"; "Communiqué No. 17/2026, Port Essel, 4 March 2026" has no verb before it either.
_ALONE = re.compile(
    rf"^\W*(?:(?:date|dated|published|issued|posted|updated)(?:\s+on)?:?\s+)?{_WEEKDAY}{_DAY}(?:[,\s]+\d{{1,2}}[:.]\d\d.*)?\W*$", re.IGNORECASE
)  # fmt: skip
_HEADED = re.compile(rf"^(?:[A-Z][\w./°№é-]*\s?(?:No\.?\s?[\w/.-]+)?,?\s?){{1,6}},\s+(?i:{_DAY})\W*$")


def stated_date(text: str) -> str:
    """``YYYY-MM-DD``, or "" where the beginning of the report states no date, or two that differ."""
    found = []
    lines = [line.strip() for line in text[:4000].splitlines() if line.strip()][:HEAD_LINES]
    for line in lines:
        match = _DATELINE.match(line) or _ALONE.match(line) or _HEADED.match(line)
        told = _iso(match) if match else ""
        if told:
            found.append(told)
    return found[0] if len(set(found)) == 1 else ""


def _iso(match: re.Match[str]) -> str:
    if match["iso"]:
        parts = [int(part) for part in match["iso"].split("-")]
    else:
        month = _MONTHS[(match["month"] or match["month2"]).lower()]
        parts = [int(match["year"] or match["year2"]), month, int(match["day"] or match["day2"])]
    try:
        return date(*parts).isoformat()
    except ValueError:
        return ""
