"""What a drill found out, in figures, and how it is printed."""

from dataclasses import dataclass, field


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


COLUMNS = ("tried", "acknowledged", "lost", "doubled", "undetected", "seconds")


def table(outcomes: list[Outcome]) -> str:
    """Write outcomes as a Markdown table."""
    head = ["drill", *COLUMNS, "seeded bug caught"]
    lines = [head, ["---"] * len(head)]
    for one in outcomes:
        figures = [f"{getattr(one, name):.0f}" for name in COLUMNS]
        lines.append([one.name, *figures, one.seeded or "not run"])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
