"""How safe the first place is: bounds on what edits that only add conclusions can do to the order."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from .judge import Judge

__all__ = ["Margins", "Push"]


class Push(Struct, frozen=True):
    """What some more fired rows do: points the leader loses and gains, and points that others gain."""

    harm: int
    help: int
    boosts: Mapping[str, int]


class Margins:
    """The points by which a leader is ahead of each rival that is not ruled out."""

    def __init__(self, judge: Judge, leader: str, fired: int) -> None:
        self.judge = judge
        self.leader = leader
        self.fired = fired
        scores = judge.scores(fired)
        place = judge.names.index(leader)
        self.slack = {  # how many points the rival may gain without being first
            name: scores[leader] - score - (0 if judge.names.index(name) > place else 1)
            for name, score in scores.items()
            if name != leader
        }
        # a rival for which nothing speaks has to gain points to come into question
        spoken = [slack for name, slack in self.slack.items() if judge.positive(name, fired)]
        self.least = min(spoken, default=None)

    def push(self, gained: int) -> Push | None:
        """Return what these rows do when they are fired in addition, or None when they rule the leader out."""
        harm = helped = 0
        boosts: dict[str, int] = {}
        for name, was, now in self.judge.touched(self.fired, gained):
            if was is None:
                continue
            if now is None:
                if name == self.leader:
                    return None
                continue
            favor, avoid = now[0] - was[0], now[1] - was[1]
            if name == self.leader:
                harm, helped = avoid, favor
            elif favor:
                boosts[name] = favor
        return Push(harm, helped, boosts)

    def safe(self, one: Push, two: Push) -> bool:
        """Return whether the leader stays first when both happen.

        Points of one aspect do not add up: the strongest rule counts. So two pushes harm at most by their sum, and help at least
        by the better of them.
        """
        harm = one.harm + two.harm - max(one.help, two.help)
        if self.least is not None and harm > self.least:
            return False
        for mine, other in ((one.boosts, two.boosts), (two.boosts, one.boosts)):
            for name, points in mine.items():
                if points + other.get(name, 0) + harm > self.slack[name]:
                    return False
        return True
