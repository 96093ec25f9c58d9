"""Settings of all tests."""

from __future__ import annotations

from hypothesis import settings

# Nothing here is a matter of time: a slow or busy machine must not fail a property.
settings.register_profile("pqeval", deadline=None)
settings.load_profile("pqeval")
