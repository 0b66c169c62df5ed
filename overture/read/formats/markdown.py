"""Markdown made ready for a reader: its markup as spaces, so that every character stays where it is."""

from __future__ import annotations

import re

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*$", re.S | re.M)
_FENCE = re.compile(r"^[ \t]{0,3}(```+|~~~+)[^\n]*\n.*?(?:^[ \t]{0,3}\1[`~]*[ \t]*$|\Z)", re.S | re.M)
_LINK = re.compile(
    r"(!?\[)([^\[\]\n]{0,500})(\](?:\([^()\s]{0,2000}(?:[ \t]+\"[^\"\n]{0,300}\")?\)|\[[^\[\]\n]{0,200}\]))"
)
_DEFINED = re.compile(r"^[ ]{0,3}\[[^\]\n]{1,200}\]:[^\n]*$", re.M)
_MARK = re.compile(r"\*\*|__|~~|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)|`")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,300}>")


def blanked(text: str) -> str:
    """Markdown with its markup as spaces, of the same length: front matter, code, links' addresses, stars."""

    def gone(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match.group())

    def shown(match: re.Match[str]) -> str:
        if match[1] == "![":
            return " " * len(match[0])
        return " " * len(match[1]) + match[2] + " " * len(match[3])

    text = _FENCE.sub(gone, _FRONT.sub(gone, text))
    text = _DEFINED.sub(gone, _without_comments(text))
    text = _LINK.sub(shown, text)
    return _MARK.sub(gone, _TAG.sub(gone, text))


def _without_comments(text: str) -> str:
    """``<!-- ... -->`` blanked; one that is never closed stays. No pattern: it would be tried at every opening."""
    parts, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts += [text[at:start], re.sub(r"[^\n]", " ", text[start : end + 3])]
        at = end + 3
    return "".join([*parts, text[at:]])
