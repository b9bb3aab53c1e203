"""The command. Exit codes: 0 nothing to complain about, 1 findings from --fail-on up, 2 the user's mistake, 3 ours."""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from types import TracebackType

from vetter import __version__, outputs
from vetter.config import FAIL_ON, LEVELS
from vetter.errors import VetterError
from vetter.options import Options, number_of_processes
from vetter.options import read as read_options
from vetter.values import TYPE_CHECKING, NamedTuple, TextIO

if TYPE_CHECKING:
    from vetter.options import Parser
    from vetter.report import Problem, Report
    from vetter.runs import Order


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code. Without `arguments` this process is the command's own."""
    if arguments is None:
        gc.disable()  # a run is short and makes no cycles worth collecting
        sys.excepthook = _our_mistake
        for stream in (sys.stdout, sys.stderr):  # a character the terminal does not know must not end the run
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
    if sys.stderr is None:  # nobody listens to complaints; print() would send them to standard output
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    try:
        if sys.stdout is None:
            raise VetterError("standard output", "is closed; send it to a file or to /dev/null")
        code = _run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except VetterError as error:
        _complain(str(error))
        return 2
    except BrokenPipeError:  # the reader of our output went away; leave nothing to flush at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        if error.filename is not None or error.errno not in (errno.ENOSPC, errno.EIO, errno.EBADF, errno.EFBIG):
            raise
        with suppress(OSError):  # what is left of our output has nowhere to go
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        _complain(f"standard output: cannot be written: {error.strerror}; send it elsewhere")
        return 2
    if arguments is None:
        sys.stderr.flush()
        os._exit(code)  # everything is written; taking a large process apart costs a tenth of a short run
    return code


def _our_mistake(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    sys.__excepthook__(kind, error, trace)
    print("vetter: this is a mistake of vetter itself; please report it with the lines above", file=sys.stderr)
    raise SystemExit(3)


def _complain(line: str) -> None:
    print(outputs.visible(line), file=sys.stderr)


class Command(NamedTuple):
    about: str
    options: Callable[[Parser], None]
    run: Callable[[Options], int]


def _run(arguments: list[str]) -> int:
    name = arguments[0] if arguments else "--help"
    if name in ("--version", "-V"):
        print(f"vetter {__version__}")
    elif name in ("--help", "-h", "help"):
        print(_overview())
    elif name in COMMANDS:
        command = COMMANDS[name]
        return command.run(read_options(f"vetter {name}", command.about, command.options, arguments[1:]))
    else:
        raise VetterError("vetter", f"no command is called {name!r}; the commands are {', '.join(COMMANDS)}")
    return 0 if arguments else 2


def _overview() -> str:
    commands = "\n".join(f"  {name:<9} {command.about}" for name, command in COMMANDS.items())
    return f"""usage: vetter COMMAND ...

Who says this, how sure are they, and on what evidence? vetter reads a draft report and tells.

{commands}

vetter COMMAND --help tells more; vetter --version tells which vetter this is."""


def _choosing(parser: Parser) -> None:
    """Options that say which rules, packs and configuration hold."""
    from vetter import lint

    add = parser.add_argument
    packs = f"these packs of rules and no others, repeated or in a row: {', '.join(lint.vocabulary().packs)}"
    add("--pack", action="append", default=[], metavar="PACK", help=packs)
    add("--preview", action="store_true", help="also the rules that are not ready yet")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--config", metavar="FILE", help="use this configuration for every draft")
    where.add_argument("--no-config", action="store_true", help="use no configuration")


def _drafts(parser: Parser, output: str = "write there instead, whole or not at all") -> None:
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help="drafts, folders or globs; - is standard input; default: this folder")
    add("--stdin-filename", metavar="NAME", help="what to call standard input: decides its format and configuration")
    add("--force-exclude", action="store_true", help="leave out what the configuration excludes even when named")
    add("--output", metavar="FILE", help=output)


def _check_options(parser: Parser) -> None:
    add = parser.add_argument
    _drafts(parser)
    add("--format", choices=outputs.OUTPUTS, default="text", help="default: text")
    _choosing(parser)
    _selecting(parser)
    add("--fix", action="store_true", help="put safe fixes into the drafts; those of standard input are printed")
    add("--unsafe-fixes", action="store_true", help="also fixes that may change what is said; an editor must look")
    add("--diff", action="store_true", help="show what would be fixed as a diff, and write nothing")
    add("--baseline", metavar="FILE", help="leave out the findings this file holds; `vetter baseline` writes it")
    add("--since", metavar="REV", help="only findings on lines changed since REV and HEAD parted")
    add("--statistics", action="store_true", help="count findings by rule instead; as text or json")
    _telling(parser)
    add(
        "--jobs",
        type=number_of_processes,
        default=0,
        metavar="N",
        help="processes for large runs; default: one for each core",
    )


def _selecting(parser: Parser) -> None:
    add = parser.add_argument
    add("--select", action="append", default=[], metavar="RULES", help="only these rules: VET101, VET2, a-name")
    add("--ignore", action="append", default=[], metavar="RULES", help="never these rules")


def _telling(parser: Parser) -> None:
    """Options that say which findings are told, and which of them fail the run."""
    add = parser.add_argument
    add("--fail-on", choices=FAIL_ON, help="exit with 1 from this severity on; default: warning")
    add("--level", choices=LEVELS, help="the least severity to show; default: info")
    add("--show-suppressed", action="store_true", help="show what suppression comments silence, with their reasons")


def _baseline_options(parser: Parser) -> None:
    _drafts(parser, output="the file; default: the configured one, or vetter-baseline.json")
    _choosing(parser)
    _selecting(parser)


def _claims_options(parser: Parser) -> None:
    _drafts(parser)
    parser.add_argument("--format", choices=outputs.CLAIM_OUTPUTS, default="table", help="default: table")
    _choosing(parser)


def _sources_options(parser: Parser) -> None:
    _drafts(parser)
    parser.add_argument("--format", choices=outputs.SOURCE_OUTPUTS, default="table", help="default: table")
    _choosing(parser)


def _check(options: Options) -> int:
    from vetter import runs

    order = _selected(options)._replace(
        fail_on=options.fail_on, level=options.level, baseline=options.baseline, since=options.since
    )
    if options.fix or options.diff:
        order = order._replace(mend="unsafe" if options.unsafe_fixes else "safe", write=not options.diff)
    tally = outputs.Tally(runs.reports(order, options.jobs))
    look = _look(options)._replace(suppressed=options.show_suppressed, unsafe=options.unsafe_fixes)
    text_goes_out = order.write and runs.STDIN in options.paths
    pieces = _check_writer(options)(tally, look)
    _emit(pieces, options.output, options.paths, sys.stderr if text_goes_out else sys.stdout)
    _complain_of(tally.errors)
    if options.unsafe_fixes and not (options.fix or options.diff):
        _complain("--unsafe-fixes: nothing is fixed without --fix; add it, or --diff to look first")
    return _told_of_diff(tally, options) if options.diff else tally.exit_code


def _check_writer(options: Options) -> outputs.Writer:
    if options.diff and options.statistics:
        raise VetterError("--statistics", "does not go with --diff; leave one of them out")
    if options.diff and options.format != "text":
        raise VetterError("--format", "does not go with --diff, which is text; leave one of them out")
    if options.diff:
        return outputs.diff_writer()
    return outputs.statistics_writer(options.format) if options.statistics else outputs.writer(options.format)


def _compare_options(parser: Parser) -> None:
    add = parser.add_argument
    add("drafts", nargs="+", metavar="DRAFT", help="the draft; with --revision the earlier version, then the draft")
    add("--sources", nargs="+", default=[], metavar="PATH", help="files and folders that the draft rests on")
    add("--untraced", action="store_true", help="list the claims that are found in none of the sources")
    add("--revision", action="store_true", help="tell what changed from the first file to the second")
    add("--git", metavar="REV", help="tell what changed in the draft since this revision")
    add("--format", choices=(*outputs.OUTPUTS, "table"), default="text", help="default: text; table with --revision")
    add("--output", metavar="FILE", help="write there instead, whole or not at all")
    _choosing(parser)
    _selecting(parser)
    _telling(parser)


def _compare(options: Options) -> int:
    from vetter import comparison

    chosen = _choice(options)._replace(
        select=_listed(options.select), ignore=_listed(options.ignore), fail_on=options.fail_on, level=options.level
    )
    report = _compared(options, chosen)
    tally = outputs.Tally([report])
    write = outputs.changes_writer() if options.format == "table" else outputs.writer(options.format)
    look = _look(options)._replace(suppressed=options.show_suppressed)
    _emit(write(tally, look), options.output, (*options.drafts, *comparison.files(options.sources)))
    _complain_of(tally.errors)
    return tally.exit_code


def _compared(options: Options, order: Order) -> Report:
    """What the options ask for: a draft against its sources, an earlier file, or an earlier revision."""
    from vetter import comparison, runs

    asked = [bool(options.sources), options.revision, options.git is not None]
    wanted = 2 if options.revision else 1
    if sum(asked) != 1:
        raise VetterError("vetter compare", "say against what: --sources PATH ..., OLD NEW --revision, or --git REV")
    if len(options.drafts) != wanted:
        files = "OLD NEW --revision" if options.revision else "one DRAFT"
        raise VetterError("vetter compare", f"takes {files} here, and {len(options.drafts)} files are named")
    draft = options.drafts[-1]
    if options.sources:
        return comparison.with_sources(order, draft, options.sources, options.untraced)
    earlier = None if options.git is None else comparison.earlier_revision(draft, options.git)
    return comparison.with_earlier(order, draft, earlier or runs.source_of(options.drafts[0]))


def _told_of_diff(tally: outputs.Tally, options: Options) -> int:
    hidden = 0 if options.unsafe_fixes else tally.fixes["unsafe"]
    more = f" ({hidden} more with `--unsafe-fixes`)" if hidden else ""
    what = f"fix {outputs.counted(tally.fixed, 'finding')}" if tally.fixed else "fix nothing"
    _complain(f"Would {what}{more}.")
    return 2 if tally.errors else 1 if tally.fixed else 0


def _complain_of(problems: Iterable[Problem]) -> None:
    for problem in dict.fromkeys(problems):
        _complain(f"{problem.path}:{problem.line or ''}".removesuffix(":") + f": {problem.message}")


def _baseline(options: Options) -> int:
    """Write the findings of a run down, to be left out of later ones; nothing when a draft cannot be read."""
    from vetter import baseline, runs

    if runs.STDIN in options.paths and not options.stdin_filename:
        raise VetterError("vetter baseline", "standard input needs a name here; give it one with --stdin-filename")
    order = _selected(options)._replace(level="info", baseline="")
    named = runs.baseline_file(runs.settings(order, os.path.join(os.curdir, "draft.md")))
    file = options.output or named or baseline.FILE
    old = baseline.read(file) if os.path.isfile(file) else {}
    reports = list(runs.reports(order))
    if problems := [problem for report in reports for problem in report.errors]:
        _complain_of(problems)
        return 2
    checked = {baseline.inside(file, report.name): baseline.entries(report) for report in reports}
    new = baseline.renewed(old, checked, os.path.dirname(file))
    _emit(baseline.write(new), file, options.paths)
    print(outputs.visible(f"{file}: {baseline.compared(old, new)}"))
    return 0


def _claims(options: Options) -> int:
    return _read(options, outputs.claim_writer(options.format))


def _sources(options: Options) -> int:
    return _read(options, outputs.source_writer(options.format))


def _read(options: Options, write: outputs.ReadingWriter) -> int:
    """Write what is understood of the drafts, and tell those that could not be read."""
    from vetter import runs
    from vetter.ledger import Reading

    problems: list[VetterError] = []

    def readings() -> Iterator[Reading]:
        for reading in runs.readings(_order(options)):
            if isinstance(reading, VetterError):
                problems.append(reading)
            else:
                yield reading

    _emit(write(readings(), _look(options)), options.output, options.paths)
    return _told(problems)


def _selected(options: Options) -> Order:
    return _order(options)._replace(select=_listed(options.select), ignore=_listed(options.ignore))


def _order(options: Options) -> Order:
    return _choice(options)._replace(
        paths=tuple(options.paths) or (os.curdir,),
        stdin_filename=options.stdin_filename,
        force_exclude=options.force_exclude,
    )


def _choice(options: Options) -> Order:
    from vetter.runs import Order

    config = "" if options.no_config else options.config
    return Order(config=config, packs=_listed(options.pack), preview=options.preview)


def _listed(values: list[str]) -> tuple[str, ...]:
    return tuple(word for value in values for word in value.replace(",", " ").split())


def _parse_options(parser: Parser) -> None:
    parser.add_argument("sentence", metavar="SENTENCE", help="a sentence or a paragraph; - is standard input")
    _choosing(parser)


def _parse(options: Options) -> int:
    from vetter import lint, parse, runs

    text = sys.stdin.read() if options.sentence == runs.STDIN else options.sentence
    settings = runs.settings(_choice(options), "sentence.md")
    _emit([parse.show(text, settings)], None)
    return _told(lint.problems(settings))


def _explain_options(parser: Parser) -> None:
    add = parser.add_argument
    what = "a rule's id or name; a pack; a ladder; FILE:LINE, for what was read there and why rules spoke or not"
    add("rule", metavar="RULE", nargs="+", help=what)
    add("--all", action="store_true", help="of a line, also the rules that lack more than one condition")
    add("--stdin-filename", metavar="NAME", help="what to call standard input, which is -:LINE")
    _choosing(parser)


def _explain(options: Options) -> int:
    from vetter import lint, pages, runs

    settings = runs.settings(_choice(options), "draft.md")
    _emit(
        (_explained_line(what, options) if ":" in what else pages.explain(what, settings) for what in options.rule),
        None,
    )
    return _told(lint.problems(settings))


def _explained_line(what: str, options: Options) -> str:
    from vetter import inquiry

    order = _choice(options)._replace(stdin_filename=options.stdin_filename)
    return "".join(f"{outputs.visible(line)}\n" for line in inquiry.lines(order, what, options.all))


def _rules_options(parser: Parser) -> None:
    parser.add_argument("--features", action="store_true", help="list what a rule may ask instead, with the answers")
    _choosing(parser)


def _rules(options: Options) -> int:
    from vetter import lint, pages, runs

    if options.features:
        _emit(pages.features(), None)
        return 0
    settings = runs.settings(_choice(options), "draft.md")
    _emit(pages.table(settings), None)
    return _told(lint.problems(settings))


def _schema_options(parser: Parser) -> None:
    parser.add_argument("what", choices=["config"], help="whose schema: the configuration's")
    _choosing(parser)


def _schema(options: Options) -> int:
    from vetter import lint, runs, schema

    known = lint.vocabulary(runs.settings(_choice(options), "draft.md").rules)
    _emit([schema.text(known)], None)
    return 0


def _config_options(parser: Parser) -> None:
    parser.add_argument("path", metavar="FILE", help="a draft, which need not exist, or a folder")
    _choosing(parser)


def _config(options: Options) -> int:
    from vetter import lint, provenance, runs

    if not options.path:
        raise VetterError("vetter config", "a draft without a name; name a draft or a folder")
    order = _choice(options)
    path = os.path.join(options.path, "draft.md") if os.path.isdir(options.path) else options.path
    _emit(provenance.table(order, path), None)
    return _told(lint.problems(runs.settings(order, path)))


def _packs(options: Options) -> int:
    from vetter import lint, pages, runs

    settings = runs.settings(_choice(options), "draft.md")
    _emit(pages.packs(settings), None)
    return _told(lint.problems(settings))


def _new_options(parser: Parser) -> None:
    parser.add_argument("what", choices=["rule"], help="what to write")
    parser.add_argument("name", metavar="NAME", help="its name: the wrong it finds, in small words joined by hyphens")
    parser.add_argument(
        "--text", action="store_true", help="a rule that looks for words and says what to write instead"
    )


def _new(options: Options) -> int:
    from vetter import skeletons

    _emit((f"{line}\n" for line in skeletons.write_rule(options.name, options.text)), None)
    return 0


def _test_options(parser: Parser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="rule files or folders; default: the rules that ship")


def _test(options: Options) -> int:
    from vetter import examples

    lines, failures = examples.run(options.paths)
    _emit((f"{line}\n" for line in lines), None)
    return _told(examples.problems(options.paths)) or (1 if failures else 0)


def _told(problems: Iterable[VetterError]) -> int:
    """Tell what was left out; 2 if anything was."""
    lines = dict.fromkeys(map(str, problems))
    for line in lines:
        _complain(line)
    return 2 if lines else 0


def _look(options: Options) -> outputs.Look:
    """Colours and width of a terminal; plain and 100 columns wide everywhere else, unless COLUMNS says how wide."""
    terminal = options.output is None and sys.stdout.isatty()
    wanted = bool(os.environ.get("FORCE_COLOR")) or (terminal and os.environ.get("TERM") != "dumb")
    colour = wanted and options.output is None and not os.environ.get("NO_COLOR")
    asked = os.environ.get("COLUMNS", "")
    width = int(asked) if asked.isdecimal() else os.get_terminal_size(sys.stdout.fileno()).columns if terminal else 0
    return outputs.Look(colour=colour, width=min(max(width, 40), 160) if width else 100, terminal=terminal)


def _emit(pieces: Iterable[str], output: str | None, drafts: Iterable[str] = (), stream: TextIO | None = None) -> None:
    if output is None:
        for piece in pieces:
            (stream or sys.stdout).write(piece)
        return
    if any(os.path.exists(draft) and _is_same(draft, output) for draft in drafts):
        raise VetterError("--output", f"{output} is one of the drafts; name another file")
    try:
        _write_whole(pieces, output)
    except OSError as error:
        raise VetterError("--output", f"{output} cannot be written: {error.strerror}") from error


def _is_same(draft: str, output: str) -> bool:
    return os.path.isfile(output) and os.path.samefile(draft, output)


def _write_whole(pieces: Iterable[str], output: str) -> None:
    """Written beside its place and moved there when it is whole; a pipe or a device is written to at once."""
    target = os.path.realpath(output)
    regular = os.path.isfile(target) or not os.path.lexists(target)
    part = f"{target}.{os.getpid()}.part" if regular else target
    try:
        with open(part, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.writelines(pieces)
        if regular:
            os.replace(part, target)
    finally:
        if regular and os.path.lexists(part):
            os.unlink(part)


COMMANDS = {
    "check": Command("check drafts and report what an editor would stop at", _check_options, _check),
    "claims": Command("list every claim with its holder, strength and sources", _claims_options, _claims),
    "sources": Command("list the sources, and the claims that rest on each", _sources_options, _sources),
    "compare": Command("hold a draft against its sources, or its earlier version", _compare_options, _compare),
    "baseline": Command("write down the findings of today, to be told only of new ones", _baseline_options, _baseline),
    "parse": Command("show how a sentence is understood, step by step", _parse_options, _parse),
    "explain": Command(
        "tell of a rule, a pack or a ladder, or why rules spoke at FILE:LINE", _explain_options, _explain
    ),
    "rules": Command("list the rules", _rules_options, _rules),
    "config": Command("tell what holds for a draft, and where that is settled", _config_options, _config),
    "schema": Command("print the JSON Schema of the configuration, for editors", _schema_options, _schema),
    "packs": Command("list the packs of rules, and the ladders of likelihood terms", _choosing, _packs),
    "new": Command("write a rule of your own to start from", _new_options, _new),
    "test": Command("run the examples that rules, phrases and words carry", _test_options, _test),
}
