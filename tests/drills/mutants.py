"""D: the permission module, broken in every small way, one at a time; each break must be seen.

Two kinds. In the table: a word for everybody or nobody, an alternative or a condition dropped, a
role added or taken away. In the code beside it: comparisons and conditions turned round, constants
exchanged, a refusal left out. `permission_words` says who may, in other words. Tools
such as mutmut change functions only, and the table is none.
"""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType, ModuleType, SimpleNamespace
from typing import Any

from drills import permission_words

from server.accounts import permissions

Alternatives = tuple[tuple[permissions.Fact, ...], ...]
SOURCE = Path(permissions.__file__)
TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One break: `word` of the table, or "" for the code; `roles` whose answers it can change."""

    label: str
    word: str
    after: Any
    roles: frozenset[str] = frozenset(permissions.ROLES)


def names_of(fact: permissions.Fact) -> frozenset[str] | None:
    """Return the roles of a role fact, None for any other fact."""
    if not fact.__qualname__.startswith("role."):
        return None
    return frozenset(fact.__closure__[0].cell_contents)  # type: ignore[index]


def always(_user: object, _thing: object) -> bool:
    """A fact that is no condition."""
    return True


def of_the_table(table: dict[str, Alternatives]) -> Iterator[Mutant]:
    """Yield every break of every word."""
    for word, alternatives in table.items():
        yield Mutant("nobody", word, ())
        yield Mutant("everybody", word, ((always,),))
        for place, facts in enumerate(alternatives):
            rest = alternatives[:place] + alternatives[place + 1 :]
            if rest:
                yield Mutant(f"alternative {place} dropped", word, rest)
            for number, fact in enumerate(facts):
                others = facts[:number] + facts[number + 1 :]
                if others:
                    changed = (*rest, others)
                    yield Mutant(f"condition {number} of {place} dropped", word, changed)
                yield from _of_roles(word, rest, others, fact)


def _of_roles(
    word: str, rest: Alternatives, others: tuple[permissions.Fact, ...], fact: permissions.Fact
) -> Iterator[Mutant]:
    held = names_of(fact)
    if held is None:
        return
    free = {name for facts in rest for one in facts for name in names_of(one) or ()}
    for name in sorted(permissions.ROLES - held - free):
        wide = (*rest, (permissions.role(*held, name), *others))
        yield Mutant(f"also for {name}", word, wide, frozenset({name}))
    for name in sorted(held) if len(held) > 1 else ():
        narrow = (*rest, (permissions.role(*(held - {name})), *others))
        yield Mutant(f"not for {name}", word, narrow, frozenset({name}))


def of_the_code() -> Iterator[Mutant]:
    """Yield the module's source with one thing turned round."""
    tree = ast.parse(SOURCE.read_text())
    for number, node in enumerate(ast.walk(tree)):
        for label, change in _changes(node):
            broken = copy.deepcopy(tree)
            change(list(ast.walk(broken))[number])
            line = getattr(node, "lineno", 0)
            yield Mutant(f"line {line}: {label}", "", ast.fix_missing_locations(broken))


def _changes(node: ast.AST) -> Iterator[tuple[str, Callable[[Any], None]]]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in TURNED:
        yield "comparison turned", lambda it: it.ops.__setitem__(0, TURNED[type(it.ops[0])]())
    if isinstance(node, ast.BoolOp):
        other = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield "and/or exchanged", lambda it: setattr(it, "op", other())
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not twice", lambda it: setattr(it, "operand", ast.UnaryOp(ast.Not(), it.operand))
    if isinstance(node, ast.Name) and node.id in {"any", "all"}:
        yield "any/all", lambda it: setattr(it, "id", {"any": "all", "all": "any"}[it.id])
    if isinstance(node, ast.Return) and node.value is not None and not _is_name(node.value):
        for value in (True, False):
            yield f"return {value}", lambda it, v=value: setattr(it, "value", ast.Constant(v))
    if isinstance(node, ast.If):
        yield "refusal left out", lambda it: setattr(it, "body", [ast.Pass()])
        yield "condition turned", lambda it: setattr(it, "test", ast.UnaryOp(ast.Not(), it.test))
    if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Constant):
        turned = not node.value.value
        # an id that is not None but nobody's is as good as none: such a break changes nothing
        if "UUID" not in ast.unparse(node.annotation):
            yield "default turned", lambda it: setattr(it, "value", ast.Constant(turned))


def _is_name(node: ast.expr) -> bool:
    return isinstance(node, ast.Name)


def table_with(mutant: Mutant) -> Any:
    """Return something that answers as the broken module would."""
    if mutant.word:
        space = dict(vars(permissions))
        space["PERMISSIONS"] = {**permissions.PERMISSIONS, mutant.word: mutant.after}
        for name in ("may", "require"):
            old = getattr(permissions, name)
            space[name] = FunctionType(old.__code__, space, name, old.__defaults__)
        return SimpleNamespace(**space)
    module = ModuleType("broken_permissions")
    module.__dict__["__name__"] = permissions.__name__
    exec(compile(mutant.after, SOURCE, "exec"), module.__dict__)  # noqa: S102
    return module


def seen_by_the_words(mutant: Mutant) -> bool:
    """Whether the text of who may notices this break; one that does not even load is noticed."""
    words = [mutant.word] if mutant.word else list(permission_words.TRUTH)
    roles = mutant.roles if len(mutant.roles) == 1 else None
    try:
        table = table_with(mutant)
        return any(permission_words.deviation(table, word, roles) for word in words)
    except Exception:  # noqa: BLE001 - whatever it raises, no test would have passed
        return True
