"""What of a data folder is compared when one looks for leaks."""

from __future__ import annotations

from pathlib import Path

from genevolve.data.dataset import examples, open_dataset, tasks
from genevolve.data.formats import IMAGE
from genevolve.data.leakage import Probe
from genevolve.data.stage import Journal
from genevolve.records import DataSplit, Role, Stage, Verdict
from genevolve.records.dataset import SUPERVISED_SPLITS, SupervisedExample, Task


def probes(folder: Path) -> dict[str, list[Probe]]:
    """The items of every split of a data folder, built or imported.

    Raises:
        DataError: there is no data set, or it is damaged.
    """
    data = open_dataset(folder)
    if Journal(folder).path(Stage.SPLIT).is_file():
        return _of_journal(Journal(folder))
    found: dict[str, list[Probe]] = {}
    for split in DataSplit:
        if split in SUPERVISED_SPLITS:
            found[split.value] = [_of_example(one) for one in examples(data, split)]
        else:
            found[split.value] = [_of_task(one) for one in tasks(data, split)]
    return found


def _of_journal(journal: Journal) -> dict[str, list[Probe]]:
    found: dict[str, list[Probe]] = {split.value: [] for split in DataSplit}
    requests, pictures = journal.rows(Stage.REQUESTS), journal.rows(Stage.GROUND_TRUTH)
    for row in journal.rows(Stage.SPLIT).values():
        request = requests[row.id].request if row.id in requests else None
        if row.verdict is not Verdict.KEPT or row.split is None or request is None:
            continue
        drawn = pictures.get(row.id)
        found[row.split.value].append(
            Probe(
                id=row.id,
                prompt=request.prompt,
                entities=requests[row.id].entities,
                picture=drawn.render.sha256 if drawn is not None and drawn.render is not None else "",
            )
        )
    return found


def _of_example(example: SupervisedExample) -> Probe:
    asked = next((one.content for one in example.messages if one.role is Role.USER), "")
    return Probe(id=example.id, prompt=asked.replace(IMAGE, ""))


def _of_task(task: Task) -> Probe:
    return Probe(id=task.request.id, prompt=task.request.prompt, entities=task.entities, picture=task.ground_truth)
