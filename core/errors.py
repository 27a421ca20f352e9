"""What a person can put right in a typed text: one sentence, the place, a hint and a fix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

Error = TypeVar("Error", bound=BaseException)


@dataclass(frozen=True, slots=True)
class Fix:
    """A correction a button can apply: replace columns `start` to `end` by `text`."""

    label: str
    start: int
    end: int
    text: str


class InputError(ValueError):
    """A text that cannot be read.

    `message` is one sentence; `start` and `end` are columns (code points from 0, end exclusive)
    in the text as typed; `hint` says what helps, `fix` does it. When something is missing,
    start and end are both the column where it is missing.
    """

    def __init__(
        self, message: str, start: int = 0, end: int = 0, hint: str | None = None,
        fix: Fix | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end
        self.hint = hint
        self.fix = fix

    def __reduce__(self) -> tuple[type[InputError], tuple[object, ...]]:
        return (InputError, (self.message, self.start, self.end, self.hint, self.fix))


def kept(error: Error) -> Error:
    """The same error as a word that is kept. With its trace, it would hold the frames of all
    callers, what they computed, and so the error that was kept before it.
    """
    error.__traceback__ = error.__context__ = error.__cause__ = None
    return error


def out_of_memory(error: BaseException) -> bool:
    """Whether an error says that the memory ended: NumPy's, or PyTorch's, which has no type."""
    if isinstance(error, MemoryError):
        return True
    return isinstance(error, RuntimeError) and "allocate memory" in str(error)
