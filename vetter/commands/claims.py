"""List every claim with its holder, strength and sources."""

from __future__ import annotations

from collections.abc import Iterator

from vetter import choices, outputs, streams
from vetter.errors import VetterError
from vetter.values import TYPE_CHECKING

if TYPE_CHECKING:
    from vetter.ledger import Reading
    from vetter.options import Options, Parser


def declare(parser: Parser) -> None:
    choices.drafts(parser)
    parser.add_argument("--format", choices=outputs.CLAIM_OUTPUTS, default="table", help="default: table")
    choices.choosing(parser)


def run(options: Options) -> int:
    return show(options, outputs.claim_writer(options.format))


def show(options: Options, write: outputs.ReadingWriter) -> int:
    """Write what is understood of the drafts, and tell those that could not be read."""
    from vetter import runs

    problems: list[VetterError] = []
    files = [] if options.output is None else [(options.output, "--output")]
    targets = streams.Targets(files, streams.inputs(options.paths, options))

    def readings() -> Iterator[Reading]:
        for reading in runs.readings(choices.order(options)):
            if isinstance(reading, VetterError):
                problems.append(reading)
            else:
                targets.spare(reading.document.source.name)
                yield reading

    streams.emit(write(readings(), streams.look(options.output)), options.output)
    return streams.told(problems)
