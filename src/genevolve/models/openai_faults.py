"""What a refusal by an endpoint means: mend it, try again, or give this call up."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime

from pydantic import SecretStr

from genevolve.config.endpoint import KEY_VARIABLE, EndpointSettings
from genevolve.errors import ConfigError, GenEvolveError, ModelError, UserError

REPEATED = frozenset({408, 409, 429})
MAX_DETAIL_CHARS = 200
_QUOTA_CODES = frozenset({"insufficient_quota", "billing_hard_limit_reached"})


def fault_of_status(
    status: int, headers: Mapping[str, str], body: str, endpoint: EndpointSettings, key: SecretStr | None
) -> GenEvolveError:
    """The error for an answer with that HTTP status; what the server says is quoted in short, and never the key."""
    code, message = _reading(body)
    where, said = endpoint.base_url, _in_short(message, key)
    if status in (401, 403):
        return ConfigError(f"{where} refused the key ({status}): set {KEY_VARIABLE} to one that may use it{said}")
    if status == 404:
        return ConfigError(f"{where} has no model {endpoint.model!r} (404): check base_url and model{said}")
    if status == 402 or code in _QUOTA_CODES:
        return UserError(f"the account at {where} has no quota left ({status}){said}")
    if 300 <= status < 400:
        return ConfigError(f"{where} sends calls elsewhere ({status}): set base_url to the final address")
    repeatable = status in REPEATED or status >= 500
    return ModelError(
        f"{where} {'failed' if repeatable else 'refused the call'} ({status}){said}",
        repeatable=repeatable,
        retry_after_s=retry_after_s(headers, time.time()) if repeatable else None,
    )


def retry_after_s(headers: Mapping[str, str], now: float) -> float | None:
    """The pause that a server asks for, in seconds; it may give milliseconds, seconds or a date."""
    in_ms, pause = headers.get("retry-after-ms", ""), headers.get("retry-after", "")
    readings: tuple[Callable[[], float], ...] = (
        lambda: float(in_ms) / 1000,
        lambda: float(pause),
        lambda: parsedate_to_datetime(pause).timestamp() - now,
    )
    for reading in readings:
        try:
            seconds = reading()
        except (ValueError, OverflowError):
            continue
        return max(seconds, 0.0) if math.isfinite(seconds) else None
    return None


def _reading(body: str) -> tuple[str, str]:
    try:
        error = json.loads(body).get("error")
    except (ValueError, AttributeError, RecursionError):
        return "", body
    if isinstance(error, dict):
        return str(error.get("code") or error.get("type") or ""), str(error.get("message") or "")
    return "", str(error or body)


def _in_short(message: str, key: SecretStr | None) -> str:
    if key is not None:
        message = message.replace(key.get_secret_value(), "***")
    line = "".join(c if c.isprintable() else " " for c in message)
    line = " ".join(line.split())
    cut = line if len(line) <= MAX_DETAIL_CHARS else line[: MAX_DETAIL_CHARS - 1] + "…"
    return f": {cut}" if cut else ""
