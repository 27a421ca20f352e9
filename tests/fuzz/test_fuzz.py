"""2,000 inputs that nobody meant well, and every input that ever broke a promise."""

import pytest
from hypothesis import HealthCheck, given, settings

from tests.fuzz.long import SEEDS
from tests.fuzz.shapes import STRATEGIES
from tests.fuzz.targets import in_time

EXAMPLES = {"parser": 1_000, "session": 600, "eval": 400}
KEPT = sorted(each for each in SEEDS.rglob("*.*") if each.is_file())


@pytest.mark.parametrize("seed", KEPT, ids=[f"{each.parent.name}/{each.stem}" for each in KEPT])
def test_what_once_broke_a_promise_keeps_it_now(seed):
    in_time(seed.parent.name, seed.read_bytes().decode("utf-8", "surrogateescape"))


@pytest.mark.parametrize("name", EXAMPLES)
def test_hostile_inputs_break_no_promise(name):
    @settings(
        max_examples=EXAMPLES[name], deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(STRATEGIES[name])
    def every(text):
        in_time(name, text)

    every()


@pytest.mark.parametrize("name", EXAMPLES)
def test_there_are_seeds_for_each_target(name):
    assert any((SEEDS / name).iterdir())


def test_a_broken_promise_is_noticed(monkeypatch):
    from tests.fuzz import targets

    def broken(text, **_):
        raise ZeroDivisionError

    monkeypatch.setattr(targets, "parse", broken)
    with pytest.raises(ZeroDivisionError):
        in_time("parser", "x")
