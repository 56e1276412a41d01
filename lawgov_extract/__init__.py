"""Figures of Chinese law-based-government reports, with codes and evidence. The public names, loaded when first used."""

from importlib import import_module

__version__ = "0.1.0"

_HOMES = {
    "Check": "model",
    "Document": "model",
    "DocumentResult": "model",
    "Figure": "model",
    "Metadata": "model",
    "LawgovError": "errors",
    "LibraryError": "errors",
    "OutputError": "errors",
    "PatternFileError": "errors",
    "UnreadableReport": "errors",
    "Library": "library",
    "load_library": "library",
    "extract_document": "pipeline",
    "extract_text": "pipeline",
    "extract_batch": "batch",
    "Result": "api",
    "extract": "api",
}
__all__ = list(_HOMES)


def __getattr__(name: str) -> object:
    # Importing the package must cost nothing: workers and `--help` load only what they use.
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
