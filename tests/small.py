"""A small knowledge for the wizard's tests: it stays as it is when the shipped one learns more."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.load import load_folder

FILES = {
    "pack": "pack: small\nversion: '1'\nas_of: '2026-11-22'\n",
    "sources": "- {source: book, title: 'A [bold] book', url: 'https://example.org/book', read: 2026-11-22}\n",
    "attributes": """
- attribute: goal
  type: choice
  ask: What is the [goal]?
  help: A label, a number or groups.
  values:
    label: {label: 'say which [kind] a thing is', aliases: [class]}
    number: {label: predict a number}
    groups: {label: find groups}
  elsewhere: [{names: [Free Lunch, gift], instead: 'Ask a [friend].'}]
- {attribute: sparse, type: boolean, ask: Are most values zero?, help: Click logs are sparse.}
- {attribute: rows, type: integer, at_least: 1, at_most: 1000000000, unit: examples, ask: How many examples are there?}
- {attribute: share, type: number, at_least: 0, at_most: 1, unit: share of all examples, ask: Which share is positive?}
- attribute: place
  type: choice
  demand: true
  ask: Where does it run?
  values: {here: {}, there: {}}
""",
    "decisions": """
- {decision: form, title: Input format, values: [table, stream], headline: true}
- {decision: machine, title: Machine, values: [small, large], headline: true}
""",
    "rules": """
- {rule: label-favors-ant, aspect: goal, when: {goal: label}, favor: {ant: strong, bee: moderate}, because: 'Ants carry [/b] labels.', sources: [book]}
- {rule: number-favors-bee, aspect: goal, when: {goal: number}, favor: {bee: strong, ant: weak}, because: Bees count., sources: [book]}
- {rule: groups-favor-cat, aspect: goal, when: {goal: groups}, favor: {cat: strong}, because: Cats sit in groups., sources: [book]}
- {rule: groups-rule-out-ant, when: {goal: groups}, rule_out: [ant], because: Ants know no groups., sources: [book]}
- {rule: sparse-favors-bee, aspect: sparsity, when: {sparse: true}, favor: {bee: moderate}, because: Bees skip zeros., sources: [book]}
- {rule: many-favor-bee, aspect: size, when: {rows: {at_least: 10000}}, favor: {bee: strong}, because: Bees are many., sources: [book]}
- {rule: rare-avoids-ant, aspect: rarity, when: {share: {below: 0.1}}, avoid: {ant: weak}, because: Ants miss what is rare., sources: [book]}
- {rule: no-groups-of-zeros, when: {goal: groups, sparse: true}, impossible: true, because: Zeros form no groups., sources: [book]}
- {rule: usual-form, choose: {form: table}, level: default, because: Tables are usual., sources: [book]}
- {rule: there-streams, when: {place: there}, choose: {form: stream}, because: It streams there., sources: [book]}
- {rule: usual-machine, choose: {machine: small}, level: default, because: Small is enough., sources: [book]}
- {rule: large-for-many, when: {rows: {at_least: 10000}}, choose: {machine: large}, because: Many need a large one., sources: [book]}
- {rule: mind, when: {goal: label}, warn: {text: 'Look at [red]both[/red] sides.', rank: 1}, because: It is so., sources: [book]}
""",
    "ant": "{algorithm: ant, name: 'Ant [A]', summary: 'Carries [x] things.', order: 1, sources: [book]}\n",
    "bee": "{algorithm: bee, name: Bee, summary: Counts things., order: 2, sources: [book]}\n",
    "cat": "{service: cat, name: Cat, summary: Sits on things., order: 3, sources: [book]}\n",
}


@cache
def small() -> KnowledgeBase:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, text in FILES.items():
            (folder / f"{file}.yaml").write_text(text)
        return load_folder(folder)
