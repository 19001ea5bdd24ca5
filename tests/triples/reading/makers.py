"""Small writers of the formats that are read, so that no binary file need be kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import NamedTuple


class Line(NamedTuple):
    """A line of text on a page: its place in points from the lower left corner, and the size of its type."""

    x: float
    y: float
    text: str
    size: float = 10


def pdf(pages: Sequence[Sequence[Line]], *, title: str | None = None, encrypted: bool = False) -> bytes:
    """Writes a PDF (ISO 32000) in Helvetica; `encrypted` asks for a password that nobody has."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for lines in pages:
        drawn = "".join(
            f"BT /F1 {line.size} Tf {line.x} {line.y} Td ({_escaped(line.text)}) Tj ET\n" for line in lines
        ).encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    trailer = b"/Root 1 0 R"
    if title is not None:
        objects.append(f"<< /Title ({_escaped(title)}) >>".encode("cp1252"))
        trailer += b" /Info %d 0 R" % len(objects)
    if encrypted:
        objects.append(b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"11" * 32, b"22" * 32))
        trailer += b" /Encrypt %d 0 R /ID [<00> <00>]" % len(objects)
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, table))
    return out.getvalue()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str, *, footnotes: str = "", title: str = "") -> bytes:
    """Writes a document of WordprocessingML with the prefix ``w`` bound; `body` and `footnotes` are its XML."""
    parts = {"[Content_Types].xml": "<Types/>", "word/document.xml": _word("document", body)}
    if footnotes:
        parts["word/footnotes.xml"] = _word("footnotes", footnotes)
    if title:
        parts["docProps/core.xml"] = f'<p xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></p>'
    return zipped(parts)


def _word(element: str, content: str) -> str:
    return f'<?xml version="1.0"?><w:{element} xmlns:w="{WORD}">{content}</w:{element}>'


def zipped(parts: dict[str, str]) -> bytes:
    """Writes a zip archive of texts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def paragraph(text: str) -> str:
    """Returns a paragraph of WordprocessingML with one run."""
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def warc_record(
    url: str, body: bytes, *, content_type: str = "text/html", status: str = "200 OK", header: str = ""
) -> bytes:
    """Writes a response record of WARC/1.0; `header` holds more lines of HTTP headers, each with its end."""
    http = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n{header}\r\n".encode() + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: 1999-05-03T00:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"
