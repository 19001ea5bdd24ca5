"""Which machines may be asked: public ones, by the address that the name has now and that is then connected to."""

from __future__ import annotations

import ipaddress
import socket

from ontology.errors import DocumentError

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def resolve(host: str, port: int, url: str, *, allow_private: bool) -> str:
    """Returns an address of a host, to connect to it and to no other.

    Raises DocumentError, naming `url`, where the name has none, or where any of its addresses is private, loopback,
    link-local, multicast or otherwise not public, unless `allow_private` is set.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise DocumentError(f"{url}: the host {host!r} cannot be found; check the address.") from error
    addresses = [str(entry[4][0]) for entry in found]
    if not allow_private:
        for address in addresses:
            if not is_public(address):
                raise DocumentError(
                    f"{url} leads to {address}, which is no public address; "
                    "save the page and give the file, or allow private addresses (--allow-private)."
                )
    return addresses[0]


def is_public(address: str) -> bool:
    """Tells whether an IP address is one of the public internet, also when it is wrapped in another.

    >>> is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("169.254.169.254"), is_public("1.1.1.1")
    (False, False, False, True)
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast
