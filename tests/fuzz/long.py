"""A long run: `python -m tests.fuzz.long parser|session|eval --runs 100000`.

With atheris, the coverage of core.language, core.files and core.serve steers which inputs are
made; every other input is drawn by the strategies, steered the same way. Without it, hypothesis
draws them all. Each new way to fail is kept under tests/fuzz/seeds, where the normal tests find it.
"""

import argparse
import hashlib
import importlib.util
import itertools
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

SEEDS = Path(__file__).parent / "seeds"
SUFFIX = {"parser": ".txt", "session": ".json", "eval": ".json"}
INSTRUMENTED = ["core.language", "core.files", "core.serve", "core.readings", "core.function"]
LONGEST = {"parser": 400, "session": 5_000, "eval": 800}
MEMORY = 1_600  # MB that the whole process may have: PyTorch takes 450 of them
MOST_FAILURES = 20
REPORT_EVERY = 10_000
SLOWER = 4  # times: counting coverage costs


class Watch:
    """Runs inputs, counts how far they come, and keeps the first of each way to fail."""

    def __init__(self, name, in_time, folder=SEEDS):
        self.name, self.in_time, self.folder = name, in_time, folder / name
        self.outcomes = Counter()
        self.failures = {}
        self.slowest = (0.0, "")
        self.began = time.monotonic()

    def run(self, text):
        began = time.thread_time()
        try:
            self.outcomes[self.in_time(self.name, text)] += 1
        except Exception as error:  # noqa: BLE001 - whatever escapes is what is looked for
            self.outcomes["FAILED"] += 1
            self.keep(text, error)
        self.slowest = max(self.slowest, (time.thread_time() - began, text[:80]))
        if sum(self.outcomes.values()) % REPORT_EVERY == 0:
            self.report()

    def keep(self, text, error):
        frames = traceback.extract_tb(error.__traceback__)
        where = (type(error).__name__, *(f"{Path(f.filename).name}:{f.lineno}" for f in frames[-3:]))
        if where in self.failures or len(self.failures) >= MOST_FAILURES:
            return
        self.failures[where] = text
        digest = hashlib.sha1(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]
        self.folder.mkdir(parents=True, exist_ok=True)
        place = self.folder / f"{digest}{SUFFIX[self.name]}"
        place.write_bytes(text.encode("utf-8", "surrogatepass"))
        print(f"\n{place.name}: {type(error).__name__}: {str(error)[:200]}\n{text[:300]!r}", flush=True)
        print("".join(traceback.format_tb(error.__traceback__)[-3:]), flush=True)

    def report(self):
        runs = sum(self.outcomes.values())
        taken = time.monotonic() - self.began
        print(f"\n{self.name}: {runs:,} inputs in {taken:.0f} s, {dict(self.outcomes)}")
        print(f"slowest: {self.slowest[0]:.2f} s for {self.slowest[1]!r}")
        print(f"ways to fail: {len(self.failures)}", flush=True)


def by_hypothesis(watch, strategy, runs):
    from hypothesis import HealthCheck, Phase, given, settings

    @settings(
        max_examples=runs, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(strategy)
    def every(text):
        watch.run(text)

    every()
    watch.report()


def by_atheris(name, runs, seed):
    import atheris

    with atheris.instrument_imports(include=INSTRUMENTED, enable_loader_override=False):
        from tests.fuzz import shapes, targets
    from hypothesis import HealthCheck, given, settings

    targets.LIMITS.update({each: SLOWER * limit for each, limit in targets.LIMITS.items()})
    watch = Watch(name, targets.in_time)

    @settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(shapes.STRATEGIES[name])
    def drawn(text):
        watch.run(text)

    def one(data):
        if data[:1] and data[0] % 2:
            drawn.hypothesis.fuzz_one_input(data[1:])
        else:
            watch.run(data[1:].decode("utf-8", "surrogateescape"))
        if next(countdown) == 0:  # libFuzzer leaves without a farewell
            watch.report()

    countdown = itertools.count(runs - 1, -1)
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    for place in (SEEDS / name).iterdir():
        (folder / place.name).write_bytes(b"\0" + place.read_bytes())
    words = folder.parent / f"{folder.name}.dict"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in shapes.WORDS + shapes.LATEX))
    flags = [f"-runs={runs}", f"-seed={seed}", f"-max_len={LONGEST[name]}", f"-dict={words}"]
    limits = [f"-rss_limit_mb={MEMORY}", "-timeout=60", "-verbosity=0", f"-artifact_prefix={folder}/"]
    atheris.Setup([sys.argv[0], *flags, *limits, str(folder)], one)
    atheris.Fuzz()


def _escaped(word):
    return "".join(f"\\x{each:02x}" for each in word.encode())


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.long", description=__doc__)
    parser.add_argument("target", choices=("parser", "session", "eval"))
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hypothesis", action="store_true", help="without coverage")
    options = parser.parse_args()
    if importlib.util.find_spec("atheris") is not None and not options.hypothesis:
        by_atheris(options.target, options.runs, options.seed)
        return
    from tests.fuzz import shapes, targets

    watch = Watch(options.target, targets.in_time)
    by_hypothesis(watch, shapes.STRATEGIES[options.target], options.runs)


if __name__ == "__main__":
    main()
