"""What the switches of autograd do: the lines that were run, as frozen words."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from core.autograd.graph_words import UNTOUCHED, Graph, Touches

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.autograd.words import Subject

# The second pass: through f once more, or through the gradient that the first pass left.
AGAIN, THROUGH_GRADIENT = "again", "gradient"
# An update of the first variable in place, between forward and backward.
NOT, PLAINLY, UNDER_NO_GRAD = "", "plain", "no_grad"


@dataclass(frozen=True, slots=True)
class Switches:
    """What is switched on; `second` is what the second pass goes through, empty for none."""

    create_graph: bool = True
    retain_graph: bool = False
    clear: bool = True
    single: bool = False
    in_place: str = NOT
    second: str = THROUGH_GRADIENT


USUAL = Switches()


@dataclass(frozen=True, slots=True)
class SwitchesWish:
    """Run the two passes on the subject as they are switched."""

    subject: Subject
    switches: Switches = USUAL
    entry: int = 0
    touches: Touches = UNTOUCHED


@dataclass(frozen=True, slots=True)
class Line:
    """One line of PyTorch that was run; `result` is what stood in .grad after it.

    `error` has torch's own words, and then nothing after it was run; `note` says what to do, or
    why the number is what it is.
    """

    code: str
    result: str = ""
    error: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """The lines in order."""

    lines: tuple[Line, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain lists and texts."""
        return asdict(self)

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Script:
        """What `to_json` made."""
        return cls(tuple(Line(**each) for each in plain["lines"]))

    @property
    def code(self) -> str:
        """All lines, to copy."""
        return "\n".join(line.code for line in self.lines)


@dataclass(frozen=True, slots=True)
class StepsWish:
    """The graph and the two passes, of one subject; the words are those of the two wishes."""

    kind: ClassVar[str] = "steps"

    subject: Subject
    second: bool = False
    entry: int = 0
    by: int = 0
    touches: Touches = UNTOUCHED
    switches: Switches = USUAL


@dataclass(frozen=True, slots=True)
class Steps:
    """What came of both."""

    graph: Graph
    script: Script

    def to_json(self) -> dict[str, Any]:
        """Plain lists, numbers and texts."""
        return {"graph": self.graph.to_json(), "script": self.script.to_json()}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Steps:
        """What `to_json` made."""
        return cls(Graph.from_json(plain["graph"]), Script.from_json(plain["script"]))
