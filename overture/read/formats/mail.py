"""Messages and saved pages to text: .eml and .mht by Python's own library, .msg (Outlook) by python-oxmsg.

The text of a message is its subject and its body, plain rather than HTML, quoted lines without their marks, and the
messages that were forwarded in it. Other attachments are not read: each is named, so that it can be saved and read.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from platform import python_version
from typing import Any

from overture.errors import FileError
from overture.read.formats.blocks import paragraphs_of
from overture.read.formats.extracted import Extracted, broken, library, without_text
from overture.read.formats.html import extract as extract_page
from overture.read.formats.letters import decoded, plain_letters

PARTS = 500
"""Parts of one message that are looked at."""
DEEPEST = 8
"""Messages forwarded in messages that are followed."""
_QUOTED = re.compile(r"^(?:> ?)+", re.MULTILINE)


def eml(data: bytes, where: str) -> Extracted:
    """The text of a message (.eml).

    Raises:
        FileError: broken or without text. MissingExtra: its body is HTML only and lxml is not installed.
    """
    message = _message(data, where)
    left: list[str] = []
    count = [0]
    blocks = list(_texts(message, left, count, where, 0))
    subject = _line(message.get("Subject"))
    return _made(
        subject, blocks, _date(message.get("Date")), left, f"Python {python_version()} (email)", where
    )


def msg(data: bytes, where: str) -> Extracted:
    """The text of a message that Outlook saved (.msg).

    Raises:
        FileError: broken, or without a body that is text or HTML. MissingExtra: python-oxmsg is not installed.
    """
    oxmsg = library("oxmsg", "an Outlook message (.msg)", where, "python-oxmsg")
    try:
        message = oxmsg.Message.load(io.BytesIO(data))
        body, page = message.body, message.html_body
        subject, sent = _line(message.subject), message.sent_date
        left = [_line(each.file_name) or "without a name" for each in message.attachments]
    except Exception as error:  # whatever a file makes the library raise is a fault of that file
        raise broken("an Outlook message", where, error) from error
    if not (body or "").strip() and not (page or "").strip():
        raise FileError.of(
            "document/no-text",
            "the message has no body as text or HTML",
            where,
            "a message with text in it",
            "save it from Outlook as text",
        )
    blocks = [_unquoted(body)] if (body or "").strip() else paragraphs_of(page, where)
    date = sent.strftime("%Y-%m-%d") if sent is not None else ""
    return _made(subject, blocks, date, left, f"python-oxmsg {version('python-oxmsg')}", where)


def mht(data: bytes, where: str) -> Extracted:
    """The article of a page that a browser saved as one file (.mht): its first HTML part.

    Raises:
        FileError: broken, or no article in it. MissingExtra: trafilatura is not installed.
    """
    message = _message(data, where)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                return extract_page(payload, where, part.get_content_charset() or "")
    raise without_text("saved page", where)


def _message(data: bytes, where: str) -> EmailMessage:
    try:
        return message_from_bytes(data, policy=default)
    except Exception as error:
        raise broken("a message", where, error) from error


def _texts(part: Any, left: list[str], count: list[int], where: str, depth: int) -> Iterator[str]:
    """The blocks of text of a part and of those in it; names of what is no text go to ``left``."""
    count[0] += 1
    if depth > DEEPEST:
        left.append("a message forwarded too deep")
        return
    if count[0] > PARTS:
        if count[0] == PARTS + 1:
            left.append(f"all parts after the first {PARTS}")
        return
    kind = part.get_content_type()
    if kind == "message/rfc822":
        for inner in part.get_payload() if isinstance(part.get_payload(), list) else ():
            head = [
                f"{name}: {_line(inner.get(name))}" for name in ("From", "Date", "Subject") if inner.get(name)
            ]
            yield "\n".join(head)
            yield from _texts(inner, left, count, where, depth + 1)
    elif part.is_multipart():
        inside = list(part.iter_parts()) if hasattr(part, "iter_parts") else part.get_payload()
        if kind == "multipart/alternative":
            ranked = sorted(inside, key=lambda each: each.get_content_type() != "text/plain")
            for each in ranked:
                found = list(_texts(each, left, count, where, depth))
                if any(block.strip() for block in found):
                    yield from found
                    return
        else:
            for each in inside:
                yield from _texts(each, left, count, where, depth)
    elif part.get_content_maintype() == "text" and not part.get_filename() and not part.is_attachment():
        payload = part.get_payload(decode=True) or b""
        text, _ = decoded(payload, where, part.get_content_charset() or "") if payload else ("", "")
        if kind == "text/html":
            yield from paragraphs_of(text, where)
        elif kind == "text/plain":
            yield _unquoted(text)
    else:
        left.append(_line(part.get_filename()) or kind)


def _unquoted(text: str) -> str:
    """Plain text without the marks of quoted lines, which cut sentences."""
    return _QUOTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _made(
    subject: str, blocks: list[str], date: str, left: list[str], extractor: str, where: str
) -> Extracted:
    told = [block.strip("\n") for block in blocks if block.strip()]
    if not told:
        raise without_text("message", where)
    if subject:
        told.insert(0, subject)
    notes: tuple[str, ...] = ()
    if left:
        many = "attachments were" if len(left) != 1 else "attachment was"
        notes = (f"{len(left)} {many} not read (save and read them by themselves): {', '.join(left[:8])}",)
    return Extracted(plain_letters("\n\n".join(told)) + "\n", subject, date, extractor, notes=notes)


def _line(value: object) -> str:
    return " ".join(str(value or "").split())


def _date(value: object) -> str:
    """The day of a message's Date line, as it was where it was sent."""
    try:
        return parsedate_to_datetime(str(value)).strftime("%Y-%m-%d") if value else ""
    except (ValueError, TypeError):
        return ""
