"""What the stand-ins share: an HTTP/1.1 server on 127.0.0.1 that can also misbehave.

It listens on a free port while its `with` block runs, keeps connections alive as the real
services do, writes nothing to stderr, and has closed every socket and ended every thread
when the block is left, whatever state its clients are in.
"""

import contextlib
import itertools
import socket
import socketserver
import struct
import sys
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

_HOST = "127.0.0.1"
_POLL = 0.01
"""Seconds between two looks at whether to stop; a suite starts and stops many servers."""


class Ending(Enum):
    """How an answer ends on the wire."""

    WHOLE = "all bytes arrive and the connection stays open"
    BROKEN_OFF = "the right Content-Length, half of the body, then the connection is closed"
    RESET = "TCP RST before a single byte of the answer"


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it arrived."""

    method: str
    path: str
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    arrived: float
    """`time.monotonic()` when its head had been read."""
    client_port: int
    connection: int
    """Number of the client's connection, counted from 1; ports may be used again."""


@dataclass(frozen=True, slots=True)
class Response:
    """What to answer, when, and how it ends. Content-Length is added where there is a body."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    ending: Ending = Ending.WHOLE
    wait: float | threading.Event = 0.0
    """Seconds before the answer, or an event that releases it."""


class StandIn(ABC):
    """A context manager that serves `respond` to any number of clients at a time.

    An exception in `respond` becomes HTTP 500 that names it, and is raised again when the
    `with` block ends without another exception: it is a mistake of the test.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._closing = threading.Event()
        self._mistakes: list[BaseException] = []
        self._under_way = 0
        self._peak = 0
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @abstractmethod
    def respond(self, request: Request) -> Response:
        """Return the answer; called in one thread for each connection."""

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT`; a RuntimeError before the `with` block."""
        if self._server is None:
            message = f"start the {type(self).__name__} with a `with` statement first"
            raise RuntimeError(message)
        return f"http://{_HOST}:{self._server.server_port}"

    @property
    def peak_concurrency(self) -> int:
        """The most requests that were ever being answered at once.

        A request stops counting before its answer is written, so a client that waits for
        each answer is never counted twice; one that gave up on an answer still is.
        """
        return self._peak

    @property
    def peak_connections(self) -> int:
        """The most connections that clients ever held open at once.

        One that the client has closed counts no more, even if its thread has not seen it yet.
        """
        return self._server.peak if self._server else 0

    def __enter__(self) -> Self:
        self._server = _Server(self)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(_POLL,), name=type(self).__name__
        )
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._server is not None
        assert self._thread is not None
        self._closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.hang_up()
        self._server.server_close()
        if error is None and self._mistakes:
            raise self._mistakes[0]

    def answer(self, request: Request) -> Response | None:
        """Return the answer when it is due; None when the stand-in is closed before that."""
        self._count(1)
        try:
            response = self.respond(request)
            return response if self._is_due(response.wait) else None
        except Exception as mistake:  # noqa: BLE001 (raised again by __exit__)
            self.remember(mistake)
            return Response(500, f"the stand-in failed: {mistake!r}".encode())
        finally:
            self._count(-1)

    def remember(self, mistake: BaseException) -> None:
        """Keep an exception of a server's thread for the end of the `with` block."""
        with self._lock:
            self._mistakes.append(mistake)

    def _count(self, change: int) -> None:
        with self._lock:
            self._under_way += change
            self._peak = max(self._peak, self._under_way)

    def _is_due(self, wait: float | threading.Event) -> bool:
        if isinstance(wait, (int, float)):
            return wait <= 0 or not self._closing.wait(wait)
        while not wait.wait(_POLL):
            if self._closing.is_set():
                return False
        return True


class _Server(ThreadingHTTPServer):
    """Knows its open connections, so that it can end threads that wait on idle clients."""

    daemon_threads = False  # server_close() then joins them: no socket outlives the test
    request_queue_size = 256  # the default of 5 drops connections when 64 clients come at once

    def __init__(self, stand_in: StandIn) -> None:
        self.stand_in = stand_in
        self.numbers = itertools.count(1)
        self.peak = 0
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._aborted: set[socket.socket] = set()
        super().__init__((_HOST, 0), _Handler)

    def server_bind(self) -> None:
        """Bind without HTTPServer's look-up of the host's name, which can take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = _HOST, self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        """Note the connection in the serving thread, before `hang_up` can run."""
        with self._lock:
            self._open.add(request)
            self.peak = max(self.peak, sum(map(_is_held, self._open)))
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close the connection; an aborted one without the FIN that would precede the RST."""
        with self._lock:
            self._open.discard(request)
            aborted = request in self._aborted
            self._aborted.discard(request)
        if aborted:
            self.close_request(request)
        else:
            super().shutdown_request(request)

    def abort(self, connection: socket.socket) -> None:
        """Have the connection end in an RST (lingering for zero seconds) when it is closed."""
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        with self._lock:
            self._aborted.add(connection)

    def hang_up(self) -> None:
        """Wake every thread that waits for a client's next request."""
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        """Ignore clients that left early; keep anything else for the end of the test."""
        error = sys.exception()
        if error is not None and not isinstance(error, OSError):
            self.stand_in.remember(error)


def _is_held(connection: socket.socket) -> bool:
    """Say whether the client still holds its end: no end of file waits to be read."""
    try:
        return connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each kept-alive answer can wait 40 ms for an ACK
    wbufsize = -1
    server: _Server

    def setup(self) -> None:
        super().setup()
        self._number = next(self.server.numbers)

    def do_GET(self) -> None:
        response = self.server.stand_in.answer(self._read())
        if response is None:
            self.close_connection = True
        elif response.ending is Ending.RESET:
            self.server.abort(self.connection)
            self.close_connection = True
        else:
            self._write(response)

    do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 (the names that http.server calls)

    def handle_expect_100(self) -> bool:
        """Say at once that the body may come: clients wait a second for that."""
        answered = super().handle_expect_100()
        self.wfile.flush()
        return answered

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Write nothing: pytest's output belongs to the tests."""

    def _read(self) -> Request:
        arrived = time.monotonic()
        length = int(self.headers.get("Content-Length") or 0)
        return Request(
            method=self.command,
            path=self.path,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length),
            arrived=arrived,
            client_port=self.client_address[1],
            connection=self._number,
        )

    def _write(self, response: Response) -> None:
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        if response.status != 304:  # RFC 9110: it has no body, and the length of none
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if response.ending is Ending.BROKEN_OFF:
            self.wfile.write(response.body[: len(response.body) // 2])
            self.close_connection = True
        else:
            self.wfile.write(response.body)
