"""The command. Exit codes: 0 nothing to complain about, 1 findings from --fail-on up, 2 the user's mistake, 3 ours."""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
from contextlib import suppress
from types import TracebackType

from vetter import __version__
from vetter.commands import COMMANDS, command
from vetter.errors import VetterError
from vetter.options import read as read_options
from vetter.streams import complain


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
        complain(str(error))
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
        complain(f"standard output: cannot be written: {error.strerror}; send it elsewhere")
        return 2
    if arguments is None:
        sys.stderr.flush()
        os._exit(code)  # everything is written; taking a large process apart costs a tenth of a short run
    return code


def _our_mistake(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    sys.__excepthook__(kind, error, trace)
    print("vetter: this is a mistake of vetter itself; please report it with the lines above", file=sys.stderr)
    raise SystemExit(3)


def _run(arguments: list[str]) -> int:
    name = arguments[0] if arguments else "--help"
    if name in ("--version", "-V"):
        print(f"vetter {__version__}")
    elif name in ("--help", "-h", "help"):
        print(_overview())
    elif name in COMMANDS:
        declare, run = command(name)
        return run(read_options(f"vetter {name}", COMMANDS[name], declare, arguments[1:]))
    else:
        raise VetterError("vetter", f"no command is called {name!r}; the commands are {', '.join(COMMANDS)}")
    return 0 if arguments else 2


def _overview() -> str:
    commands = "\n".join(f"  {name:<9} {about}" for name, about in COMMANDS.items())
    return f"""usage: vetter COMMAND ...

Who says this, how sure are they, and on what evidence? vetter reads a draft report and tells.

{commands}

vetter COMMAND --help tells more; vetter --version tells which vetter this is."""
