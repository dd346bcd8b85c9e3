"""A server on loopback that speaks the part of vLLM's HTTP API that the engine uses, with the tiny model behind it."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import torch
from tiny import tiny_encoder
from transformers import Qwen3VLForConditionalGeneration

from genevolve.training.engine.decoding import Decoder, Row
from genevolve.training.engine.sampling import Noise, draw
from genevolve.training.engine.slots import Slot
from genevolve.training.sequences import Picture, Segment


class VllmServer:
    """Serves the checkpoint in `folder`. `refusals` are given first; `asked` is every path in order."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.refusals: list[int] = []
        self.asked: list[str] = []
        self.extra_placeholders = 0
        self.url = ""
        self.encoder = tiny_encoder()
        self._lock = threading.Lock()
        self.reload()

    def reload(self) -> None:
        model = Qwen3VLForConditionalGeneration.from_pretrained(self.folder, dtype=torch.float32)
        self.decoder = Decoder(model.eval())

    def answer(self, path: str, body: dict[str, Any]) -> tuple[int, Any]:
        with self._lock:
            self.asked.append(path)
            if self.refusals:
                return self.refusals.pop(0), {"error": {"message": "overloaded"}}
            if path == "/v1/chat/completions/render":
                return 200, self._render(body)
            if path == "/inference/v1/generate":
                return 200, self._generate(body)
            if path == "/collective_rpc":
                assert body == {"method": "reload_weights"}
                self.reload()
            return 200, {}

    def _render(self, body: dict[str, Any]) -> dict[str, Any]:
        (message,) = body["messages"]
        (part,) = message["content"]
        kind, data = part["image_url"]["url"].split(",")
        assert kind == "data:image/png;base64"
        picture = self.encoder.picture(base64.b64decode(data))
        tensors = {"pixels": picture.pixels_PC.tolist(), "grid": picture.grid_3.tolist()}
        length = self.encoder.num_placeholders(picture) + self.extra_placeholders
        return {
            "token_ids": [1, 2, 3],
            "features": {
                "mm_hashes": {"image": [str(abs(picture.pixels_PC.sum().item()))]},
                "mm_placeholders": {"image": [{"offset": 1, "length": length}]},
                "kwargs_data": {"image": [base64.b64encode(json.dumps(tensors).encode()).decode()]},
            },
            "sampling_params": {},
        }

    def _generate(self, body: dict[str, Any]) -> dict[str, Any]:
        ids, options = body["token_ids"], body["sampling_params"]
        segment = Segment(tuple(ids), self._pictures(ids, body.get("features")))
        row = Row(Slot(64))
        prompt = self._prompt_logprobs(segment, options["prompt_logprobs"]) if "prompt_logprobs" in options else None
        logits_1V = self.decoder.read([row], [segment])
        noise = Noise(options.get("seed", 0), logits_1V.shape[1])
        banned = torch.tensor([int(token) for token in options.get("logit_bias", {})], dtype=torch.int64)
        sampled, logprobs, reason = [], [], "length"
        while len(sampled) < options["max_tokens"]:
            temperature = torch.tensor([options.get("temperature", 1.0)])
            top_p = torch.tensor([options.get("top_p", 1.0)])
            token_1, _ = draw(logits_1V, temperature, top_p, banned, torch.from_numpy(noise.next())[None])
            sampled.append(int(token_1))
            logprobs.append(logits_1V.log_softmax(-1)[0, sampled[-1]].item())
            if sampled[-1] in options["stop_token_ids"]:
                reason = "stop"
                break
            logits_1V = self.decoder.step([row], token_1)
        content = [{"token_id": t, "logprob": p, "rank": 1} for t, p in zip(sampled, logprobs, strict=True)]
        choice = {"index": 0, "token_ids": sampled, "finish_reason": reason, "logprobs": {"content": content}}
        return {"request_id": "r", "choices": [choice], "prompt_logprobs": prompt}

    def _pictures(self, ids: list[int], features: dict[str, Any] | None) -> tuple[Picture, ...]:
        pad = self.encoder.ids.image_pad
        if features is None:
            assert pad not in ids
            return ()
        pictures = []
        for place, data in zip(features["mm_placeholders"]["image"], features["kwargs_data"]["image"], strict=True):
            tensors = json.loads(base64.b64decode(data))
            picture = Picture(torch.tensor(tensors["pixels"]), torch.tensor(tensors["grid"]))
            assert place["length"] == self.encoder.num_placeholders(picture)
            assert ids[place["offset"] : place["offset"] + place["length"]] == [pad] * place["length"]
            pictures.append(picture)
        assert len(features["mm_hashes"]["image"]) == len(pictures)
        return tuple(pictures)

    def _prompt_logprobs(self, segment: Segment, num_best: int) -> list[dict[str, Any] | None]:
        from genevolve.training.packing import padded
        from genevolve.training.scoring import logprobs
        from genevolve.training.sequences import Spoken, TokenSequence

        first = Segment(segment.ids[:1], segment.pictures)
        whole = TokenSequence.joined(first, [Spoken(segment.ids[1:])])
        with torch.no_grad():
            batch = padded([whole], self.decoder.model, self.encoder.ids.endoftext)
            scores = logprobs(self.decoder.model, batch, top_k=max(num_best, 1))
        told: list[dict[str, Any] | None] = [None]
        for place, token in enumerate(segment.ids[1:]):
            row = {str(token): {"logprob": scores.logprob_N[place].item()}}
            best = zip(scores.top_ids_NK[place].tolist(), scores.top_logprobs_NK[place].tolist(), strict=True)
            told.append(row | {str(t): {"logprob": p} for t, p in list(best)[:num_best]})
        return told


@contextmanager
def serving(folder: Path) -> Iterator[VllmServer]:
    vllm = VllmServer(folder)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, answer = vllm.answer(self.path, body)
            said = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    vllm.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield vllm
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
