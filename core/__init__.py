"""What is true: typed functions, their exact derivatives, and what there is to see of them.

No part of it knows the window. In a notebook:

>>> import core
>>> f = core.read("a x^3 + sin(b x)")
>>> f.variables, f.parameters
(('x',), ('a', 'b'))
>>> f.at({"x": 1}, {"a": 2, "b": 1}, order=2).value
2.8414709848078967
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.errors import InputError

if TYPE_CHECKING:
    from core.function import Function, read

__all__ = ["Function", "InputError", "read"]


def __getattr__(name: str) -> Any:
    """Load the calculus on first use, so that the light words stay light."""
    if name in ("Function", "read"):
        from core import function

        return getattr(function, name)
    raise AttributeError(f"module 'core' has no attribute {name!r}")
