"""The main command."""

from __future__ import annotations

import signal
from contextlib import nullcontext

import click

from lawgov_extract.cli.options import (
    Share,
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
    progress,
    strict_option,
    version_option,
)


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
@click.option("--review", "review_page", metavar="PATH",
              help="Also write the review page: an .html file, or a folder ending in / for a page a document.")  # fmt: skip
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
    review_page: str | None,
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
    if review_page is not None:
        check_page(review_page, "--review")
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
            review_page=review_page or "",
        )
    finish(ctx, summary, strict=strict, may_be_empty=bool(shard))
