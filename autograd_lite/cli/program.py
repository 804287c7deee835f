"""Run a command, write what it makes to the standard output, and say what went wrong."""

import contextlib
import os
import sys
from collections.abc import Sequence

from autograd_lite.cli.commands import FAILED, Command, Outcome
from autograd_lite.cli.options import PROGRAM, parser
from autograd_lite.spelling import spell

WRONG_CALL, INTERRUPTED, PIPE_CLOSED = 2, 130, 141  # the last two as shells have them


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return 0, 1 if it failed, or 2 if the call was wrong.

    >>> main(["grad", "x**2 * y", "x=3", "y=2"])
    f = 18.0
    df/dx = 12.0
    df/dy = 9.0
    0
    """
    try:
        output, status = _run(arguments)
        return _write(output) or status
    except KeyboardInterrupt:
        return INTERRUPTED
    except (ValueError, TypeError) as error:
        return _complain(str(error), WRONG_CALL)
    except ImportError as error:
        return _complain(f"{error}; {PROGRAM} doctor says what to install", FAILED)
    except OSError as error:
        return _complain(_what_failed(error), FAILED)
    except RuntimeError as error:
        return _complain(str(error), FAILED)


def _run(arguments: Sequence[str] | None) -> Outcome:
    try:
        options, others = parser().parse_known_args(arguments)
        if unknown := [each for each in others if each.startswith("-")]:
            hint = "before an expression that starts with - write --"
            options.parser.error(f"unrecognized arguments: {' '.join(unknown)}; {hint}")
        if others and "values" not in options:
            options.parser.error(f"unrecognized arguments: {' '.join(others)}")
    except SystemExit as done:  # the parser has said everything
        return "", int(done.code or 0)
    if others:  # values that stand after an option
        options.values = [*options.values, *others]
    command: Command = options.command
    return command(options)


def _write(output: str | bytes) -> int:
    """Write to the standard output: documents as they are, text in the letters that it has."""
    if sys.stdout is None:
        return _complain("the standard output is closed", FAILED) if output else 0
    try:
        if isinstance(output, str):
            print(spell(output, sys.stdout.encoding or "utf-8"), end="\n" if output else "")
        elif hasattr(sys.stdout, "buffer"):
            sys.stdout.buffer.write(output)
        else:  # as in a notebook
            sys.stdout.write(output.decode())
        sys.stdout.flush()
    except OSError as error:
        # Python flushes once more at its end, and would complain itself then
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):  # the reader has seen enough
            return PIPE_CLOSED
        return _complain(f"standard output: {_what_failed(error)}", FAILED)
    return 0


def _complain(problem: str, status: int) -> int:
    with contextlib.suppress(OSError, AttributeError):  # nobody listens
        sys.stderr.write(f"{PROGRAM}: {problem}\n")
    return status


def _what_failed(error: OSError) -> str:
    file = f"{error.filename}: " if error.filename else ""
    return f"{file}{error.strerror or error}"
