"""Fetching pages that the user has given by their address; nothing else of this package uses the network.

An address is resolved once and the connection is made to what was found and checked, so that a name cannot mean
another machine a moment later; each redirection is checked as the first address was. Proxies of the environment are
not used, because behind one there is nothing to check. TLS certificates are checked against the host's name.
"""

from __future__ import annotations

import time
from pathlib import Path
from urllib.parse import urljoin, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

import urllib3
from urllib3.exceptions import HTTPError, LocationParseError

from ontology.errors import DocumentError
from triples.reading.addresses import resolve
from triples.reading.kept_pages import KeptPages
from triples.reading.metadata import Metadata
from triples.reading.parts import MAX_BYTES, Part, charset_in, stem_of_address

_REDIRECTIONS = 5
_MOVED = frozenset({301, 302, 303, 307, 308})
_ACCEPT = "text/html, application/xhtml+xml, application/pdf, text/plain, application/xml;q=0.9, */*;q=0.5"
_SUFFIXES = {"text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf", "text/plain": ".txt"}
_ROBOTS_BYTES = 500_000
_CHUNK = 1 << 16


class Fetcher:
    """Fetches pages over HTTP and HTTPS, within bounds."""

    def __init__(
        self,
        *,
        allow_private: bool = False,
        seconds: float = 30.0,
        max_bytes: int = MAX_BYTES,
        pause: float = 1.0,
        agent: str = "servanda",
        keep: Path | None = None,
    ) -> None:
        """Sets the bounds.

        `allow_private` admits addresses that are not of the public internet; `seconds` is the time for one page,
        redirections included, `max_bytes` its largest size, unpacked; `pause`, in seconds, is kept between two pages
        of one host that are followed from a list; `agent` is how servers are told who asks. In the directory `keep`
        pages are kept, and taken from there when they are asked for again, until somebody removes it.
        """
        self._allow_private = allow_private
        self._seconds = seconds
        self._max_bytes = max_bytes
        self._pause = pause
        self._agent = agent
        self._kept = None if keep is None else KeptPages(keep)
        self._robots: dict[str, RobotFileParser] = {}
        self._last: dict[str, float] = {}

    def fetch(self, url: str) -> Part:
        """Returns the page at an address. Raises DocumentError, with the address, for whatever hinders it."""
        kept = self._kept.find(url) if self._kept is not None else None
        if kept is not None:
            return kept
        part = self._fetched(url)
        if self._kept is not None:
            self._kept.keep(url, part)
        return part

    def _fetched(self, url: str) -> Part:
        deadline = time.monotonic() + self._seconds
        here = url
        for _ in range(_REDIRECTIONS + 1):
            response = self._open(here, url, deadline)
            try:
                if response.status in _MOVED and response.headers.get("Location"):
                    here = _moved_to(here, response.headers["Location"], url)
                    continue
                if response.status != 200:
                    raise DocumentError(
                        f"{url} was answered with status {response.status} {response.reason or ''}".rstrip()
                        + "; check the address."
                    )
                return self._part(response, here, url, deadline)
            finally:
                response.close()
        raise DocumentError(f"{url} is redirected more than {_REDIRECTIONS} times; give the last address.")

    def follow(self, url: str) -> Part:
        """Returns a page that a list links to: as `fetch`, but as a robot, which asks first and takes its time.

        Raises DocumentError where the host's robots.txt (RFC 9309) does not allow it.
        """
        if self._kept is not None and (kept := self._kept.find(url)) is not None:
            return kept
        robots = self._robots_of(url)
        if not robots.can_fetch(self._agent, url):
            raise DocumentError(f"{url} may not be fetched by robots (robots.txt of its host); save it yourself.")
        host = urlsplit(url).netloc
        wait = self._last.get(host, float("-inf")) + self._pause - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        try:
            return self.fetch(url)
        finally:
            self._last[host] = time.monotonic()

    def _robots_of(self, url: str) -> RobotFileParser:
        parts = urlsplit(url)
        root = urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))
        if root not in self._robots:
            rules = RobotFileParser()
            try:
                text = self._fetched(root).data[:_ROBOTS_BYTES].decode("utf-8", "replace")
            except DocumentError:
                text = ""  # a host without rules allows all (RFC 9309, 2.3.1.3); one that is down fails on its page
            rules.parse(text.splitlines())
            self._robots[root] = rules
        return self._robots[root]

    def _open(self, here: str, url: str, deadline: float) -> urllib3.BaseHTTPResponse:
        try:
            parts = urlsplit(here)
            port = parts.port or (443 if parts.scheme == "https" else 80)
            host = parts.hostname
        except ValueError as error:
            raise DocumentError(f"{url} leads to an address that is none ({here}); check it.") from error
        if parts.scheme not in {"http", "https"} or not host:
            raise DocumentError(f"{url} leads to {here}, which is not fetched; expected an address of http or https.")
        address = resolve(host, port, url, allow_private=self._allow_private)
        timeout = urllib3.Timeout(total=max(0.1, deadline - time.monotonic()))
        pool: urllib3.HTTPConnectionPool
        if parts.scheme == "https":
            pool = urllib3.HTTPSConnectionPool(address, port, server_hostname=host, assert_hostname=host)
        else:
            pool = urllib3.HTTPConnectionPool(address, port)
        target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        headers = {
            "Host": parts.netloc.rpartition("@")[2],
            "User-Agent": self._agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip, deflate",
        }
        try:
            return pool.urlopen(
                "GET",
                target,
                headers=headers,
                redirect=False,
                retries=False,
                assert_same_host=False,
                timeout=timeout,
                preload_content=False,
            )
        except (HTTPError, LocationParseError, OSError, ValueError) as error:
            raise DocumentError(
                f"{url} cannot be fetched ({_reason(error)}); check the address, or try later."
            ) from error

    def _part(self, response: urllib3.BaseHTTPResponse, here: str, url: str, deadline: float) -> Part:
        data = bytearray()
        try:
            while piece := response.read(_CHUNK, decode_content=True):
                data += piece
                if len(data) > self._max_bytes:
                    raise DocumentError(f"{url} is larger than {self._max_bytes / 1_000_000:g} MB; it is not read.")
                if time.monotonic() > deadline:
                    raise DocumentError(f"{url} takes more than {self._seconds:g} s to arrive; try later.")
        except (HTTPError, OSError) as error:
            raise DocumentError(f"{url} breaks off ({_reason(error)}); try later.") from error
        kind = response.headers.get("Content-Type", "")
        return Part(
            name=url,
            stem=stem_of_address(here),
            data=bytes(data),
            suffix=_SUFFIXES.get(kind.partition(";")[0].strip().lower(), ""),
            charset=charset_in(kind),
            metadata=Metadata(url=here, basis="metadata"),
        )


def _moved_to(here: str, location: str, url: str) -> str:
    try:
        return urljoin(here, location)
    except ValueError as error:
        raise DocumentError(f"{url} leads to an address that is none ({location}); check it.") from error


def _reason(error: Exception) -> str:
    """Returns what hindered, in one line, without the names of our own objects that urllib3 puts before it."""
    inner = error.args[-1] if error.args else error
    text = str(inner).rpartition(">: ")[2] or type(error).__name__
    return " ".join(text.split())[:200]
