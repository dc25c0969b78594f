"""How safe the first place is: bounds on what edits that only add conclusions can do to the order."""

from __future__ import annotations

from msgspec import Struct

from .judge import Judge

__all__ = ["Margins", "Push"]


class Push(Struct, frozen=True):
    """What an edit does to the order: points the leader may lose and is sure to gain, and points that others may gain.

    `loses` tells that rules which count now no longer do.
    """

    harm: int
    help: int
    boosts: tuple[tuple[str, int], ...]
    loses: bool


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

    def push(self, then: int) -> Push | None:
        """Return what an edit does by which these rows are fired, or None when it moves the leader out or another one back in."""
        harm = helped = 0
        boosts: list[tuple[str, int]] = []
        for name, sides in self.judge.around(self.fired, then):
            was, now, kept, joined = sides
            if (now is None) != (was is None) and (name == self.leader or was is None):
                return None
            if was is None or now is None or kept is None or joined is None:
                continue
            favor, avoid = joined[0] - was[0], joined[1] - was[1]
            unfavored, unavoided = was[0] - kept[0], was[1] - kept[1]
            if name == self.leader:
                harm, helped = avoid + unfavored, favor
                if not now[0]:
                    return None
            elif favor + unavoided:
                boosts.append((name, favor + unavoided))
        return Push(harm, helped, tuple(boosts), bool(self.fired & ~then & self.judge.scoring))

    def safe(self, one: Push, two: Push) -> bool:
        """Return whether the leader stays first when two edits do beside each other what they do alone.

        Points of one aspect do not add up: the strongest rule counts. So two pushes harm at most by their sum, and help at least
        by the better of them. If both take something away, what is left of an aspect may be less than either leaves.
        """
        if one.loses and two.loses:
            return False
        harm = one.harm + two.harm - max(one.help, two.help)
        if self.least is not None and harm > self.least:
            return False
        boosts = dict(one.boosts)
        for name, points in two.boosts:
            boosts[name] = boosts.get(name, 0) + points
        return all(points + harm <= self.slack[name] for name, points in boosts.items())
