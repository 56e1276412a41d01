"""The group that holds every command."""

from __future__ import annotations

import logging
from collections.abc import Callable

import click

from lawgov_extract.cli.extracting import extract
from lawgov_extract.cli.options import (
    COULD_NOT,
    Command,
    check_format,
    check_globs,
    check_inputs,
    check_page,
    command,
    finish,
    format_option,
    headings_option,
    keep_duplicates_option,
    patterns_option,
    strict_option,
    version_option,
)

logger = logging.getLogger(__name__)


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


@subcommand("review")
@click.argument("metrics", type=click.Path())
@click.option("-o", "--output", metavar="PAGE", required=True,
              help="Where the page goes: an .html file for all documents, or a folder ending in / for a page a document.")  # fmt: skip
@patterns_option
def review(metrics: str, output: str, patterns: tuple[str, ...]) -> None:
    """
    Write a page on which a person judges the figures against their sentences.

    METRICS is what extract wrote, in any of its formats, or a folder of tables. The page opens in a browser and needs
    nothing else; verdicts are exported from it as CSV. Titles and failed checks are shown where the output holds
    documents and checks (.xlsx, .sqlite, folders).

    \b
    Example:
      lawgov review metrics.xlsx -o review.html
    """
    from lawgov_extract import api
    from lawgov_extract.library import load_library

    check_page(output, "-o")
    api.review_to(output, metrics, load_library(*patterns))


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
