"""LLVM: from its language to machine code that is called without Python's lock.

llvmlite is optional: without it, or on a processor without fused products of four numbers, there
is no machine code.
"""

from __future__ import annotations

import importlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from core.calculus.machine_text import FOOTER

if TYPE_CHECKING:
    from collections.abc import Iterable


@lru_cache(maxsize=1)
def _llvm() -> Any:
    """LLVM, or None where there is no use of it."""
    try:
        llvm = importlib.import_module("llvmlite.binding")
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        features = llvm.get_host_cpu_features()
    except (ImportError, OSError, RuntimeError):
        return None
    fused = features.get("fma") and features.get("avx2")
    return llvm if fused or on_arm(llvm.get_process_triple()) else None


def available() -> bool:
    """Whether there is machine code here."""
    return _llvm() is not None


def on_arm(triple: str | None = None) -> bool:
    """Whether the processor, or that of this triple, is one of ARM's with 64 bits."""
    here: str = triple or _llvm().get_process_triple()
    return here.startswith(("aarch64", "arm64"))


def compiled(texts: Iterable[str]) -> Any:
    """The machine code of these functions and declarations; it is freed with what is returned.

    `get_function_address(name)` of it says where a function is. The code is loaded into an engine
    of its own: one that compiled it would keep LLVM's text and tables with it, thirty times the
    memory of the code.
    """
    llvm = _llvm()
    compiler = _machine(2)
    header = f'target triple = "{compiler.triple}"\ntarget datalayout = "{compiler.target_data}"'
    module = llvm.parse_assembly("\n".join([header, *texts, FOOTER]))
    code = llvm.object_file.ObjectFileRef.from_data(compiler.emit_object(module))
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(header), _machine(0))
    engine.add_object_file(code)
    engine.finalize_object()
    return engine


def _machine(effort: int) -> Any:
    """A compiler for the processor that this runs on."""
    llvm = _llvm()
    features = llvm.get_host_cpu_features().flatten()
    return llvm.Target.from_triple(llvm.get_process_triple()).create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=features, opt=effort, jit=True
    )
