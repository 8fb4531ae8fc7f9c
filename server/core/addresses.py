"""The form of a route's address, written out when an address is wanted and not at every start."""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

Written = tuple[str, str]


class Address(Rule):
    """A rule that compiles its two writers of addresses at the first `url_for`.

    Werkzeug compiles them from syntax trees while a rule is bound: with two hundred routes three
    quarters of building the application, and one of our routes is ever written out.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., Written]:  # noqa: FBT001, FBT002 - werkzeug's signature
        compiled: list[Callable[..., Written]] = []

        def write(_rule: Rule, **values: Any) -> Written:
            if not compiled:
                compiled.append(super(Address, self)._compile_builder(append_unknown))
            return compiled[0](self, **values)

        return write
