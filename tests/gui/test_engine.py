"""The engine: the newest wish wins, and none of them starves. Gates, never sleeps."""

import threading
from dataclasses import replace

import pytest

from core.document import Document, Formula, Viewport, with_formula, with_point
from core.frame import Frame
from gui.engine import OUT_OF_MEMORY, Engine, InlineEngine, Job, Mailbox, too_long

VIEW = Viewport()
START = Document((Formula(1, "x"),), active=1)


def moved(x):
    return with_point(START, "x", x)


class Gated:
    """Each frame waits for a permit; tells when it has begun."""

    def __init__(self):
        self.permits = threading.Semaphore(0)
        self.begun = threading.Semaphore(0)
        self.stopped = []
        self.drafts = []
        self.loading = threading.Event()
        self.loaded = False
        self.prepared = threading.Semaphore(0)

    def check(self, say, stop):
        pass

    def close(self):
        pass

    def finish(self, say, stop):
        """Nothing is left to finish."""

    def prepare(self, stop):
        assert not stop()
        self.prepared.release()

    def load_derivatives(self):
        assert self.loading.wait(10)
        self.loaded = True

    def load_special(self):
        """Nothing to import."""

    def frame(self, document, viewport, *, draft, stop):
        self.begun.release()
        assert self.permits.acquire(timeout=10)
        self.drafts.append(draft)
        if stop():
            self.stopped.append(document)
            return None
        return Frame(document, viewport, differentiated=self.loaded)


@pytest.fixture
def gated():
    return Gated()


@pytest.fixture
def engine(qtbot, gated):
    made = Engine(lambda: gated, settle=0.01)
    yield made
    gated.loading.set()
    gated.permits.release(1000)
    made.close()


@pytest.fixture
def shown(engine):
    frames = []
    engine.frame_ready.connect(frames.append)
    return frames


def test_a_drag_of_200_events_shows_the_newest_and_some_on_the_way(qtbot, engine, gated, shown):
    for x in range(200):
        engine.request(moved(float(x)), VIEW)
        if x % 20 == 10:
            gated.permits.release()
            qtbot.waitUntil(lambda at=x: len(shown) >= at // 20 + 1)
    gated.permits.release(1000)
    qtbot.waitUntil(lambda: shown and shown[-1].document == moved(199.0))
    places = [frame.document.coordinate("x") for frame in shown]
    assert places == sorted(places)
    assert len(places) >= 10


class Finishing(Gated):
    """Leaves something to finish, and says when it was told to stop."""

    def __init__(self):
        super().__init__()
        self.loading.set()
        self.permits.release(1000)
        self.at_rest = threading.Semaphore(0)
        self.go_on = threading.Semaphore(0)
        self.gave_way = threading.Semaphore(0)

    def finish(self, say, stop):
        self.at_rest.release()
        assert self.go_on.acquire(timeout=10)
        if stop():
            self.gave_way.release()
            return
        say(Frame(moved(99.0), VIEW))


@pytest.fixture
def finishing(qtbot):
    evaluator = Finishing()
    made = Engine(lambda: evaluator, settle=0.01)
    yield made, evaluator
    evaluator.go_on.release(1000)
    made.close()


def test_what_is_finished_at_rest_is_shown(qtbot, finishing):
    engine, evaluator = finishing
    seen = []
    engine.frame_ready.connect(seen.append)
    engine.request(moved(0.0), VIEW)
    assert evaluator.at_rest.acquire(timeout=10)
    evaluator.go_on.release()
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert [frame.document for frame in seen] == [moved(0.0), moved(99.0)]


@pytest.mark.parametrize("asked", ["another point", "a stop"])
def test_finishing_gives_way_to_any_wish(qtbot, finishing, asked):
    engine, evaluator = finishing
    engine.request(moved(0.0), VIEW)
    assert evaluator.at_rest.acquire(timeout=10)
    if asked == "a stop":
        engine.stop()
    else:
        engine.request(moved(1.0), VIEW)
    evaluator.go_on.release()
    assert evaluator.gave_way.acquire(timeout=10)


def test_a_wish_that_waits_is_forgotten_for_a_newer_one(qtbot, engine, gated, shown):
    engine.request(moved(0.0), VIEW)
    assert gated.begun.acquire(timeout=10)
    for x in (1.0, 2.0, 3.0):
        engine.request(moved(x), VIEW)
    gated.permits.release(2)
    qtbot.waitUntil(lambda: len(shown) == 2)
    assert [frame.document for frame in shown] == [moved(0.0), moved(3.0)]


def test_the_full_picture_of_a_pause_gives_way_to_the_next_step_of_a_drag(
    qtbot, engine, gated, shown
):
    engine.request(moved(0.0), VIEW, draft=True)
    gated.permits.release()
    qtbot.waitUntil(lambda: len(shown) == 1)
    for _ in range(2):  # the draft, then the same again in full
        assert gated.begun.acquire(timeout=10)
    engine.request(moved(1.0), VIEW, draft=True)
    gated.permits.release(3)
    qtbot.waitUntil(lambda: len(shown) == 3)
    assert gated.stopped == [moved(0.0)]
    assert [frame.document for frame in shown] == [moved(0.0), moved(1.0), moved(1.0)]


def test_another_text_stops_the_answer_and_another_point_does_not(qtbot, engine, gated, shown):
    engine.request(moved(0.0), VIEW)
    assert gated.begun.acquire(timeout=10)
    engine.request(moved(1.0), VIEW)
    gated.permits.release()
    assert gated.begun.acquire(timeout=10)
    other = with_formula(START, 1, text="x^2")
    engine.request(other, VIEW)
    gated.permits.release(2)
    qtbot.waitUntil(lambda: len(shown) == 2)
    assert gated.stopped == [moved(1.0)]
    assert shown[-1].document == other


def test_a_stop_gives_up_what_runs_and_what_waits_and_nothing_after(qtbot, engine, gated, shown):
    engine.request(moved(0.0), VIEW)
    assert gated.begun.acquire(timeout=10)
    engine.request(moved(1.0), VIEW)
    engine.stop()
    engine.request(moved(2.0), VIEW)
    gated.permits.release(3)
    qtbot.waitUntil(lambda: len(shown) == 1)
    assert shown[0].document == moved(2.0)
    assert gated.stopped == [moved(0.0)]


def test_a_draft_is_drawn_again_in_full_once_nothing_comes_after_it(qtbot, engine, gated, shown):
    gated.permits.release(2)
    engine.request(START, VIEW, draft=True)
    qtbot.waitUntil(lambda: len(shown) == 2)
    assert gated.drafts == [True, False]


def test_jobs_are_answered_while_derivatives_load_and_the_last_again_after(
    qtbot, engine, gated, shown
):
    engine.load_derivatives()
    gated.permits.release(2)
    engine.request(START, VIEW)
    qtbot.waitUntil(lambda: len(shown) == 1)
    assert not shown[0].differentiated
    gated.loading.set()
    qtbot.waitUntil(lambda: len(shown) == 2)
    assert shown[1].differentiated
    assert shown[1].document is START


def test_a_bug_in_the_evaluator_is_reported_and_the_worker_lives_on(qtbot):
    class Broken:
        def frame(self, document, viewport, *, draft, stop):
            if document is START:
                raise RuntimeError("seven")
            return Frame(document, viewport)

        def close(self):
            pass

    engine = Engine(Broken)
    try:
        with qtbot.waitSignal(engine.failed) as report:
            engine.request(START, VIEW)
        assert "seven" in report.args[0]
        with qtbot.waitSignal(engine.frame_ready):
            engine.request(replace(START, active=0), VIEW)
    finally:
        engine.close()


def test_closing_while_computing_ends_the_worker(qtbot, gated):
    engine = Engine(lambda: gated)
    frames = []
    engine.frame_ready.connect(frames.append)
    engine.request(START, VIEW)
    assert gated.begun.acquire(timeout=10)
    gated.permits.release(10)
    engine.close()
    assert not frames


def test_the_mailbox_has_one_slot_and_an_offer_never_displaces():
    box = Mailbox()
    box.put(Job(1, START, VIEW))
    box.put(Job(2, START, VIEW))
    box.offer(Job(3, START, VIEW))
    assert box.take().number == 2
    assert box.take(timeout=0) is None


def test_the_inline_engine_answers_before_it_returns(qtbot, evaluator):
    engine = InlineEngine(lambda: evaluator)
    frames = []
    engine.frame_ready.connect(frames.append)
    engine.request(START, VIEW)
    assert frames[0].document is START


def test_the_worker_prepares_the_next_frames_when_nothing_is_asked(engine, gated, qtbot):
    with qtbot.waitSignal(engine.frame_ready, timeout=10_000):
        engine.request(Document(), Viewport())
        gated.permits.release()
    assert gated.prepared.acquire(timeout=10)
    with qtbot.waitSignal(engine.frame_ready, timeout=10_000):  # and goes on working
        engine.request(Document(), Viewport())
        gated.permits.release()


def test_a_bug_while_preparing_is_told_and_the_worker_lives_on(engine, gated, qtbot):
    def broken(stop):
        raise ZeroDivisionError

    gated.prepare = broken
    with qtbot.waitSignal(engine.failed, timeout=10_000) as told:
        engine.request(Document(), Viewport())
        gated.permits.release()
    assert "ZeroDivisionError" in told.args[0]
    with qtbot.waitSignal(engine.frame_ready, timeout=10_000):
        engine.request(Document(), Viewport())
        gated.permits.release()


# --- what does not end ---


class Stubborn:
    """Holds the first document, deaf to every stop, until it is let go."""

    def __init__(self):
        self.free = threading.Event()
        self.held = threading.Event()

    def load_derivatives(self):
        """Nothing to import."""

    def load_special(self):
        """Nothing to import."""

    def finish(self, say, stop):
        """Nothing is left to finish."""

    def prepare(self, stop):
        """Nothing to prepare."""

    def frame(self, document, viewport, *, draft, stop):
        if document == START:
            self.held.set()
            assert self.free.wait(20)
        return Frame(document, viewport)


class Polite(Stubborn):
    """Computes until it is asked to stop."""

    def frame(self, document, viewport, *, draft, stop):
        while document == START and not self.free.wait(0.002):
            if stop():
                return None
        return Frame(document, viewport)


@pytest.fixture
def hire(qtbot):
    """Engines with short limits, whose evaluators are remembered."""
    engines, made = [], []

    def hired(kind, **times):
        def make():
            made.append(kind())
            return made[-1]

        engines.append(Engine(make, **{"settle": 0.01, "limit": 0.05, "grace": 0.05, **times}))
        return engines[-1], made

    yield hired
    for each in made:
        each.free.set()
    for engine in engines:
        engine.close()
        qtbot.waitUntil(lambda engine=engine: not engine.stuck)


OTHER = moved(5.0)


def test_what_takes_too_long_is_stopped_with_a_sentence_and_the_worker_goes_on(qtbot, hire):
    engine, made = hire(Polite, grace=30.0)
    with qtbot.waitSignal(engine.gave_up) as told:
        engine.request(START, VIEW)
    assert told.args == [too_long(0.05)]
    assert told.args[0] == "This takes longer than 0.05 s, so it was stopped."
    with qtbot.waitSignal(engine.frame_ready):
        engine.request(OTHER, VIEW)
    assert len(made) == 1
    assert not engine.stuck


def test_a_worker_that_does_not_stop_is_left_behind_and_another_goes_on(qtbot, hire):
    engine, made = hire(Stubborn)
    frames = []
    engine.frame_ready.connect(frames.append)
    with qtbot.waitSignal(engine.gave_up):
        engine.request(START, VIEW)
    qtbot.waitUntil(lambda: engine.stuck)
    with qtbot.waitSignal(engine.frame_ready):
        engine.request(OTHER, VIEW)
    assert len(made) == 2
    made[0].free.set()
    qtbot.waitUntil(lambda: not engine.stuck)
    with qtbot.waitSignal(engine.frame_ready):
        engine.request(moved(6.0), VIEW)
    assert [frame.document for frame in frames] == [OTHER, moved(6.0)]  # its result is ignored


def test_a_new_text_does_not_wait_for_a_computation_that_holds_the_worker(qtbot, hire):
    engine, made = hire(Stubborn, limit=30.0)
    engine.request(START, VIEW)
    qtbot.waitUntil(lambda: bool(made) and made[0].held.is_set())
    other = with_formula(START, 1, text="x^2")
    with qtbot.waitSignal(engine.frame_ready) as shown:
        engine.request(other, VIEW)
    assert shown.args[0].document == other
    assert engine.stuck


def test_a_step_of_a_drag_waits_for_the_one_before_it(qtbot, hire):
    engine, made = hire(Stubborn, limit=30.0, grace=0.02)
    engine.request(START, VIEW)
    qtbot.waitUntil(lambda: bool(made) and made[0].held.is_set())
    engine.request(OTHER, VIEW)
    qtbot.wait(100)  # longer than the grace: the same texts are nothing to stop for
    assert not engine.stuck
    made[0].free.set()
    qtbot.waitUntil(lambda: engine._shown == 2)
    assert len(made) == 1


def test_a_draft_that_was_stopped_is_not_drawn_in_full(qtbot, hire):
    engine, _ = hire(Polite, grace=30.0)
    told = []
    engine.gave_up.connect(told.append)
    engine.request(START, VIEW, draft=True)
    qtbot.waitUntil(lambda: bool(told))
    engine.request(OTHER, VIEW)
    qtbot.waitUntil(lambda: engine._shown == 2)
    assert len(told) == 1


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("can't allocate memory: 8 bytes")])
def test_the_end_of_the_memory_is_a_sentence_and_frees_what_was_kept(qtbot, hire, error):
    class Greedy(Stubborn):
        def frame(self, document, viewport, *, draft, stop):
            if document == START:
                raise error
            return Frame(document, viewport)

    engine, made = hire(Greedy, limit=30.0)
    with qtbot.waitSignal(engine.gave_up) as told:
        engine.request(START, VIEW)
    assert told.args == [OUT_OF_MEMORY]
    with qtbot.waitSignal(engine.frame_ready):
        engine.request(OTHER, VIEW)
    assert len(made) == 2


@pytest.mark.parametrize("error", [RecursionError("deep"), SystemExit("seven"), KeyError("k")])
def test_whatever_a_job_raises_is_reported_and_the_next_one_is_answered(qtbot, hire, error):
    class Broken(Stubborn):
        def frame(self, document, viewport, *, draft, stop):
            if document == START:
                raise error
            return Frame(document, viewport)

    engine, _ = hire(Broken)
    with qtbot.waitSignal(engine.failed) as told:
        engine.request(START, VIEW)
    assert type(error).__name__ in told.args[0]
    with qtbot.waitSignal(engine.frame_ready):
        engine.request(OTHER, VIEW)


def test_another_worker_has_derivatives_from_its_first_frame_on(qtbot, hire):
    class Loading(Stubborn):
        loaded = False

        def load_derivatives(self):
            self.loaded = True

        def frame(self, document, viewport, *, draft, stop):
            super().frame(document, viewport, draft=draft, stop=stop)
            return Frame(document, viewport, differentiated=self.loaded)

    engine, made = hire(Loading)
    engine.load_derivatives()
    with qtbot.waitSignal(engine.derivatives_loaded):
        engine.request(OTHER, VIEW)
    engine.request(START, VIEW)
    qtbot.waitUntil(lambda: engine.stuck)
    with qtbot.waitSignal(engine.frame_ready) as shown:
        engine.request(moved(6.0), VIEW)
    assert shown.args[0].differentiated
    assert len(made) == 2


def test_closing_does_not_wait_for_a_computation_that_does_not_end(qtbot, hire):
    engine, made = hire(Stubborn, limit=30.0)
    engine.request(START, VIEW)
    qtbot.waitUntil(lambda: bool(made) and made[0].held.is_set())
    engine.close()
    assert engine.stuck
