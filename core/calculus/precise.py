"""The arithmetic of many digits: one context of mpmath whose precision is each thread's own.

mpmath keeps its precision in the context, where a second thread that sets it takes digits from the
first. The numbers of this context belong to no thread, only the precision they are computed with.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from mpmath.ctx_mp import MPContext
from mpmath.libmp import round_nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

_DOUBLE = 53  # bits


class _Precision(threading.local):
    """The precision of a thread, in bits and in decimal digits."""

    bits = _DOUBLE
    digits = 15
    rounding = round_nearest


class _PrecisionAndRounding:
    """What mpmath's numbers read their precision from: a pair, that of the thread that asks."""

    def __init__(self, own: _Precision) -> None:
        self._own = own

    def __iter__(self) -> Iterator[Any]:
        own = self._own
        return iter((own.bits, own.rounding))

    def __getitem__(self, place: int) -> Any:
        return self._own.rounding if place else self._own.bits

    def __setitem__(self, place: int, value: Any) -> None:
        if place:
            self._own.rounding = value
        else:
            self._own.bits = value


class _Context(MPContext):
    """mpmath's context with the precision of the thread that computes."""

    def __init__(self) -> None:
        self._own = _Precision()
        super().__init__()
        pair = _PrecisionAndRounding(self._own)
        self._prec_rounding = pair
        for numbers in (self.mpf, self.mpc, self.constant):
            numbers._ctxdata[2] = pair  # noqa: SLF001 - mpmath has no other door

    @property
    def _prec(self) -> int:
        return self._own.bits

    @_prec.setter
    def _prec(self, bits: int) -> None:
        self._own.bits = bits

    @property
    def _dps(self) -> int:
        return self._own.digits

    @_dps.setter
    def _dps(self, digits: int) -> None:
        self._own.digits = digits


mp: Any = _Context()
