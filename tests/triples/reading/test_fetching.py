"""Fetching: a real server on this machine, and the addresses that are never asked."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ontology.errors import DocumentError
from triples.reading import Catalogue, Fetcher, fetching, read_documents
from triples.reading.addresses import is_public, resolve

PAGE = "<html><body><h1>{}</h1><p>The minister said that the pact was void, and that he had never agreed to it.</p>"


class Site:
    """A server with pages by path, that remembers what it was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[str] = []
        self.hosts: list[str] = []
        self.waits = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                site.hosts.append(self.headers["Host"])
                status, headers, body = site.pages.get(self.path, (404, {}, b""))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    self.wfile.write(body)
                    if self.path == "/slow":
                        site.waits.wait(20)
                except OSError:
                    return  # the client has had enough

            def log_message(self, format: str, *args: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.root = f"http://127.0.0.1:{self.server.server_address[1]}"

    def put(self, path: str, body: str | bytes, status: int = 200, **headers: str) -> str:
        content = body if isinstance(body, bytes) else body.encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (status, {"Content-Type": "text/html", **named}, content)
        return self.root + path


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()
    thread = threading.Thread(target=found.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield found
    found.waits.set()
    found.server.shutdown()
    found.server.server_close()
    thread.join()


def fetcher(**options: object) -> Fetcher:
    return Fetcher(**{"allow_private": True, "seconds": 5.0, "pause": 0.0, **options})  # type: ignore[arg-type]


def test_a_page_is_read_with_its_address(site: Site) -> None:
    url = site.put("/1999/05/03/pact.html?x=1", PAGE.format("Pact void"))
    (document,) = read_documents([url], catalogue=Catalogue(), fetcher=fetcher())
    assert (document.title, document.url, document.published) == ("Pact void", url, "1999-05-03")
    assert document.slug == "127-0-0-1-1999-05-03-pact"


def test_without_a_fetcher_nothing_is_fetched(site: Site) -> None:
    url = site.put("/a", PAGE)
    with pytest.raises(DocumentError, match="nothing is fetched here"):
        list(read_documents([url]))
    assert site.asked == []


def test_redirections_are_followed_and_the_encoding_is_the_server_s(site: Site) -> None:
    site.put("/new", PAGE.format("Café").encode("latin-1"), Content_Type="text/html; charset=iso-8859-1")
    url = site.put("/old", b"", 301, Location="/new")
    (document,) = read_documents([url], catalogue=Catalogue(), fetcher=fetcher())
    assert document.title == "Café"
    assert document.url == site.root + "/new"


HINDRANCES: dict[str, tuple[Callable[[Site], str], str]] = {
    "missing": (lambda site: site.root + "/missing", "status 404"),
    "a loop": (lambda site: site.put("/loop", b"", 302, Location="/loop"), "redirected more than 5 times"),
    "another scheme": (lambda site: site.put("/f", b"", 302, Location="file:///etc/hostname"), "http or https"),
    "an address that is none": (lambda site: site.put("/n", b"", 302, Location="http://[x/"), "address that is none"),
    "too large": (lambda site: site.put("/large", b"x" * 3000), "larger than 0.002 MB"),
    "a bomb": (
        lambda site: site.put("/bomb", gzip.compress(b"\0" * 5_000_000), Content_Encoding="gzip"),
        "larger than 0.002 MB",
    ),
    "slow": (lambda site: site.put("/slow", b"x", Content_Length="1000"), "breaks off|takes more than"),
    "cut off": (lambda site: site.put("/cut", b"x", Content_Length="1000"), "breaks off"),
    "nobody there": (lambda site: "http://127.0.0.1:9/", "cannot be fetched"),
    "no such host": (lambda site: "http://no-such-host.invalid/", "cannot be found"),
    "no host": (lambda site: "http:///a", "http or https"),
}


@pytest.mark.parametrize(("url_of", "words"), HINDRANCES.values(), ids=HINDRANCES)
def test_what_hinders_is_told_with_the_address(site: Site, url_of: Callable[[Site], str], words: str) -> None:
    url = url_of(site)
    with pytest.raises(DocumentError, match=words) as caught:
        fetcher(max_bytes=2000, seconds=0.5).fetch(url)
    assert str(caught.value).startswith(url)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "2002:7f00:1::",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "64:ff9b::101:101"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0x7f.1", "2130706433"])
def test_this_machine_is_not_asked_unless_allowed(site: Site, host: str) -> None:
    port = site.root.rpartition(":")[2]
    with pytest.raises(DocumentError, match=r"no public address|cannot be found"):
        Fetcher().fetch(f"http://{host}:{port}/")
    assert site.asked == []


def test_a_redirection_to_a_private_address_is_not_followed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first host is taken for a public one; the connection goes to the address found, under the host's name."""

    def found(host: str, port: int, url: str, *, allow_private: bool) -> str:
        public = host == "public.invalid"
        return "127.0.0.1" if public else resolve(host, port, url, allow_private=allow_private)

    monkeypatch.setattr(fetching, "resolve", found)
    port = site.root.rpartition(":")[2]
    site.put("/inner", "secret")
    site.put("/", b"", 302, Location=f"http://localhost:{port}/inner")
    with pytest.raises(DocumentError, match="no public address"):
        Fetcher().fetch(f"http://public.invalid:{port}/")
    assert site.asked == ["/"]
    assert site.hosts == [f"public.invalid:{port}"]


def test_a_name_is_resolved_once_for_each_connection(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    url = site.put("/a", PAGE)
    asked: list[str] = []
    original = socket.getaddrinfo

    def counted(host: str, *arguments: object, **options: object) -> object:
        asked.append(host)
        return original("127.0.0.1" if host == "pinned.invalid" else host, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", counted)
    fetcher().fetch(url.replace("127.0.0.1", "pinned.invalid"))
    assert asked.count("pinned.invalid") == 1


def test_what_a_feed_links_to_is_fetched_as_robots_may(site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /closed\n")
    open_page, closed = site.put("/open", PAGE.format("Open")), site.put("/closed", PAGE.format("Closed"))
    sitemap = site.put("/map.xml", f"<urlset><url><loc>{open_page}</loc></url><url><loc>{closed}</loc></url></urlset>")
    index = site.put("/index.xml", f"<sitemapindex><sitemap><loc>{sitemap}</loc></sitemap></sitemapindex>")
    errors: list[DocumentError] = []
    found = list(read_documents([index], catalogue=Catalogue(), fetcher=fetcher(), on_error=errors.append))
    assert [document.title for document in found] == ["Open"]
    assert len(errors) == 1
    assert "robots.txt" in str(errors[0])
    assert site.asked.count("/robots.txt") == 1
    assert "/closed" not in site.asked


def test_a_page_that_the_user_gives_is_fetched_without_asking_robots_txt(site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /\n")
    fetcher().fetch(site.put("/a", PAGE))
    assert site.asked == ["/a"]


def test_a_list_that_lists_itself_comes_to_an_end(site: Site) -> None:
    url = site.root + "/map.xml"
    site.put("/map.xml", f"<sitemapindex><sitemap><loc>{url}</loc></sitemap></sitemapindex>")
    assert list(read_documents([url], fetcher=fetcher(), on_error=lambda error: None)) == []
    assert site.asked.count("/map.xml") <= 4


def test_pages_that_are_kept_are_not_fetched_again(site: Site, tmp_path: Path) -> None:
    url = site.put("/a", PAGE.format("Café"), Content_Type="text/html; charset=utf-8")
    first = fetcher(keep=tmp_path / "pages").fetch(url)
    assert fetcher(keep=tmp_path / "pages").follow(url) == first
    assert site.asked == ["/a"]
