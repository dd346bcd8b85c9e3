"""JSON over HTTP to a server of our own, with retries: all that the engine behind vLLM asks of a client."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from functools import partial
from typing import Any

import anyio
from anyio import to_thread

from genevolve.errors import PolicyError
from genevolve.limits import retried

_REPEATED = frozenset({408, 409, 429})
_MAX_DETAIL_CHARS = 200


class JsonEndpoint:
    """POSTs, each in a thread of its own. Only calls that may be repeated without harm go through it."""

    def __init__(self, url: str, *, timeout_s: float, attempts: int, max_at_once: int) -> None:
        """`url` is the root of the server, `http://HOST:PORT`; a call may take `timeout_s` an attempt."""
        self.url = url.rstrip("/")
        self._timeout_s = timeout_s
        self._attempts = attempts
        self._places = anyio.CapacityLimiter(max_at_once)

    async def post(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """What the server answers; None where it answers nothing.

        Raises:
            PolicyError: it cannot be reached, refused, or answered with something else than JSON.
        """
        call = partial(to_thread.run_sync, partial(self._post, path, body or {}), abandon_on_cancel=True)
        return await retried(
            partial(call, limiter=self._places),
            attempts=self._attempts,
            timeout_s=self._attempts * self._timeout_s,
        )

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), headers)  # noqa: S310 - by settings
        try:
            with urllib.request.urlopen(request, timeout=self._timeout_s) as answer:  # noqa: S310
                text = answer.read()
        except urllib.error.HTTPError as refusal:
            with refusal:
                said = _in_short(refusal.read(4096))
            repeatable = refusal.code in _REPEATED or refusal.code >= 500
            raise PolicyError(f"{self.url}{path} refused ({refusal.code}){said}", repeatable=repeatable) from None
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", None) or error or type(error).__name__
            raise PolicyError(f"{self.url} cannot be reached, or broke off ({reason})") from None
        try:
            return json.loads(text) if text.strip() else None
        except ValueError:
            raise PolicyError(f"{self.url}{path} answered with something that is not JSON", repeatable=False) from None


def _in_short(body: bytes) -> str:
    line = " ".join("".join(c if c.isprintable() else " " for c in body.decode(errors="replace")).split())
    cut = line if len(line) <= _MAX_DETAIL_CHARS else line[: _MAX_DETAIL_CHARS - 1] + "…"
    return f": {cut}" if cut else ""
