"""The real window, as the stories open it."""

from tests.stories.conftest import launch, settings

__all__ = ["launch", "settings"]
