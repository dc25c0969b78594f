from __future__ import annotations

from pathlib import Path

import pytest

from advisor.authoring.lint import Report, lint, scope_of

# A small pack with nothing to report: every name is used, every text ends, everything has a source.
CLEAN = {
    "attributes": """\
- {attribute: task, type: choice, ask: Which task?, values: {classification: {}, regression: {}, clustering: {}}}
- {attribute: sparse, type: boolean, ask: Is it sparse?}
- {attribute: rows, type: integer, ask: How many rows?, at_least: 1, at_most: 1000000}
- {attribute: format, type: choice, ask: Which format?, values: {csv: {}, libsvm: {}, parquet: {}}}
""",
    "fields": """\
- {field: tasks, type: list, of: task}
- {field: formats, type: list, of: format}
""",
    "decisions": """\
- {decision: format, title: Format, values: [csv, libsvm, parquet]}
- {decision: machine, title: Machine, kind: instance, role: training}
- {decision: settings, title: Settings, kind: map}
""",
    "machines": """\
prefix: ml.
families:
  m1: {class: cpu, sizes: {s: {vcpu: 1, memory_gib: 4, roles: [training]}, l: {vcpu: 4, memory_gib: 16, roles: [endpoint]}}}
sources: [book]
""",
    "stair": "- {ladder: stair, by: rows, steps: [{up_to: 10, use: ml.m1.s}], beyond: last, unknown: ml.m1.s, sources: [book]}\n",
    "boost": "{algorithm: boost, name: Boost, summary: A card., order: 1, sources: [book], tasks: [classification], formats: [csv, libsvm]}\n",
    "line": "{algorithm: line, name: Line, summary: A card., order: 2, sources: [book], tasks: [classification, regression], formats: [csv]}\n",
    "base": """\
- rule: task-fits
  for: {tasks: {lacks: {from: task}}}
  rule_out: true
  because: It does another task.
  sources: [book]
- rule: sparse-boost
  aspect: sparsity
  when: {sparse: true}
  favor: {boost: weak}
  because: It reads sparse rows.
  sources: [book]
- rule: own-format
  for: {formats: {from: format}}
  choose: {settings: {own: 1}}
  because: It reads the format.
  sources: [book]
- rule: format-csv
  for: {formats: csv}
  choose: {format: csv}
  level: default
  because: Everything reads it.
  sources: [book]
- rule: machine-by-rows
  choose: {machine: {ladder: stair, class: cpu}}
  because: More rows need more memory.
  sources: [book]
""",
}


@pytest.fixture
def clean_pack(write_pack, monkeypatch: pytest.MonkeyPatch):
    """Write the clean pack with more files, or others of the same name, and work beside it."""

    def write(**files: str) -> Path:
        folder = write_pack(**{**CLEAN, **files})
        monkeypatch.chdir(folder.parent)
        return folder

    return write


@pytest.fixture
def lint_pack(clean_pack):
    """Lint the clean pack with more files."""

    def run(**files: str) -> Report:
        return lint(scope_of((str(clean_pack(**files)),)))

    return run
