"""What a person can put right in a typed text: one sentence, the place, a hint and a fix."""

from __future__ import annotations

from dataclasses import dataclass


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


def out_of_memory(error: BaseException) -> bool:
    """Whether an error says that the memory ended: NumPy's, or PyTorch's, which has no type."""
    if isinstance(error, MemoryError):
        return True
    return isinstance(error, RuntimeError) and "allocate memory" in str(error)
