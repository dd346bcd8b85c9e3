"""What a thing is put up on and makes one thing with: a flag on a pole is a flag."""

from __future__ import annotations

import re

from genevolve.language.drafts import Scene, ThingDraft
from genevolve.language.lexicons import entries, lexicon
from genevolve.language.vocabulary import RelationKind

_LEAD = re.compile(
    r"\b(?:on|from|atop|upon|onto)(?:\s+(?:top\s+of|a|an|the|its|their|tall|two|three|four|separate))*\s*$",
    re.IGNORECASE,
)


def settle_mounts(scene: Scene) -> None:
    """Make a mount a detail of what stands on it, when it carries nothing else and is not singled out."""
    mounts = entries(lexicon("nouns")["mounts"])
    for index, mount in enumerate(scene.things):
        carried = mounts.get(mount.noun)
        if carried is None or mount.dropped or mount.named or mount.reference is not None or mount.members:
            continue
        riders = [thing for thing in scene.things if not thing.dropped and _stands_on(thing, index)]
        others = [thing for thing in scene.things if _is_related(thing, index) and thing not in riders]
        if not riders and not others and index and _lead(scene, mount).startswith("from"):
            riders = [scene.things[index - 1]]
        if not riders or others or any(thing.noun.rpartition(" ")[2] != carried for thing in riders):
            continue
        for thing in riders:
            thing.details.append(f"{_lead(scene, mount) or 'on '}{scene.text[slice(*mount.span)]}")
        mount.dropped = True


def _stands_on(thing: ThingDraft, mount: int) -> bool:
    return (RelationKind.ON, (mount,)) in thing.relations


def _is_related(thing: ThingDraft, mount: int) -> bool:
    return any(mount in targets for _, targets in thing.relations)


def _lead(scene: Scene, mount: ThingDraft) -> str:
    """What leads to the mount, with its article: "on a ", "from two "."""
    found = _LEAD.search(scene.text[: mount.span[0]])
    return f"{' '.join(found.group().lower().split())} " if found is not None else ""
