"""Every error that genevolve raises on purpose, by the boundary at which it arises.

    GenEvolveError
    ├── UserError                a person can mend it: one line that says what to do, exit code 2
    │   ├── RequestError         the image request cannot be used
    │   ├── ConfigError          a setting, a file of settings, or an option
    │   ├── RunError             a run folder: missing, in use, or made with other settings
    │   ├── LibraryError         an index or the embedded world: missing, damaged, or not built yet
    │   ├── SuiteError           a benchmark's folder, file or row
    │   ├── DataError            a data folder: missing, in use, or made with other settings
    │   └── TrainingError        a checkpoint or a base: missing, unfinished, or made by another recipe
    ├── InfrastructureError      the surroundings failed: never a score, never "no results"; exit code 1
    │   ├── ToolError            a search or picture provider
    │   ├── PolicyError          the endpoint or process that runs the policy
    │   ├── ModelError           the endpoint of a chat model, whoever asks it
    │   ├── RenderError          the generator
    │   ├── JudgeError           the judge
    │   └── StorageError         disk full, read-only, unreadable
    ├── ComparisonError          a comparator gave no usable guide; the pair is left out and counted
    ├── NonFiniteError           a loss, gradient or weight is not a number; the batch is kept, exit code 1
    └── BudgetExceeded           a reservation that the budget cannot cover; the loop turns it into a stop reason

What a policy does wrong is not an error: it is data (`StopReason`, `ProgramFault`).
"""

from __future__ import annotations


class GenEvolveError(Exception):
    """Base of all. Its message is one line, fit for a person."""

    exit_code = 1


class UserError(GenEvolveError):
    """The person who runs the program can mend this."""

    exit_code = 2


class RequestError(UserError):
    """The image request cannot be used as given."""


class ConfigError(UserError):
    """A setting is unknown, out of range, or its file cannot be read."""


class RunError(UserError):
    """A run folder is missing, in use by another writer, or was made with other settings."""


class LibraryError(UserError):
    """An index or the embedded world is missing, damaged, or not built yet."""


class SuiteError(UserError):
    """A benchmark's folder or file is missing, or a row of it cannot be used."""


class DataError(UserError):
    """A data folder is missing, damaged, in use by another process, or was made with other settings."""


class TrainingError(UserError):
    """A checkpoint or base policy is missing, unfinished, made by another recipe, or lacks what the recipe names."""


class ComparisonError(GenEvolveError):
    """A comparator gave no usable guide, after its one retry. The pair is left out and counted."""


class NonFiniteError(GenEvolveError):
    """A loss, a gradient or a weight is not a finite number. The message names the file that holds the batch."""


class InfrastructureError(GenEvolveError):
    """The surroundings failed. The work is owed again; it is never counted as a result.

    `repeatable` says whether the same call may succeed a moment later, `retry_after_s` how long the other side asked
    to be left alone.
    """

    boundary = "infrastructure"

    def __init__(self, message: str = "", *, repeatable: bool = True, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.repeatable = repeatable
        self.retry_after_s = retry_after_s


class ToolError(InfrastructureError):
    """A search or picture provider failed."""

    boundary = "tool"


class PolicyError(InfrastructureError):
    """The endpoint or process that runs the policy failed."""

    boundary = "policy"


class ModelError(InfrastructureError):
    """The endpoint of a chat model failed, refused the call, or did not answer."""

    boundary = "model"


class RenderError(InfrastructureError):
    """The generator failed."""

    boundary = "renderer"


class JudgeError(InfrastructureError):
    """The judge failed, or gave no usable answer. It is never a zero."""

    boundary = "judge"


class StorageError(InfrastructureError):
    """The disk is full, read-only or unreadable."""

    boundary = "storage"


class BudgetExceeded(GenEvolveError):  # noqa: N818
    """A reservation that the budget cannot cover."""
