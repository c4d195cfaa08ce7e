"""Which addresses of the network may be asked: those of the public internet.

A name in sources.toml, or a redirect, could lead to this machine, its neighbours or the metadata
service of a cloud. So every name is resolved here, the addresses are checked, and the connection
goes to the very address that was checked (a name server that answers otherwise the second time
changes nothing).
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

#: IPv6 networks whose last 32 bits are an IPv4 address (RFC 6052, RFC 4291)
_EMBEDDING = tuple(ipaddress.ip_network(text) for text in ("64:ff9b::/96", "::/96"))


def _embedded(address: ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    """IPv4 addresses that an IPv6 address stands for: mapped, 6to4, Teredo, NAT64."""
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if any(address in network for network in _EMBEDDING):
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [inner for inner in found if inner is not None]


def _is_never_allowed(address: IpAddress) -> bool:
    # metadata services of clouds are link-local; nobody's data lies at such an address
    return address.is_multicast or address.is_link_local or address.is_unspecified


def is_allowed(text: str, *, allow_private: bool = False) -> bool:
    """Whether a connection to this IP address may be opened.

    Parameters
    ----------
    allow_private : also loopback and private networks (a test server, an intranet)
    """
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = _embedded(address)
        if inner:
            plain = address == ipaddress.IPv6Address("::1") and allow_private
            return plain or all(is_allowed(str(one), allow_private=allow_private) for one in inner)
    if _is_never_allowed(address):
        return False
    return allow_private or address.is_global


def addresses_of(host: str, port: int) -> list[str]:
    """The IP addresses of a name, in the order of the resolver. Raises OSError."""
    literal = host.strip("[]")
    with contextlib.suppress(ValueError):
        return [str(ipaddress.ip_address(literal.partition("%")[0]))]
    found = socket.getaddrinfo(literal, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
