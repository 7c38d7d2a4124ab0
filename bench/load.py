"""A load generator: `python -m bench.load PORT PATH COOKIES CONNECTIONS REQUESTS` asks 127.0.0.1, prints what it saw.

One thread and bare sockets, so that it takes little of the machine that it shares with the server. Every connection is
kept and asks again as soon as it was answered; the number of requests is bounded.
"""

import json
import selectors
import socket
import sys
import time
from dataclasses import dataclass, field


@dataclass
class Connection:
    """A kept connection and what has arrived of its current answer."""

    socket: socket.socket
    received: bytearray = field(default_factory=bytearray)
    asked_at: float = 0.0

    def ask(self, request: bytes) -> None:
        """Send the next request; it fits the socket's buffer."""
        self.received.clear()
        self.asked_at = time.perf_counter()
        self.socket.sendall(request)

    def read(self) -> int | None:
        """Take what has arrived; return the status once the answer is whole. Raises ConnectionError when it was cut."""
        part = self.socket.recv(1 << 18)
        if not part:
            raise ConnectionError("The server closed a kept connection.")
        self.received += part
        head, gap, body = bytes(self.received).partition(b"\r\n\r\n")
        if not gap or len(body) < length_of(head):
            return None
        return int(head.split(None, 2)[1])


def length_of(head: bytes) -> int:
    """The Content-Length that the headers tell; 0 without one."""
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(value)
    return 0


def request_for(path: str, cookies: str, port: int) -> bytes:
    """A GET that keeps its connection."""
    lines = (f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Cookie: {cookies}", "Accept: text/html", "", "")
    return "\r\n".join(lines).encode()


def run(port: int, path: str, cookies: str, connections: int, requests: int) -> dict[str, float]:
    """Send `requests` over `connections`; return seconds, answers that were not 200, and the median of their times."""
    request = request_for(path, cookies, port)
    selector = selectors.DefaultSelector()
    for _ in range(connections):
        opened = socket.create_connection(("127.0.0.1", port), timeout=30)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(opened, selectors.EVENT_READ, Connection(opened))
    begun = time.perf_counter()
    waiting = [key.data for key in selector.get_map().values()]
    left, failed = requests, 0
    times: list[float] = []
    for connection in waiting[:left]:
        connection.ask(request)
        left -= 1
    while len(times) < requests:
        ready = selector.select(timeout=30)
        if not ready:
            raise TimeoutError("The server has not answered for 30 s.")
        for key, _ in ready:
            connection = key.data
            status = connection.read()
            if status is None:
                continue
            times.append(time.perf_counter() - connection.asked_at)
            failed += status != 200
            if left:
                connection.ask(request)
                left -= 1
    seconds = time.perf_counter() - begun
    for key in list(selector.get_map().values()):
        key.data.socket.close()
    return {"seconds": seconds, "failed": failed, "median": sorted(times)[len(times) // 2]}


if __name__ == "__main__":
    port, path, cookies, connections, requests = sys.argv[1:]
    print(json.dumps(run(int(port), path, cookies, int(connections), int(requests))))
