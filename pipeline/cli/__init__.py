"""The command line. Errors are one clear line on stderr; a traceback is a bug."""

from __future__ import annotations

import os
import sys
from contextvars import copy_context
from typing import TYPE_CHECKING, NoReturn

from pipeline.errors import WritethruError

if TYPE_CHECKING:
    from collections.abc import Sequence

_WITH_VALUE = "--data-dir"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `writethru` and exit: 0 done, 1 it could not be done, 2 it was asked wrongly."""
    from click.exceptions import ClickException, Exit

    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        copy_context().run(_run, _globals_first(given))
    except Exit as done:
        sys.exit(done.exit_code)
    except ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except WritethruError as error:
        _tell(str(error))
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        _tell("stopped")
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _run(arguments: list[str]) -> NoReturn:
    from pipeline.cli.app import app

    with app.make_context("writethru", arguments) as context:
        app.invoke(context)
    sys.exit(0)


def _globals_first(arguments: list[str]) -> list[str]:
    """`--data-dir` may stand anywhere: people write it last."""
    front: list[str] = []
    rest: list[str] = []
    it = iter(arguments)
    for argument in it:
        if argument == "--":
            return [*front, *rest, argument, *it]
        if argument == _WITH_VALUE:
            front += [argument, *[value for value in [next(it, None)] if value is not None]]
        elif argument.startswith(f"{_WITH_VALUE}="):
            front.append(argument)
        else:
            rest.append(argument)
    return front + rest


def _tell(message: str) -> None:
    from pipeline.report.safe import visible

    print(f"writethru: {visible(' '.join(message.split()))}", file=sys.stderr)  # noqa: T201 the one line people get
