"""Every page answers, says what it must, escapes what it shows, and links to pages that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient

from ontology.files import load_ontology
from ontology.namespaces import ID, SV
from queries.loading import load_queries
from server.pages.texts import EXTENSION
from server.pages.vocabulary import documentation
from triples.passages import PassageSource

_SAMPLE = Path(__file__).parent / "sample.trig"
_SERVICE = ("/sparql", "/void", "/api/", "/graph/", "/static/editor/")
"""Paths that belong to the service, and not to the pages."""


class _Page(HTMLParser):
    """The links, the anchors and the outline of a page, and what a strict Content-Security-Policy forbids in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: list[str] = []
        self.tags: list[str] = []
        self.forbidden: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.links += [given[name] for name in ("href", "src", "action") if name in given]
        self.anchors += [given["id"]] if "id" in given else []
        if tag == "style" or "style" in given or (tag == "script" and "src" not in given):
            self.forbidden.append(tag)
        self.forbidden += [name for name in given if name.startswith("on")]


def _subjects() -> list[str]:
    quads = ox.parse(path=_SAMPLE, format=ox.RdfFormat.TRIG)
    found = {term.value for quad in quads for term in (quad.subject, quad.object) if isinstance(term, ox.NamedNode)}
    return sorted(iri for iri in found if iri.startswith(str(ID)))


def _path(iri: str) -> str:
    return "/" + iri.removeprefix("https://w3id.org/servanda/")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", "Which assurances are disputed, by whom, on what passages?"),
        ("/disputes", "The assurance that the League will not expand"),
        ("/acts", "Ada North assures Südland"),
        ("/acts?type=Commissive", "1 act."),
        ("/acts?type=Assertive", "3 acts."),
        ("/acts?type=Denial&agent=https://w3id.org/servanda/id/person/ada-north", "1 act."),
        ("/acts?matter=https://w3id.org/servanda/id/matter/enlargement-of-alliances", "1 act."),
        ("/acts?status=Contested", "1 act."),
        ("/acts?page=7", "No act fits."),
        ("/actors", "The Daily Paper"),
        ("/treaties", "Treaty of Norden"),
        ("/documents", "What was promised &amp; what was not"),
        ("/matters", "enlargement of alliances"),
        ("/queries", "Disputed assurances"),
        ("/queries?tag=nothing", "Show all"),
        ("/editor", 'id="plain-form"'),
        ("/ontology", 'id="Assurance"'),
    ],
)
def test_index_page_answers(client: FlaskClient, path: str, expected: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response.mimetype == "text/html"
    assert expected in response.text


@pytest.mark.parametrize("path", ["/acts?type=Promise", "/acts?page=0", "/acts?page=x", "/acts?agent=x%20%3E%20y"])
def test_acts_refuse_what_is_no_filter(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 400


@pytest.mark.parametrize("iri", _subjects())
def test_every_instance_has_a_page(client: FlaskClient, iri: str) -> None:
    response = client.get(_path(iri))
    assert response.status_code == 200
    assert iri in response.text


def test_the_sample_has_every_kind_of_instance() -> None:
    kinds = {iri.removeprefix(str(ID)).split("/")[0] for iri in _subjects()}
    expected = "act mention proposition treaty person state organization group post holding document matter"
    assert kinds == {*expected.split(), "judgement", "dispute", "activity", "rule", "software"}


def test_an_unknown_instance_has_no_page(client: FlaskClient) -> None:
    response = client.get("/id/person/nobody")
    assert response.status_code == 404
    assert "Not found" in response.text


def test_dispute_shows_both_sides(client: FlaskClient) -> None:
    text = client.get("/id/dispute/the-league-will-not-expand").text
    says, denies = text.split('id="denies"')
    denies, besides = denies.split('id="besides"')
    assert "3 passages say that it was given, 2 passages deny it, in 1 document" in " ".join(text.split())
    assert says.index("Asserted") < says.index("on the word of others") < says.index("Alleged")
    assert "not a single &lt;b&gt;step&lt;/b&gt;" in says
    assert "characters 100–160" in says
    assert "old records" in says
    assert "Minister of Nordland (1989–1992)" in says
    assert "a verb of promising with its subject" in says
    assert "promised" in says
    assert denies.index("Bruno South") < denies.index("As told by others")
    assert "In passing" not in denies  # told on the same passage as the denial, hence shown once
    assert "Südland accuses Nordland" in besides


def test_act_page_shows_roles_evidence_and_judgement(client: FlaskClient) -> None:
    text = client.get("/id/act/assurance/ada-north-1990").text
    for expected in ("9 February 1990", "Südland", "the League will not expand", "contested", "Treaty of Norden"):
        assert expected in text
    assert "Judgements" in text
    assert "Acts about it" in text
    assert "In dispute" in text


def test_actor_page_links_to_wikidata_and_posts(client: FlaskClient) -> None:
    state = client.get("/id/state/nordland").text
    assert 'href="http://www.wikidata.org/entity/Q1"' in state
    assert "Ada North" in state
    assert "Minister of Nordland (1989–1992)" in client.get("/id/person/ada-north").text


def test_document_page_lists_mentions_in_text_order(client: FlaskClient) -> None:
    text = client.get("/id/document/paper-1").text
    offsets = [int(start) for start in re.findall(r"characters (\d+)–\d+</a>", text)]
    assert len(offsets) == 7
    assert offsets == sorted(offsets)
    assert "The text of this document is not here" in text


def test_passages_stand_in_place_where_the_text_is_attached(site: Flask, tmp_path: Path) -> None:
    text = "word " * 180  # the sample has its digest
    (tmp_path / f"{sha256(text.encode()).hexdigest()}.txt").write_text(text, encoding="utf-8")
    site.extensions[EXTENSION] = PassageSource(tmp_path)
    page = site.test_client().get("/id/document/paper-1").text
    assert f"<mark>{text[10:60]}</mark>" in page
    assert page.count("<mark>") == 7
    assert "The text of this document is not here" not in page


def test_hostile_text_is_escaped_everywhere(client: FlaskClient) -> None:
    shown = 0
    for path in ["/actors", "/disputes", *map(_path, _subjects())]:
        text = client.get(path).text
        assert "<script>alert" not in text
        assert "<b>step" not in text
        assert 'href="javascript' not in text
        shown += "&lt;script&gt;alert" in text
    assert shown > 3


def test_a_query_in_the_address_is_escaped(client: FlaskClient) -> None:
    text = client.get("/editor", query_string={"query": '"><script>alert(1)</script>', "run": "1"}).text
    assert "<script>alert" not in text


def test_plain_form_answers_with_a_table(client: FlaskClient) -> None:
    query = "SELECT ?act WHERE { ?act a <https://w3id.org/servanda/ontology#Denial> }"
    text = client.get("/editor", query_string={"query": query, "run": "1"}).text
    assert "2 rows." in text
    assert 'id="results"' in text
    assert "Bruno South denies the assurance (2022)" in text


def test_plain_form_tells_of_a_syntax_error(client: FlaskClient) -> None:
    text = client.get("/editor", query_string={"query": "SELECT WHERE", "run": "1"}).text
    assert 'role="alert"' in text


def test_every_saved_query_has_a_page(client: FlaskClient) -> None:
    names = list(load_queries())
    assert len(names) >= 24
    for name in names:
        response = client.get(f"/queries/{name}")
        assert response.status_code == 200, name
        assert "SPARQL" in response.text


def test_unknown_query_and_unknown_parameter(client: FlaskClient) -> None:
    assert client.get("/queries/no-such-query").status_code == 404
    response = client.get("/queries/disputed-assurances?nonsense=1")
    assert response.status_code == 400
    assert "nonsense" in response.text
    response = client.get("/queries/who-denies-what?agent=%3CNobody")
    assert response.status_code == 400
    assert "is called" in response.text


@pytest.mark.parametrize("accept", ["text/csv", "application/sparql-results+json", "text/turtle"])
def test_machines_are_led_from_a_query_to_its_results(client: FlaskClient, accept: str) -> None:
    response = client.get("/queries/disputed-assurances?matter=id:matter/sanctions", headers={"Accept": accept})
    assert response.status_code == 303
    assert response.location == "/api/queries/disputed-assurances?matter=id%3Amatter%2Fsanctions"
    assert "Accept" in response.headers["Vary"]


def test_the_iri_of_a_query_leads_to_its_page(client: FlaskClient) -> None:
    assert client.get("/query/who-denies-what").location == "/queries/who-denies-what"


def test_ontology_documents_every_term(client: FlaskClient) -> None:
    text = client.get("/ontology").text
    terms = {str(term).removeprefix(str(SV)) for term in load_ontology().subjects() if str(term).startswith(str(SV))}
    assert len(terms) > 100
    missing = [name for name in terms if f'id="{name}"' not in text]
    assert missing == []
    assert "ACCUSE" in text  # the mapping of accusations to PLOVER
    assert documentation().version in text


def test_vocabulary_of_the_editor_is_local(client: FlaskClient) -> None:
    vocabulary = client.get("/editor/vocabulary.json").get_json()
    assert vocabulary["prefixes"]["sv"] == str(SV)
    assert f"{SV}Assurance" in vocabulary["classes"]
    assert f"{SV}denies" in vocabulary["properties"]


def _crawl(client: FlaskClient) -> Iterator[tuple[str, str, _Page]]:
    """Yields every page that links reach from the home page, with the page that links to it."""
    waiting, seen = [("/", "")], {"/"}
    while waiting:
        path, origin = waiting.pop()
        response = client.get(path)
        text = response.text
        response.close()
        assert response.status_code in (200, 303), f"{path} (linked from {origin}) answered {response.status_code}"
        if response.mimetype != "text/html" or response.status_code == 303:
            continue
        page = _Page(text)
        yield path, text, page
        for link in page.links:
            target = urldefrag(urljoin(path, link)).url
            if urlsplit(target).scheme or target.startswith(_SERVICE) or target in seen:
                continue
            seen.add(target)
            waiting.append((target, path))


def test_all_links_resolve_and_all_pages_are_well_made(client: FlaskClient) -> None:
    pages = 0
    for path, text, page in _crawl(client):
        pages += 1
        assert page.forbidden == [], f"{path} has what the Content-Security-Policy forbids"
        assert page.tags.count("h1") == 1, path
        assert page.tags.count("main") == 1, path
        assert '<html lang="en">' in text, path
        assert len(page.anchors) == len(set(page.anchors)), f"{path} uses an id twice"
        for link in page.links:
            if link.startswith("#") and link != "#":
                assert link[1:] in page.anchors, f"{path} links to {link}, which is not there"
    assert pages > 70
