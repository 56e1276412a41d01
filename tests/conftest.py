"""What all tests share."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from lawgov_extract import library


@pytest.fixture(autouse=True, scope="session")
def _built_in_library_is_loaded_once() -> Iterator[None]:
    """The commands load the library anew each time, which takes a second; the built-in one is always the same."""
    load, built_in = library.load_library, cache(library.load_library)

    def load_library(*directories: str | Path) -> library.Library:
        return load(*directories) if directories else built_in()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(library, "load_library", load_library)
        yield
