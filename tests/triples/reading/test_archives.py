"""Web archives, gzip, feeds and sitemaps: several documents in one file."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest

from ontology.errors import DocumentError
from tests.triples.reading.makers import warc_record
from triples.model import Document
from triples.reading import Catalogue, gzipped, read_document, read_documents
from triples.reading.gzipped import Gunzipped
from triples.reading.parts import Part
from triples.reading.warc import warc_parts

STORY = (
    "<html><body><h1>{title}</h1>"
    "<p>The minister said that {claim}, and that nobody in his government had agreed to it.</p>"
)


def story(title: str, claim: str) -> bytes:
    return STORY.format(title=title, claim=claim).encode()


RECORDS = [
    warc_record("http://www.gazette.example/1999/05/03/pact.html", story("Pact void", "the pact was void")),
    warc_record("http://www.gazette.example/logo.png", b"\x89PNG\r\n", content_type="image/png"),
    warc_record("http://www.gazette.example/gone", b"gone", status="404 Not Found"),
    warc_record(
        "http://www.gazette.example/packed",
        gzip.compress(story("Toll", "the toll was just")),
        header="Content-Encoding: gzip\r\n",
    ),
    warc_record(
        "http://www.gazette.example/latin",
        story("Café", "the café was shut").decode().encode("latin-1"),
        content_type="text/html; charset=iso-8859-1",
    ),
]


def read(path: Path, errors: list[DocumentError] | None = None) -> list[Document]:
    on_error = None if errors is None else errors.append
    return list(read_documents([path], catalogue=Catalogue(), on_error=on_error))


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
def test_each_page_of_a_web_archive_is_a_document(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    path.write_bytes(b"".join(gzip.compress(record) if packed else record for record in RECORDS))
    documents = read(tmp_path)
    assert [document.slug for document in documents] == [
        "gazette-example-1999-05-03-pact",
        "gazette-example-packed",
        "gazette-example-latin",
    ]
    assert documents[0].url == "http://www.gazette.example/1999/05/03/pact.html"
    assert documents[0].published == "1999-05-03"
    assert "the café was shut" in documents[2].text


def test_a_web_archive_is_no_single_document(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"".join(RECORDS))
    with pytest.raises(DocumentError, match="several documents"):
        read_document(tmp_path / "a.warc")
    (tmp_path / "b.warc").write_bytes(RECORDS[1])
    with pytest.raises(DocumentError, match="holds no documents"):
        read_document(tmp_path / "b.warc")


def parts(data: bytes, *, max_bytes: int = 10_000) -> list[Part | DocumentError]:
    return list(warc_parts(io.BytesIO(data), "a.warc", max_bytes=max_bytes))


def test_a_record_that_cannot_be_read_does_not_lose_the_others() -> None:
    large = warc_record("http://a.example/large", b"x" * 5000)
    odd = warc_record("http://a.example/odd", b"x", header="Content-Encoding: br\r\n")
    bomb = warc_record("http://a.example/bomb", gzip.compress(b"\0" * 10_000_000), header="Content-Encoding: gzip\r\n")
    found = parts(large + odd + bomb + RECORDS[0], max_bytes=4000)
    assert [type(part) for part in found] == [DocumentError] * 3 + [Part]
    assert ["large is larger" in str(found[0]), "'br'" in str(found[1]), "bomb is larger" in str(found[2])] == [
        True
    ] * 3


def test_a_web_archive_that_breaks_off() -> None:
    with pytest.raises(DocumentError, match="damaged web archive"):
        parts(RECORDS[0] + b"no record\r\n" * 5)
    (cut,) = parts(RECORDS[0][:-40])
    assert isinstance(cut, DocumentError)
    assert "breaks off" in str(cut)


def test_a_gzip_bomb_is_read_no_further_than_the_bound(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(gzipped, "_GRACE", 100_000)
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(warc_record("http://a.example/", b"\0" * 50_000_000)))
    with pytest.raises(DocumentError, match="100 times its size"):
        read(path)


def test_damaged_gzip_is_told() -> None:
    packed = gzip.compress(b"text " * 1000)
    for bad in (packed[:-9], packed[:20] + b"\xff\xff" + packed[22:], b"\x1f\x8b\x08\x00"):
        with pytest.raises(DocumentError, match="damaged gzip"):
            Gunzipped(io.BytesIO(bad), "a.gz", size=len(bad)).read_whole(100_000)
    with pytest.raises(DocumentError, match="unpacks to more than"):
        Gunzipped(io.BytesIO(packed), "a.gz", size=len(packed)).read_whole(100)


def test_a_packed_text_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "offer.html.gz"
    path.write_bytes(gzip.compress(story("Offer", "the offer was refused")))
    document = read_document(path, catalogue=Catalogue())
    assert (document.slug, document.title) == ("offer", "Offer")


RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Gazette</title><item><title>Pact &amp; toll</title><link>http://gazette.example/1</link>
<pubDate>Mon, 03 May 1999 10:00:00 GMT</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>The minister said that the pact was void.</p>]]></content:encoded></item>
<item><title>Only a link</title><link>http://gazette.example/2</link><description>Short.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Gazette</title><entry><title>Pact</title>
<link href="http://gazette.example/3"/><updated>1999-05-04T10:00:00Z</updated><content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml"><p>He <b>denied</b> that the pact was void.</p></div></content></entry>
</feed>"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>http://gazette.example/1</loc></url></urlset>"""


def test_entries_of_feeds_that_hold_texts_are_documents(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(RSS)
    (tmp_path / "b.atom").write_text(ATOM)
    errors: list[DocumentError] = []
    first, second = read(tmp_path, errors)
    assert first.text == "Pact & toll\n\nThe minister said that the pact was void."
    assert (first.title, first.published, first.publisher) == ("Pact & toll", "1999-05-03", "The Gazette")
    assert (first.url, first.slug, first.basis) == ("http://gazette.example/1", "gazette-example-1", "metadata")
    assert "He denied that" in second.text
    assert second.published == "1999-05-04"
    assert len(errors) == 1
    assert "lists 1 pages without their texts" in str(errors[0])


BAD_LISTS = {
    "a sitemap": (SITEMAP, "give its address"),
    "an empty feed": ('<rss version="2.0"><channel><title>x</title></channel></rss>', "without entries"),
    "a damaged sitemap": ("<urlset><url><loc>x</url>", "damaged sitemap"),
    "entities in a sitemap": (
        '<?xml version="1.0"?><!DOCTYPE u [<!ENTITY x "http://a.example/">]><urlset><loc>&x;</loc></urlset>',
        "declares XML entities",
    ),
}


@pytest.mark.parametrize(("content", "words"), BAD_LISTS.values(), ids=BAD_LISTS)
def test_lists_without_texts_are_told(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "list.xml"
    path.write_text(content)
    with pytest.raises(DocumentError, match=words):
        read(path)


def test_entities_of_a_feed_do_not_grow_and_reach_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("do not tell")
    nested = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    path = tmp_path / "a.rss"
    path.write_text(
        f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a0 "lol">{nested}<!ENTITY f SYSTEM "{secret.as_uri()}">]>'
        "<rss version='2.0'><channel><item><title>&a9; &f;</title><description>"
        f"{'The minister said that the pact was void. ' * 20}</description></item></channel></rss>"
    )
    for document in read(path, []):
        assert len(document.text) < 10_000
        assert "do not tell" not in document.text
