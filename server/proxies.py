"""Whom a request came from and how it was addressed, which a proxy may tell if it is trusted."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from server.configuration import ServiceConfig
from server.requests import Request


@dataclass(frozen=True, slots=True)
class Origin:
    """The client's address, and scheme, host, port and prefix of the address that it used."""

    address: str
    scheme: str
    host: str
    port: str
    prefix: str = ""


def origin(request: Request, peer: str, config: ServiceConfig) -> Origin:
    """Returns the origin of a request that came from the machine `peer`.

    X-Forwarded-For, -Proto, -Host and -Prefix are looked at only when `peer` is one of `trusted_proxies`, and of a list
    only its last value: what stands before it, the client may have written itself.
    """
    host = request.header(b"host") or f"{config.host}:{config.port}"
    scheme, prefix, address = "http", "", peer
    if trusted(peer, config.trusted_proxies):
        address = _last(request, b"x-forwarded-for") or peer
        given = _last(request, b"x-forwarded-proto").lower()
        scheme = given if given in {"http", "https"} else scheme
        host = _last(request, b"x-forwarded-host") or host
        prefix = _last(request, b"x-forwarded-prefix").rstrip("/")
        prefix = prefix if prefix.startswith("/") else ""
    port = host.rpartition(":")[2]
    return Origin(address, scheme, host, port if port.isdigit() else ("443" if scheme == "https" else "80"), prefix)


def trusted(peer: str, proxies: tuple[str, ...]) -> bool:
    """Tells whether a machine is a trusted proxy; each is an address or a network.

    >>> trusted("10.1.2.3", ("10.0.0.0/8",)), trusted("::ffff:10.1.2.3", ("10.0.0.0/8",)), trusted("127.0.0.1", ())
    (True, True, False)
    """
    if not proxies or not peer:
        return False
    try:
        address = ipaddress.ip_address(peer.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return any(address in ipaddress.ip_network(each, strict=False) for each in proxies)


def _last(request: Request, name: bytes) -> str:
    return (request.header(name) or "").rpartition(",")[2].strip()
