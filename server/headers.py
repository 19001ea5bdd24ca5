"""The headers that answers carry: what every one has, what lets pages of other sites read, what caches may keep."""

from __future__ import annotations

_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
QUERY_ID = "Servanda-Query-Id"
"""Names the query, for the list of running ones and for stopping it."""
TRUNCATED = "Servanda-Truncated"
"""Says that an answer was cut at the row limit: ``rows=N``. A header, or a trailer when the answer had begun."""
ROW_LIMIT = "Servanda-Row-Limit"
"""Says at how many rows an answer would be cut that is sent before its end is known."""

ALWAYS = {
    "Content-Security-Policy": _CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": f"Content-Encoding, ETag, Retry-After, {QUERY_ID}, {TRUNCATED}, {ROW_LIMIT}",
}
"""What every answer carries. Reading is open to the pages of other sites: the service knows no cookies and no users."""

PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, QUERY, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
"""What the answer to OPTIONS carries beside (https://fetch.spec.whatwg.org/#http-cors-protocol)."""


def caching(tag: str | None, max_age: int) -> list[tuple[str, str]]:
    """Returns the headers for caches of an answer with an entity tag, or of one that must not be kept."""
    vary = ("Vary", "Accept, Accept-Encoding")
    if tag is None:
        return [vary, ("Cache-Control", "no-store")]
    keep = f"public, max-age={max_age}, must-revalidate" if max_age else "no-cache"
    return [vary, ("Cache-Control", keep), ("ETag", f'"{tag}"')]
