"""A soak: `python -m tests.soak --actions 10000 --seed 1`. Exit code 1 when anything went wrong."""

import argparse
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

GROWTH = 50.0  # MB after the first thousand actions
ROW = "{:>8} {:>7} {:>8} {:>8} {:>8} {:>9} {:>9}"


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--actions", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=1_000)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        os.environ[name] = str(folder)
    from PySide6.QtWidgets import QApplication

    from gui.app import Launch, make_evaluator
    from gui.engine import Engine
    from gui.main_window import MainWindow
    from gui.settings import Settings
    from tests.soak.robot import Robot, resident

    app = QApplication([])
    settings = Settings(folder / "settings.ini")
    settings.asks_before_closing = False
    engine = Engine(make_evaluator)
    window = MainWindow(settings, engine)
    launch = Launch(window, engine)
    window.resize(1366, 768)
    robot = Robot(window, folder, options.seed)
    robot.watch()
    window.start()
    began = time.monotonic()
    while window.stage.plot is None or window.frame is None or not window.frame.differentiated:
        robot.live(0.02)
    print(ROW.format("actions", "s", "frames", "RSS MB", "threads", "longest s", "troubles"))
    first = told = 0
    for count in range(1, options.actions + 1):
        robot.step()
        if count % options.every == 0:
            robot.wait_for_answer()
            robot.collect()
            rss = resident()
            first = first or rss
            print(ROW.format(
                count, round(time.monotonic() - began), robot.frames, f"{rss:.0f}",
                threading.active_count(), f"{robot.longest:.2f}", len(robot.troubles),
            ), flush=True)  # fmt: skip
            robot.longest = 0.0
            for trouble in robot.troubles[told:told + 3]:
                print(trouble[-1500:], flush=True)
            told = len(robot.troubles)
    growth = resident() - first
    window.close()
    robot.live(0.1)
    left = [each.name for each in threading.enumerate() if each.name in ("compute", "journal")]
    robot.unwatch()
    print(f"{dict(robot.done)}")
    print(f"grown by {growth:.0f} MB; {len(robot.troubles)} troubles; threads left: {left}")
    del launch, app
    sys.stdout.flush()
    os._exit(int(bool(robot.troubles) or bool(left) or growth > GROWTH))


if __name__ == "__main__":
    main()
