"""The suite itself: items from recipes, no two requests alike, the same for the same world and seed."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Sequence
from importlib import resources

from genevolve.records import Program, Recipe, Reference, Request, constraints_as_data
from genevolve.records.constraint import CONSTRAINTS
from genevolve.records.wire import IMAGE_ID_FORMAT
from genevolve.world.suite.anchors import AnchorPool
from genevolve.world.suite.asking import request_text
from genevolve.world.suite.demands import demands
from genevolve.world.suite.ideal import ideal_program
from genevolve.world.suite.item import Evidence, Split, SuiteItem
from genevolve.world.suite.recipes import recipes
from genevolve.world.suite.scene import Anchor, Scene
from genevolve.world.suite.seeds import chooser, draw
from genevolve.world.suite.staging import stage
from genevolve.world.world import World

FROZEN = "frozen.json"
_MAX_TRIES = 40
_EXACT = frozenset({"flag", "brand", "invented_brand", "element"})


def world_suite(world: World, split: Split = "test", n: int = 600, seed: int = 0) -> tuple[SuiteItem, ...]:
    """`n` requests with constraints, gold evidence and ideal programs, without pictures.

    The test split asks only for held-out entities in held-out combinations of requirements; the train split, for the
    others.
    """
    pool = AnchorPool(world)
    seen: set[str] = set()
    return tuple(
        _item(recipe, pool, split, seed, number, seen) for number, recipe in enumerate(recipes(n, split, seed))
    )


def suite_sha256(items: Sequence[SuiteItem]) -> str:
    """One hash over the canonical JSON of every row; ground-truth pictures are no part of it."""
    digest = hashlib.sha256()
    for item in items:
        row = json.dumps(item.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        digest.update(row.encode() + b"\n")
    return digest.hexdigest()


def frozen_sha256() -> str:
    """The hash of the frozen test suite: 600 items, seed 0."""
    text = resources.files(__package__).joinpath("data", FROZEN).read_text(encoding="utf-8")
    return str(json.loads(text)["sha256"])


def _item(recipe: Recipe, pool: AnchorPool, split: Split, seed: int, number: int, seen: set[str]) -> SuiteItem:
    for attempt in range(_MAX_TRIES):
        rng = chooser("item", split, seed, number, attempt)
        scene = stage(recipe, pool, split, rng)
        text = request_text(scene, rng)
        if text.casefold() not in seen:
            seen.add(text.casefold())
            return suite_item(recipe, scene, text, split, rng)
    raise ValueError(f"no item for {recipe}")


def gold_program(item: SuiteItem) -> Program:
    """The ideal program with references that bear the gold titles; what they show is not filled in."""
    references = tuple(
        Reference(img_id=IMAGE_ID_FORMAT.format(number), note=note, sha256="0" * 64, title=target.titles[0])
        for number, (target, note) in enumerate(zip(item.evidence.targets, item.ideal.notes, strict=True), start=1)
    )
    return Program(gen_prompt=item.ideal.gen_prompt, references=references)


def suite_item(recipe: Recipe, scene: Scene, text: str, split: Split, rng: random.Random) -> SuiteItem:
    """The item of a scene and its request, with all that is known about its answer."""
    key = hashlib.sha256(text.encode()).hexdigest()[:16]
    meta = {
        CONSTRAINTS: constraints_as_data(demands(scene)),
        "track": recipe.track,
        "recipe": recipe.model_dump(mode="json"),
    }
    facts = tuple(dict.fromkeys(scene.facts))
    documents = tuple(dict.fromkeys(fact.document for fact in facts if fact.document))
    return SuiteItem(
        id=f"world_{key}",
        split=split,
        recipe=recipe,
        request=Request(
            id=f"rq_{key}", prompt=text, category=recipe.task_family, difficulty=recipe.difficulty, meta=meta
        ),
        evidence=Evidence(facts=facts, targets=tuple(one.target for one in scene.anchors), documents=documents),
        ideal=ideal_program(scene),
        truth_pictures=tuple(_truth_picture(anchor, rng) for anchor in scene.anchors),
        truth_seed=draw("truth", key) % (1 << 31),
    )


def _truth_picture(anchor: Anchor, rng: random.Random) -> str:
    """The picture that the ground truth is drawn from: in half of the items not the one that a search finds first."""
    pictures = anchor.entity.pictures
    if anchor.kind == "invented_brand":
        return pictures[-1]
    if anchor.kind in _EXACT or len(pictures) == 1 or rng.random() < 0.5:
        return pictures[0]
    return rng.choice(pictures[1:])
