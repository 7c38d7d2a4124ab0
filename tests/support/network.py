"""The network is closed to tests: only this machine answers. (The database driver does not pass through here.)"""

import ipaddress
import socket
from typing import Any


class NetworkIsClosed(AssertionError):
    """A test reached for another machine."""


def is_this_machine(host: Any) -> bool:
    """Tell whether a host name or address, as sockets take it, is the loopback."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in (None, "", "localhost", "testserver"):
        return True
    try:
        return ipaddress.ip_address(str(host).split("%")[0]).is_loopback
    except ValueError:
        return False


def close() -> None:
    """Make sockets and the resolver refuse other machines from now on, with NetworkIsClosed."""
    open_connect, open_connect_ex = socket.socket.connect, socket.socket.connect_ex
    open_sendto, open_getaddrinfo = socket.socket.sendto, socket.getaddrinfo

    def check(host: Any) -> None:
        if not is_this_machine(host):
            raise NetworkIsClosed(f"Tests reach no other machine, and this one reached for {host!r}.")

    def check_address(address: Any) -> None:
        # Addresses of internet sockets are tuples; unix sockets have paths.
        if isinstance(address, tuple):
            check(address[0])

    def connect(self: socket.socket, address: Any) -> None:
        check_address(address)
        return open_connect(self, address)

    def connect_ex(self: socket.socket, address: Any) -> int:
        check_address(address)
        return open_connect_ex(self, address)

    def sendto(self: socket.socket, *words: Any) -> int:
        check_address(words[-1])
        return open_sendto(self, *words)

    def getaddrinfo(host: Any, *words: Any, **named: Any) -> Any:
        check(host)
        return open_getaddrinfo(host, *words, **named)

    socket.socket.connect = connect  # type: ignore[method-assign,assignment]
    socket.socket.connect_ex = connect_ex  # type: ignore[method-assign,assignment]
    socket.socket.sendto = sendto  # type: ignore[method-assign,assignment]
    socket.getaddrinfo = getaddrinfo
