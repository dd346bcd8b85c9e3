"""A real chat-completions server on loopback that behaves, or misbehaves, as it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Say:
    """One answer of the server. `hang_s` comes before it; `announced` is a Content-Length that need not be true."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/json"
    hang_s: float = 0.0
    announced: int | None = None


def completion(text: str | None, finish_reason: str = "stop", *, usage: bool = True, **more: Any) -> Say:
    body: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "finish_reason": finish_reason, "message": {"role": "assistant", "content": text}}],
    }
    if usage:
        body["usage"] = {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200}
    return Say(json.dumps(body).encode(), **more)


def refusal(status: int, message: str = "no", *, code: str = "", **headers: str) -> Say:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Say(json.dumps({"error": {"message": message, "code": code}}).encode(), status, named)


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


class ChatServer:
    """Gives its `script` in order and then its last line again and again; keeps what it was `asked`."""

    def __init__(self, *script: Say) -> None:
        self.script = list(script)
        self.asked: list[Asked] = []
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        self.closing = threading.Event()
        self.url = ""

    def take(self, asked: Asked) -> Say:
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            say = self.script[min(len(self.asked), len(self.script) - 1)]
            self.asked.append(asked)
            return say

    def done(self) -> None:
        with self._lock:
            self._at_once -= 1


@contextmanager
def served(*script: Say) -> Iterator[ChatServer]:
    chat = ChatServer(*script)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            say = chat.take(Asked(self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            try:
                chat.closing.wait(say.hang_s)
            finally:
                chat.done()
            try:
                self._send(say)
            except OSError:
                self.close_connection = True

        def _send(self, say: Say) -> None:
            self.send_response(say.status)
            for name, value in say.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", say.content_type)
            self.send_header("Content-Length", str(len(say.body) if say.announced is None else say.announced))
            self.end_headers()
            self.wfile.write(say.body)
            self.close_connection = say.announced is not None

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    chat.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield chat
    finally:
        chat.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
