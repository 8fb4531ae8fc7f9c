"""What a drill found out, in figures, and how it is printed."""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

REPORT = "SIDAK_DRILL_REPORT"


@dataclass
class Outcome:
    """The figures of one drill; `faults` says in words what must never have happened."""

    name: str
    tried: int = 0
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    undetected: int = 0
    seconds: float = 0.0
    seeded: str = ""  # the seeded bug, and after how many tries it was caught
    faults: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing was lost, doubled, undetected, or otherwise wrong."""
        return not (self.lost or self.doubled or self.undetected or self.faults)


def count(short: int) -> int:
    """Return how often to try: the short tier's figure, or what `./sidak drill --count` asks for."""
    return int(os.environ.get("SIDAK_DRILL_COUNT", short))


def whole() -> bool:
    """Tell whether `./sidak drill` asks: the long tier leaves nothing out."""
    return REPORT in os.environ


def report(outcome: Outcome, kind: str = "", seeded: str = "") -> None:
    """Hand an outcome to `./sidak drill`, when it runs this test."""
    outcome.seeded = seeded or outcome.seeded
    outcome.name = f"{outcome.name} {kind}".strip()
    if target := os.environ.get(REPORT):
        with Path(target).open("a") as file:
            file.write(json.dumps(asdict(outcome)) + "\n")


COLUMNS = ("tried", "acknowledged", "lost", "doubled", "undetected", "seconds")


def table(outcomes: list[Outcome]) -> str:
    """Write outcomes as a Markdown table."""
    head = ["drill", *COLUMNS, "seeded bug caught"]
    lines = [head, ["---"] * len(head)]
    for one in outcomes:
        figures = [f"{getattr(one, name):.0f}" for name in COLUMNS]
        lines.append([one.name, *figures, one.seeded or "in its own test"])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
