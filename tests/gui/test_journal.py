"""The journal: what was not saved is offered back, whatever ended the program."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from core.document import Viewport, first_document, with_formula, with_point
from core.files import journal, session
from gui.engine import InlineEngine
from gui.journal import Journal
from gui.keeping import AGAIN, COPY, DISCARD, RESTORE
from gui.main_window import MainWindow

ROOT = Path(__file__).parents[2]
VIEW = Viewport()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def follow(window, folder, qtbot):
    """A journal of the window in a folder of the test; ended with it."""
    made = []

    def begin(**times):
        each = Journal(window.store, window.sessions, folder, window, **{"delay": 1, **times})
        made.append(each)
        return each

    yield begin
    for each in made:
        each.close()


def change(window, x):
    window.store.change(with_point(window.store.document, "x", x), "Move point")


def written(place, window):
    def same():
        try:
            return journal.read(place).document == window.store.document
        except OSError:
            return False

    return same


def orphan(folder, text="f(x) = x^5", file=None, name="journal-1-1.nabla"):
    place = folder / name
    journal.write(place, with_formula(first_document(), 1, text=text), VIEW, file)
    return place


def test_every_change_is_written_down(qtbot, window, follow):
    kept = follow()
    for x in (2.0, 3.0, 4.0):
        change(window, x)
        qtbot.waitUntil(written(kept.place, window))


def test_the_delay_is_less_than_a_second_and_not_begun_again_by_each_change(window, follow):
    kept = follow(delay=500)
    change(window, 2.0)
    left = kept._wait.remainingTime()
    change(window, 3.0)
    assert kept._wait.remainingTime() <= left <= 1000


def test_saving_removes_the_journal_and_the_next_change_brings_it_back(
    qtbot, window, follow, tmp_path
):
    kept = follow()
    change(window, 2.0)
    qtbot.waitUntil(kept.place.exists)
    window.sessions.save_to(tmp_path / "a.nabla")
    qtbot.waitUntil(lambda: not kept.place.exists())
    change(window, 3.0)
    qtbot.waitUntil(written(kept.place, window))
    assert journal.read(kept.place).file == tmp_path / "a.nabla"


def test_undoing_all_changes_removes_the_journal(qtbot, window, follow):
    kept = follow()
    change(window, 2.0)
    qtbot.waitUntil(kept.place.exists)
    window.undo()
    qtbot.waitUntil(lambda: not kept.place.exists())


def test_closing_removes_the_journal(qtbot, window, follow, folder):
    kept = follow()
    change(window, 2.0)
    qtbot.waitUntil(kept.place.exists)
    kept.close()
    assert list(folder.iterdir()) == []


def test_a_clean_window_writes_nothing(window, follow, folder):
    follow().close()
    assert not folder.exists()


def test_the_journal_of_a_running_program_is_not_offered(qtbot, window, follow):
    kept = follow()
    change(window, 2.0)
    qtbot.waitUntil(kept.place.exists)
    other = follow()
    assert other.orphans() == []
    assert kept.orphans() == []


def test_what_was_left_behind_is_offered_newest_first(window, follow, folder):
    old, new = orphan(folder), orphan(folder, name="journal-2-2.nabla")
    os.utime(old, (1, 1))
    (folder / "journal-3-3.nabla").write_text("half a jour")
    kept = follow()
    assert kept.orphans()[1:] == [new, old]
    assert kept.newest_orphan().place == new


def test_restoring_puts_it_in_place_and_its_journal_goes_once_it_is_kept_anew(
    qtbot, window, follow, folder, tmp_path
):
    place = orphan(folder, file=tmp_path / "quintic.nabla")
    kept = follow()
    assert kept.restore(kept.newest_orphan())
    assert window.store.document.formulas[0].text == "f(x) = x^5"
    assert window.store.modified
    assert window.windowTitle() == "quintic[*] — Nablascope"
    qtbot.waitUntil(lambda: not place.exists())
    assert written(kept.place, window)()


@pytest.fixture
def left(qtbot, settings, evaluator, monkeypatch, folder):
    """A window that finds what an earlier program left in its data folder."""
    monkeypatch.setattr("gui.keeping.data_folder", lambda: folder)
    made = MainWindow(settings, InlineEngine(lambda: evaluator))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_the_window_offers_what_was_kept_and_takes_it_back(qtbot, left, folder):
    orphan(folder, file=Path("/somewhere/quintic.nabla"))
    left.keeping.offer()
    assert left.keeping.kept.sentence.startswith("Unsaved work on quintic was kept, of ")
    qtbot.mouseClick(left.keeping.kept.buttons[RESTORE], Qt.MouseButton.LeftButton)
    assert left.store.document.formulas[0].text == "f(x) = x^5"
    assert left.formulas.rows[0].editor.text == "f(x) = x^5"
    assert left.isWindowModified()
    assert not left.keeping.kept.isVisible()


def test_discarding_offers_the_one_before(qtbot, left, folder):
    old, new = orphan(folder), orphan(folder, "x^7", name="journal-2-2.nabla")
    os.utime(old, (1, 1))
    left.keeping.offer()
    assert left.keeping.kept.sentence.endswith("An older one is kept, too.")
    qtbot.mouseClick(left.keeping.kept.buttons[DISCARD], Qt.MouseButton.LeftButton)
    assert not new.exists()
    assert left.keeping.kept.isVisible()
    qtbot.mouseClick(left.keeping.kept.buttons[DISCARD], Qt.MouseButton.LeftButton)
    assert not old.exists()
    assert not left.keeping.kept.isVisible()


def test_closing_the_offer_keeps_it_for_the_next_start(qtbot, left, folder):
    place = orphan(folder)
    left.keeping.offer()
    button = left.keeping.kept.close_button
    for _ in range(99):
        if button.hasFocus():
            break
        qtbot.keyClick(left.focusWidget(), Qt.Key.Key_Tab)
    assert button.hasFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert place.exists()
    assert not left.keeping.kept.isVisible()


def test_nothing_is_offered_where_nothing_was_left(left):
    left.keeping.offer()
    assert not left.keeping.kept.isVisible()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_journal_that_cannot_be_written_is_said_once(
    qtbot, window, follow, monkeypatch, number
):
    def refuse(*_):
        raise OSError(number, os.strerror(number))

    kept, told = follow(), []
    kept.failed.connect(told.append)
    monkeypatch.setattr(journal.session, "write_whole", refuse)
    for x in (2.0, 3.0, 4.0):
        change(window, x)
        qtbot.waitUntil(lambda: kept._page is None and not kept._wait.isActive())
    qtbot.waitUntil(lambda: bool(told))
    monkeypatch.undo()
    change(window, 5.0)
    qtbot.waitUntil(written(kept.place, window))
    assert told == [f"Changes are not kept for a restart: {os.strerror(number).lower()}."]


def test_what_was_stopped_is_said_and_gone_with_the_next_picture(qtbot, window, evaluator):
    window.engine.gave_up.emit("This takes longer than 10 s, so it was stopped.")
    notice = window.keeping.stopped
    assert notice.sentence.startswith("This takes longer than 10 s, so it was stopped. What was")
    evaluator.asked.clear()
    qtbot.mouseClick(notice.buttons[AGAIN], Qt.MouseButton.LeftButton)
    assert len(evaluator.asked) == 1
    window.engine.gave_up.emit("This takes longer than 10 s, so it was stopped.")
    assert notice.isVisible()
    change(window, 4.0)
    assert not notice.isVisible()


def test_saying_what_was_stopped_does_not_ask_for_another_picture(qtbot, window, evaluator):
    size = window.stage.size()
    evaluator.asked.clear()
    window.engine.gave_up.emit("This takes longer than 10 s, so it was stopped.")
    qtbot.wait(50)
    assert window.stage.size() == size
    assert evaluator.asked == []
    assert window.keeping.stopped.isVisible()


def test_the_report_of_a_crash_is_told_and_copied(qtbot, window, tmp_path, qapp):
    report = tmp_path / "last-crash.log"
    report.write_text("Fatal Python error: Segmentation fault")
    window.keeping.tell_crash(report)
    assert str(report) in window.keeping.crashed.sentence
    qtbot.mouseClick(window.keeping.crashed.buttons[COPY], Qt.MouseButton.LeftButton)
    assert qapp.clipboard().text() == "Fatal Python error: Segmentation fault"


# --- a process that is killed ---

WRITER = """
import itertools, sys
from core.document import Viewport, first_document, with_formula
from core.files import journal, session
from pathlib import Path
place = Path(sys.argv[2])
for k in itertools.count(1):
    document = with_formula(first_document(), 1, text=f"{k} x" + " + x" * 2000 + f" + {k}")
    if sys.argv[1] == "session":
        session.write(place, document, Viewport())
    else:
        journal.write(place, document, Viewport(), None)
    print(k, flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a word of POSIX")
@pytest.mark.parametrize("kind", ["session", "journal"])
def test_a_kill_at_any_moment_leaves_the_old_file_or_the_new_one(tmp_path, kind):
    place = tmp_path / "kept.nabla"
    read = session.read if kind == "session" else lambda at: (journal.read(at).document,)
    for turn in range(10):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITER, kind, str(place)], cwd=ROOT, stdout=subprocess.PIPE,
        )  # fmt: skip
        for _ in range(turn + 1):
            line = child.stdout.readline()
        child.send_signal(signal.SIGKILL)
        rest = child.stdout.read().split()
        child.wait()
        child.stdout.close()
        last = int(rest[-1] if rest and rest[-1].isdigit() else line)
        text = read(place)[0].formulas[0].text
        number = int(text.split()[0])
        assert text == f"{number} x" + " + x" * 2000 + f" + {number}"
        assert number in (last, last + 1)


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from core.document import Viewport, first_document, with_formula
from core.files import session
document = with_formula(first_document(), 1, text="x" + " + x" * 2000)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    session.write(sys.argv[1], document, Viewport())
except OSError as error:
    print(error.strerror)
"""


@pytest.mark.skipif(os.name != "posix", reason="RLIMIT_FSIZE is a word of POSIX")
def test_a_full_disk_leaves_the_old_file_and_nothing_beside_it(tmp_path):
    place = tmp_path / "kept.nabla"
    session.write(place, first_document(), VIEW)
    before = place.read_bytes()
    said = subprocess.run(
        [sys.executable, "-c", LIMITED, str(place)], cwd=ROOT, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert said.stdout.strip() == os.strerror(errno.EFBIG)
    assert place.read_bytes() == before
    assert list(tmp_path.iterdir()) == [place]
