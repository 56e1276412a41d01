"""The commands: options in, exit code out. What they do is done elsewhere, and loaded when a command runs."""

from __future__ import annotations

import errno
import logging
import os
import signal
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


@command("extract")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUTS...")
@click.option("-o", "--output", metavar="PATH", default="-", show_default=True,
              help="Where the table goes: .csv, .jsonl, .parquet or .dta (metrics alone), .xlsx or .sqlite (every "
                   "table), a folder ending in / (every table as CSV), or - (CSV on standard output).")  # fmt: skip
@format_option
@patterns_option
@click.option("--only", metavar="GLOB", multiple=True,
              help="Only indicators that match, such as 'reconsideration.*'; repeatable.")  # fmt: skip
@click.option("--coded", is_flag=True, help="Leave out the figures that no indicator claims.")
@headings_option
@click.option("--include", metavar="GLOB", multiple=True, help="Read only these files of a folder; repeatable.")
@click.option("--exclude", metavar="GLOB", multiple=True, help="Do not read these files of a folder; repeatable.")
@click.option("-j", "--jobs", metavar="N", type=click.IntRange(min=1),
              help="Processes.  [default: the number of CPUs, one for small inputs]")  # fmt: skip
@click.option("--state", metavar="PATH", type=click.Path(dir_okay=False),
              help="Remember in this file what was read, and go on from there after a stop; unchanged files are not read "
                   "again.")  # fmt: skip
@click.option("--shard", metavar="I/N", type=Share(),
              help="Read only this share of the inputs, for many machines; lawgov merge joins the parts.")  # fmt: skip
@keep_duplicates_option
@click.option("--max-bytes", metavar="N", type=click.IntRange(min=1), default=64 * 2**20, show_default=True,
              help="Refuse larger inputs unread; bytes.")  # fmt: skip
@strict_option
@version_option
@click.pass_context
def extract(
    ctx: click.Context,
    inputs: tuple[str, ...],
    output: str,
    format_name: str | None,
    patterns: tuple[str, ...],
    only: tuple[str, ...],
    coded: bool,
    headings: str,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    jobs: int | None,
    state: str | None,
    shard: tuple[int, int] | None,
    keep_duplicates: bool,
    max_bytes: int,
    strict: bool,
) -> None:
    """
    Extract the figures of reports into a table.

    INPUTS are files, folders, archives, or - for one document on standard input.

    \b
    Example:
      extract reports/ -o metrics.xlsx
    """
    from lawgov_extract import api, batch, writing
    from lawgov_extract.library import load_library
    from lawgov_extract.reading import find_inputs
    from lawgov_extract.state import open_state

    check_format(output, format_name)
    writing.check_output(output, format_name or "")
    library = load_library(*patterns)
    check_globs(library, only)
    found = find_inputs(inputs, include=include, exclude=exclude, max_bytes=max_bytes)
    check_inputs(found, inputs)
    found = found.share(*shard) if shard else found
    work = batch.Work(library=library, max_bytes=max_bytes)
    # A run that is told to end leaves nothing half done behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    remembered = open_state(state, work.settings) if state else nullcontext()
    with progress(len(found.sources)) as on_source, remembered as known:
        summary = api.extract_to(
            output,
            found,
            work,
            name=format_name or "",
            headings=headings,
            only=only,
            coded=coded,
            jobs=jobs,
            keep_duplicates=keep_duplicates,
            on_source=on_source,
            state=known,
        )
    finish(ctx, summary, strict=strict, may_be_empty=bool(shard))


@click.group()
@version_option
def lawgov() -> None:
    """Turn law-based-government reports into tables of figures with codes and evidence."""


lawgov.add_command(extract)


def subcommand(name: str) -> Callable[[Callable], Command]:
    """A command of the group."""

    def decorate(function: Callable) -> Command:
        made = command(name)(function)
        lawgov.add_command(made)
        return made

    return decorate


@subcommand("check")
@click.argument("patterns", nargs=-1, type=click.Path())
@click.option("--only", metavar="GLOB", default="*", show_default=True, help="Only indicators that match.")
@click.pass_context
def check(ctx: click.Context, patterns: tuple[str, ...], only: str) -> None:
    """
    Load pattern libraries and run every rule's own examples and counterexamples.

    PATTERNS are folders of pattern files; the built-in library when none is named.

    \b
    Example:
      lawgov check my_patterns/
    """
    from pathlib import Path

    from lawgov_extract.trials import check_library

    report = check_library([Path(folder) for folder in patterns], only=only)
    for line in report.summary:
        click.echo(line)
    for fault in report.faults:
        logger.error("%s", fault)
    if report.faults:
        ctx.exit(COULD_NOT)


@subcommand("list")
@click.argument("glob", default="*")
@patterns_option
def list_indicators(glob: str, patterns: tuple[str, ...]) -> None:
    """
    List the indicators: code, measure, unit, name; tabs between.

    \b
    Example:
      lawgov list 'reconsideration.*'
    """
    from lawgov_extract.api import select_codes
    from lawgov_extract.library import load_library

    library = load_library(*patterns)
    check_globs(library, [glob])
    for code in sorted(select_codes(library, [glob])):
        indicator = library.indicators[code]
        click.echo(f"{code}\t{indicator.measure}\t{indicator.unit}\t{indicator.zh}")


@subcommand("explain")
@click.argument("file")
@click.option("--at", metavar="OFFSET", type=click.IntRange(min=0), help="Only the figure at this offset of the text.")
@click.option("--indicator", metavar="CODE", help="Only what the patterns of this indicator do.")
@patterns_option
def explain(file: str, at: int | None, indicator: str | None, patterns: tuple[str, ...]) -> None:
    """
    Show which patterns tried each figure, which took it, which did not and why.

    \b
    Example:
      lawgov explain report.txt --indicator reconsideration.upheld
    """
    from lawgov_extract import trials
    from lawgov_extract.api import read_document
    from lawgov_extract.library import load_library

    library = load_library(*patterns)
    if indicator is not None:
        check_globs(library, [indicator])
    document = read_document(file)
    if at is not None and at >= len(document.text):
        raise click.BadParameter(f"{at}: the text has {len(document.text)} characters.", param_hint="--at")
    shown = trials.explain(document, library, at, indicator)
    if shown:
        click.echo(shown)
    else:
        where = f" in the sentence at {at}" if at is not None else ""
        logger.warning("%s: no number%s%s", file, where, f" that {indicator} has words for" if indicator else "")


@subcommand("text")
@click.argument("file")
def text(file: str) -> None:
    """
    Print the document's text, to which offsets refer.

    \b
    Example:
      lawgov text report.docx
    """
    from lawgov_extract.api import read_document

    click.echo(read_document(file).text, nl=False)


@subcommand("unclaimed")
@click.argument("reports", nargs=-1, required=True)
@patterns_option
@click.pass_context
def unclaimed(ctx: click.Context, reports: tuple[str, ...], patterns: tuple[str, ...]) -> None:
    """
    Group the figures without a code by label and unit, most frequent first.

    \b
    Example:
      lawgov unclaimed reports/
    """
    from lawgov_extract import api, trials
    from lawgov_extract.library import load_library
    from lawgov_extract.reading import find_inputs

    library = load_library(*patterns)
    found = find_inputs(reports)
    check_inputs(found, reports)
    summary = api.Summary(passed_over=found.passed_over)
    for row in trials.unclaimed(api.find_figures(found, library, summary)):
        click.echo("\t".join(map(str, row)))
    finish(ctx, summary)


@subcommand("evaluate")
@click.argument("gold", metavar="GOLD_DIR")
@click.argument("reports", nargs=-1, required=True, metavar="REPORTS...")
@click.option("--misses", metavar="N", type=click.IntRange(min=0), default=20, show_default=True,
              help="How many differences are told, each with its sentence.")  # fmt: skip
@patterns_option
@click.pass_context
def evaluate(ctx: click.Context, gold: str, reports: tuple[str, ...], misses: int, patterns: tuple[str, ...]) -> None:
    """
    Hold the figures of reports against figures coded by hand: precision, recall and F1.

    GOLD_DIR has a file NAME.jsonl for each report of the name NAME, one figure a line.

    \b
    Example:
      lawgov evaluate examples/gold examples/reports
    """
    from lawgov_extract import api, evaluate
    from lawgov_extract.library import load_library
    from lawgov_extract.reading import find_inputs

    expected = evaluate.read_gold(gold)
    library = load_library(*patterns)
    found = find_inputs(reports)
    check_inputs(found, reports)
    summary = api.Summary(passed_over=found.passed_over)
    for line in evaluate.lines(api.evaluate_reports(expected, found, library, summary), misses):
        click.echo(line)
    finish(ctx, summary)


@subcommand("merge")
@click.argument("parts", nargs=-1, required=True, metavar="PARTS...", type=click.Path())
@click.option("-o", "--output", metavar="PATH", default="-", show_default=True,
              help="Where the whole goes: what extract takes.")  # fmt: skip
@format_option
@patterns_option
@headings_option
@keep_duplicates_option
@strict_option
@click.pass_context
def merge(
    ctx: click.Context,
    parts: tuple[str, ...],
    output: str,
    format_name: str | None,
    patterns: tuple[str, ...],
    headings: str,
    keep_duplicates: bool,
    strict: bool,
) -> None:
    """
    Join the outputs of several runs into that of one run over all their inputs.

    PARTS are files that extract wrote, in any of its formats, or folders of tables. Documents and checks are
    joined where the parts hold them (.xlsx, .sqlite, folders).

    \b
    Example:
      lawgov merge part1.sqlite part2.sqlite -o metrics.xlsx
    """
    from lawgov_extract import api, writing
    from lawgov_extract.library import load_library

    check_format(output, format_name)
    writing.check_output(output, format_name or "")
    library = load_library(*patterns)
    summary = api.merge_to(
        output, parts, library, name=format_name or "", headings=headings, keep_duplicates=keep_duplicates
    )
    finish(ctx, summary, strict=strict, may_be_empty=True)


@subcommand("codebook")
@click.option("-o", "--output", metavar="FILE", default="-", show_default=True,
              help="Where the codebook goes: .csv, .xlsx, .jsonl, .parquet, .dta, .sqlite, or - (CSV on standard output).")  # fmt: skip
@format_option
@headings_option
@patterns_option
def codebook(output: str, format_name: str | None, headings: str, patterns: tuple[str, ...]) -> None:
    """
    Write the codebook: an indicator a row.

    \b
    Example:
      lawgov codebook -o codebook.csv
    """
    from lawgov_extract import tables, writing
    from lawgov_extract.library import load_library

    check_format(output, format_name)
    library = load_library(*patterns)
    with writing.open_output(output, (tables.CODEBOOK,), name=format_name or "", headings=headings) as sink:
        sink.write("codebook", tables.codebook_rows(library))


@subcommand("new-pattern")
@click.argument("code")
@patterns_option
def new_pattern(code: str, patterns: tuple[str, ...]) -> None:
    """
    Print a filled-in pattern file to edit.

    \b
    Example:
      lawgov new-pattern reconsideration.withdrawn > my_patterns/reconsideration.toml
    """
    from lawgov_extract.library import load_library
    from lawgov_extract.template import pattern_template

    click.echo(pattern_template(code, load_library(*patterns)), nl=False)


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
