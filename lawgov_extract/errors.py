"""The errors a user can cause. Anything else that is raised is a bug and keeps its traceback."""


class LawgovError(Exception):
    """Base of all errors that are shown to the user as one line."""


class NumeralError(LawgovError):
    """The text is not wholly a numeral."""

    def __init__(self, text: str) -> None:
        super().__init__(f"not a numeral: {text!r}")
        self.text = text


class UnreadableReport(LawgovError):
    """One input could not be read; the others go on."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason

    def __reduce__(self):
        return type(self), (self.path, self.reason)


class PatternFileError(LawgovError):
    """One fault of a pattern file: where it is and what was expected."""

    def __init__(self, path: str, code: str, field: str, problem: str) -> None:
        place = ": ".join(part for part in (path, code, field) if part)
        super().__init__(f"{place}: {problem}")
        self.path = path
        self.code = code
        self.field = field
        self.problem = problem


class LibraryError(LawgovError):
    """A pattern library that cannot be used, with all its faults at once."""

    def __init__(self, faults: tuple[PatternFileError, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class OutputError(LawgovError):
    """The output cannot be written."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class GoldError(LawgovError):
    """Gold that cannot be held against a report: its file, its line (0 for all of it), what is wrong."""

    def __init__(self, path: str, line: int, problem: str) -> None:
        super().__init__(f"{path}:{line}: {problem}" if line else f"{path}: {problem}")
        self.path = path
        self.line = line
        self.problem = problem


class TableError(LawgovError):
    """A table that cannot be read back: its file, the place in it (empty for all of it), what is wrong."""

    def __init__(self, path: str, place: str, problem: str) -> None:
        super().__init__(": ".join(part for part in (path, place, problem) if part))
        self.path = path
        self.place = place
        self.problem = problem


class StateError(LawgovError):
    """The state file cannot be used."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason
