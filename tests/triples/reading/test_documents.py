"""Reading files: what is read, what is refused and with which words, and how documents are named."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontology.errors import DocumentError
from triples.reading import Catalogue, CatalogueEntry, load_catalogue, read_document, read_documents
from triples.reading.formats import read_bytes

ARTICLE = """Skip to content

Ruritania rejects the offer of Strelsau

STRELSAU, May 3, 1999 (Herald) - The foreign minister said on Monday that his country would not accept the draft
which its neighbour had put forward, and that it had never promised to do so.

© 1999 Strelsau Herald. All rights reserved.
"""
NONE = Catalogue()


def write(directory: Path, name: str, content: str | bytes = ARTICLE) -> Path:
    path = directory / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def test_a_text_is_read_with_what_it_tells_of_itself(tmp_path: Path) -> None:
    document = read_document(write(tmp_path, "Offer Rejected.txt"), catalogue=NONE)
    assert document.slug == "offer-rejected"
    assert document.text == ARTICLE
    assert document.digest == hashlib.sha256(ARTICLE.encode()).hexdigest()
    assert document.title == "Ruritania rejects the offer of Strelsau"
    assert document.published == "1999-05-03"
    assert document.publisher == "Strelsau Herald"
    assert document.basis == "text"
    assert "Skip" not in document.masked
    assert "never promised" in document.masked


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = ARTICLE.replace("Strelsau", "Strélsau")
    document = read_document(write(tmp_path, "a.txt", text.encode(encoding)), catalogue=NONE)
    assert document.text.removeprefix("\ufeff") == text
    assert "\ufeff" not in document.masked


def test_offsets_are_those_of_python_s_open(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", ("\ufeff" + ARTICLE.replace("\n", "\r\n") + "last\rline").encode())
    with path.open(encoding="utf-8") as file:
        assert read_document(path, catalogue=NONE).text == file.read()


def test_an_encoding_that_a_page_declares(tmp_path: Path) -> None:
    page = '<html><meta charset="iso-8859-2"><p>The minister said that Łódź was not for sale.</p></html>'
    document = read_document(write(tmp_path, "a.html", page.encode("iso-8859-2")), catalogue=NONE)
    assert document.text == "The minister said that Łódź was not for sale."


@pytest.mark.parametrize("declared", ["rot13", "base64", "no-such-codec", "zip", "unicode_escape"])
def test_a_declared_encoding_that_is_none_is_passed_over(declared: str) -> None:
    page = f'<html><meta charset="{declared}"><p>It was agreed \xa31m would be paid'.encode("cp1252")
    assert "£1m" in read_bytes(page, name="a", suffix=".html").text


BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "holds no text"),
    "blank": (b" \n\t\r\n \xc2\xa0 ", "holds no text"),
    "only a mark": ("\ufeff".encode(), "holds no text"),
    "zero bytes": (b"The minister\0said", "binary"),
    "control characters": (bytes(range(1, 9)) * 40, "binary"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
    "docx": (b"PK\x03\x04\x14\x00", "office document"),
    "rtf": (b"{\\rtf1\\ansi The minister said", "RTF"),
    "png": (b"\x89PNG\r\n\x1a\n\x00", "PNG"),
    "gzip": (b"\x1f\x8b\x08\x00", "gzip"),
    "undecodable": (b"The minister said \x81\x8d\x8f\x90", "UTF-8"),
    "broken utf-16": (b"\xff\xfea\x00\x00\xd8b\x00", "utf-16"),
    "empty page": (b"<html><body><script>x</script></body></html>", "holds no text"),
    "deep page": (b"<html>" + b"<div>" * 100_000 + b"x", "nests more than"),
}


@pytest.mark.parametrize(("content", "words"), BAD.values(), ids=BAD)
def test_bad_content_is_named_with_its_mending(tmp_path: Path, content: bytes, words: str) -> None:
    path = write(tmp_path, "bad.txt", content)
    with pytest.raises(DocumentError, match=words) as caught:
        read_document(path, catalogue=NONE)
    assert str(path) in str(caught.value)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"missing\.txt does not exist"):
        read_document(tmp_path / "missing.txt")


def test_a_path_that_no_file_can_have() -> None:
    with pytest.raises(DocumentError, match="cannot be read"):
        list(read_documents([Path("a\0b")]))


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot be read"):
        read_document(tmp_path / ("x" * 5000))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt")
    path.chmod(0)
    with pytest.raises(DocumentError, match="permission"):
        read_document(path)


def test_a_directory_is_no_document(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="is a directory"):
        read_document(tmp_path)


def test_a_pipe_is_no_document(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(DocumentError, match="not a regular file"):
        read_document(tmp_path / "pipe.txt")


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt")
    with pytest.raises(DocumentError, match=r"larger than 0\.0001 MB"):
        read_document(path, max_bytes=100)
    assert read_document(path, max_bytes=path.stat().st_size)


def test_a_file_of_fifty_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(DocumentError, match="larger than 20 MB"):
        read_document(path)


@settings(deadline=None)  # the machine may be busy
@given(
    st.binary(max_size=400),
    st.sampled_from([".txt", ".html", ".md", ""]),
    st.sampled_from([b"", b"<html>", b"\xef\xbb\xbf"]),
)
def test_any_bytes_give_a_text_or_a_document_error(data: bytes, suffix: str, start: bytes) -> None:
    try:
        text = read_bytes(start + data, name="a file", suffix=suffix).text
    except DocumentError:
        return
    assert "\r" not in text
    text.encode("utf-8")


@settings(deadline=None)  # the machine may be busy
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_reading_any_file_raises_nothing_else(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = write(tmp_path_factory.getbasetemp(), "any.txt", content)
    try:
        document = read_document(path, catalogue=NONE)
    except DocumentError:
        return
    assert len(document.masked) == len(document.text)


def test_a_directory_is_read_in_order_with_all_below_it(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/c.html", ".hidden/d.txt", "e.csv"):
        write(tmp_path, name, ARTICLE + name)
    assert [document.slug for document in read_documents([tmp_path])] == ["a", "b", "c"]


def test_a_file_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt")
    assert len(list(read_documents([path, tmp_path, path]))) == 1


def test_a_directory_without_documents(tmp_path: Path) -> None:
    write(tmp_path, "picture.png")
    with pytest.raises(DocumentError, match=r"holds no documents; expected files ending in .*\.txt"):
        list(read_documents([tmp_path]))


def test_equal_names_are_told_apart_by_digest(tmp_path: Path) -> None:
    paths = [write(tmp_path, f"{name}/A.txt", ARTICLE + name) for name in "xy"]
    slugs = [document.slug for document in read_documents(paths)]
    assert slugs == [f"a-{hashlib.sha256((ARTICLE + name).encode()).hexdigest()[:8]}" for name in "xy"]
    assert [document.slug for document in read_documents(reversed(paths))] == slugs


def test_duplicates_are_reported_and_passed_over(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(tmp_path, "a.txt")
    copy = write(tmp_path, "b.txt", ARTICLE.replace("\n", "\r\n"))
    seen: list[tuple[str, str]] = []
    slugs = [document.slug for document in read_documents([tmp_path], on_duplicate=lambda *found: seen.append(found))]
    assert slugs == ["a"]
    assert seen == [(str(copy), "a")]
    assert len(list(read_documents([tmp_path]))) == 1
    assert "b.txt has the same text as a" in caplog.text


def test_an_error_ends_the_reading_unless_it_is_taken(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", b"")
    write(tmp_path, "b.txt")
    with pytest.raises(DocumentError, match="holds no text"):
        list(read_documents([tmp_path]))
    errors: list[DocumentError] = []
    found = list(read_documents([tmp_path, tmp_path / "missing.txt"], on_error=errors.append))
    assert [document.slug for document in found] == ["b"]
    assert len(errors) == 2


def test_what_the_catalogue_knows_wins(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt")
    digest = hashlib.sha256(ARTICLE.encode()).hexdigest()
    entry = CatalogueEntry(slug="offer", publisher="The Gazette", published="1999-05/1999-06")
    document = read_document(path, catalogue=Catalogue({digest: entry}))
    assert (document.slug, document.publisher, document.published) == ("offer", "The Gazette", "1999-05/1999-06")
    assert document.basis == "catalogue"
    assert document.title == "Ruritania rejects the offer of Strelsau"


def test_a_catalogue_beside_the_documents_is_used(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    digest = hashlib.sha256(ARTICLE.encode()).hexdigest()
    write(tmp_path, "documents.json", json.dumps({digest: {"publisher": "The Gazette"}}))
    assert [document.publisher for document in read_documents([tmp_path])] == ["The Gazette"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[", "not JSON"),
        ("[]", "must be a JSON object"),
        ('{"abc": {}}', "64 digits"),
        (json.dumps({"0" * 64: []}), "expected an object"),
        (json.dumps({"0" * 64: {"date": "1999"}}), "expected an object with the fields"),
        (json.dumps({"0" * 64: {"published": 1999}}), "a string or null"),
        (json.dumps({"0" * 64: {"published": "May 1999"}}), "expected an EDTF date"),
        (json.dumps({"0" * 64: {"slug": "A b"}}), "lower-case letters"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_malformed_catalogue_is_named(tmp_path: Path, content: str, words: str) -> None:
    path = write(tmp_path, "documents.json", content)
    with pytest.raises(DocumentError, match=words):
        load_catalogue(path)


def test_a_missing_catalogue(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot be read"):
        load_catalogue(tmp_path / "documents.json")


def test_the_shipped_catalogue_is_read() -> None:
    entries = load_catalogue().entries
    assert entries
    assert all(entry.slug and entry.title and entry.published and entry.note for entry in entries.values())
