"""What the commands share: how they end, their common options, and the checks of what they are given."""

from __future__ import annotations

import errno
import logging
import os
import sys
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import click

from lawgov_extract import __version__
from lawgov_extract.errors import LawgovError, LibraryError
from lawgov_extract.messages import show_messages

COULD_NOT, INCOMPLETE, INTERRUPTED = 1, 3, 130

logger = logging.getLogger(__name__)


class Command(click.Command):
    """A command that turns our errors into one line and an exit code; any other error is a bug and keeps its trace."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="")  # type: ignore[union-attr]
        sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
        show_messages(
            quiet=ctx.params.pop("quiet"), verbose=ctx.params.pop("verbose"), form=ctx.params.pop("log_format")
        )
        try:
            return super().invoke(ctx)
        except LawgovError as error:
            for line in error.faults if isinstance(error, LibraryError) else [error]:
                logger.error("%s", line, exc_info=error if logger.isEnabledFor(logging.DEBUG) else None)
            ctx.exit(COULD_NOT)
        except OSError as error:
            # Of all that is written only standard output is not watched where it is written.
            if error.errno != errno.ENOSPC:
                raise
            logger.error("standard output: cannot be written: %s", error.strerror)
            _forget_output()
            ctx.exit(COULD_NOT)
        except KeyboardInterrupt:
            logger.error("interrupted")
            ctx.exit(INTERRUPTED)


def _forget_output() -> None:
    """Drop what standard output still holds: the end of the program would try again to write it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def command(name: str) -> Callable[[Callable], Command]:
    """A command with, as its last options, those that say what standard error shows."""

    def decorate(function: Callable) -> Command:
        made = click.command(name, cls=Command)(function)
        made.params += [
            click.Option(["-q", "--quiet"], is_flag=True, help="Show errors only."),
            click.Option(["-v", "--verbose"], is_flag=True, help="Show every file, and the traceback of errors."),
            click.Option(
                ["--log-format"],
                type=click.Choice(["text", "json"]),
                default="text",
                show_default=True,
                help="Form of the messages on standard error.",
            ),
        ]
        return made

    return decorate


patterns_option = click.option(
    "--patterns", metavar="DIR", multiple=True, type=click.Path(),
    help="Add a pattern library, or override indicators of the built-in one; repeatable.",
)  # fmt: skip
headings_option = click.option(
    "--headings", type=click.Choice(["en", "zh"]), default="en", show_default=True,
    help="Language of column headings and sheet names.",
)  # fmt: skip
format_option = click.option(
    "--format", "format_name", metavar="NAME",
    help="csv, xlsx, jsonl, parquet, dta or sqlite, when the ending does not tell.",
)  # fmt: skip
keep_duplicates_option = click.option(
    "--keep-duplicates", is_flag=True, help="Count the figures of a document that is there twice twice."
)
strict_option = click.option("--strict", is_flag=True, help="Exit 3 also when a check does not hold.")
version_option = click.version_option(__version__, prog_name="lawgov_extract")


class Share(click.ParamType):
    """``2/8``: the second of eight shares, as a pair of numbers."""

    name = "share"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """The two numbers."""
        part, _, parts = str(value).partition("/")
        if part.isdecimal() and parts.isdecimal() and 1 <= int(part) <= int(parts):
            return int(part), int(parts)
        self.fail(f"{value!r}: expected I/N, such as 2/8, with I from 1 to N.", param, ctx)


def check_format(output: str, name: str | None) -> None:
    """Refuse, as wrong usage, an output whose format nothing tells."""
    from lawgov_extract import writing

    if name is not None and name not in writing.NAMES:
        raise click.BadParameter(f"{name!r} is not one of {', '.join(writing.NAMES)}.", param_hint="--format")
    if not writing.format_of(output, name or ""):
        known = ", ".join(writing.ENDINGS)
        raise click.BadParameter(
            f"{output!r}: expected {known}, a folder ending in /, or - for CSV on standard output.", param_hint="-o"
        )


def check_page(path: str, option: str) -> None:
    """Refuse, as wrong usage, what is no place for a review page; else as early, one that cannot be written."""
    from lawgov_extract import review

    if not review.is_page(path):
        raise click.BadParameter(f"{path!r}: expected .html, or a folder ending in /.", param_hint=option)
    review.check_page(path)


def check_inputs(found: Any, inputs: tuple[str, ...]) -> None:
    """Refuse inputs among which there is nothing to read."""
    if not found.sources:
        reasons = "; ".join(map(str, found.missing)) or f"no report in {', '.join(inputs)}"
        raise LawgovError(f"{reasons} ({found.passed_over} files passed over)" if found.passed_over else reasons)


def finish(ctx: click.Context, summary: Any, *, strict: bool = False, may_be_empty: bool = False) -> None:
    """Tell what a run did, and end with the exit code that says so; a share of the inputs may hold none."""
    logger.info("%s%s", "interrupted: " if summary.interrupted else "", summary)
    if summary.interrupted:
        ctx.exit(INTERRUPTED)
    if not summary.documents and (summary.failed or not may_be_empty):
        ctx.exit(COULD_NOT)
    if summary.failed or (strict and summary.mismatches):
        ctx.exit(INCOMPLETE)


def check_globs(library: Any, globs: Any) -> None:
    """Refuse, as wrong usage, a glob that no indicator matches."""
    from lawgov_extract.api import select_codes

    try:
        select_codes(library, globs)
    except LawgovError as error:
        raise click.UsageError(str(error)) from error


def progress(length: int) -> Any:
    """A progress bar on a terminal, else nothing; a context that gives what to call after each input."""
    if not sys.stderr.isatty() or not logger.isEnabledFor(logging.INFO):
        return nullcontext(lambda: None)
    return _Bar(click.progressbar(length=length, file=sys.stderr, label="reading"))


class _Bar:
    """A progress bar as a context that gives its step."""

    def __init__(self, bar: Any) -> None:
        self._bar = bar

    def __enter__(self) -> Callable[[], None]:
        bar = self._bar.__enter__()
        return lambda: bar.update(1)

    def __exit__(self, *raised: object) -> None:
        self._bar.__exit__(*raised)
