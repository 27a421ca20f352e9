"""A short soak: 150 random actions of the robot on the real window."""

import pytest

from tests.soak.robot import Robot

pytestmark = [pytest.mark.story, pytest.mark.timeout(240)]


def test_150_random_actions_raise_nothing_and_leave_an_answering_window(launch, tmp_path):
    person = launch()
    robot = Robot(person.window, tmp_path, seed=7)
    robot.watch()
    try:
        for _ in range(150):
            robot.step()
    finally:
        robot.unwatch()
    assert robot.troubles == []
    assert sum(robot.done.values()) == 150
    person.window.player.stop_all()
    person.waits_for_answer()
