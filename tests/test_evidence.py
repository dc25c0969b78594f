"""Published figures are attached to the rules they support, with their limits; disagreements of sources are on the cards."""

from __future__ import annotations

import re

import pytest

import advisor

# Every publication whose figures the knowledge quotes.
PUBLISHED = [
    "gh-auto-sklearn",
    "microsoft-github-io-flaml-docs-use-cases-zero-shot-automl",
    "papers-neurips-cc-paper-files-paper-2022-hash-0378c7692da368",
    "arxiv-org-abs-2305-02997",
    "arxiv-org-abs-2606-30410",
    "gh-tabarena",
    "arxiv-org-abs-2207-12560",
    "arxiv-org-abs-2408-14817",
    "gh-bars-leaderboard",
    "gh-gift-eval-results",
    "gh-nab",
    "gh-adbench",
    "arxiv-org-abs-2107-02173",
    "fasttext-cc-docs-en-supervised-models-html",
    "aws-amazon-com-blogs-machine-learning-amazon-sagemaker-blazi",
    "gh-gbm-perf",
    "gh-gluon-cv-csv-tables",
    "gh-ml-data-prep-zoo",
    "dl-acm-org-doi-10-1145-3318464-3386126",
]
# Figures known from a second-hand page or not checked again.
SECOND_HAND = ["arxiv-org-abs-2606-30410", "gh-tabarena", "codesota-com-tasks-tabular-ml", "arxiv-org-abs-2207-12560"]


@pytest.mark.parametrize("source", PUBLISHED)
def test_a_published_figure_is_attached_to_a_rule(source: str, shipped) -> None:
    assert any(rule.finding and source in rule.sources for rule in shipped.rules.values())


@pytest.mark.parametrize("source", SECOND_HAND)
def test_a_figure_at_second_hand_says_that_it_is_reported(source: str, shipped) -> None:
    quoting = [rule for rule in shipped.rules.values() if source in rule.sources and rule.finding]
    assert quoting
    for rule in quoting:
        assert rule.finding.startswith("Reported"), rule.id


def test_the_limits_of_deepar_are_said_with_its_strength(shipped) -> None:
    answer = advisor.recommend(knowledge=shipped, task="forecasting", series=500)
    assert answer.pick.id == "deepar"
    (finding,) = [piece.finding for piece in answer.pick.evidence if piece.aspect == "series"]
    for figure in ("97", "53", "25", "91"):
        assert figure in finding


@pytest.mark.parametrize(
    ("situation", "named"),
    [
        ({"task": "forecasting", "series": 500}, "Chronos-2"),
        ({"task": "classification", "rows": 5000}, "TabPFN"),
        ({"task": "anomaly-detection", "streaming": True}, "ARTime"),
        ({"task": "classification", "sparse": True}, "deep click model"),
    ],
    ids=str,
)
def test_what_beats_the_built_in_algorithm_is_said_as_late_advice(situation: dict, named: str, shipped) -> None:
    (note,) = [note for note in advisor.recommend(situation, knowledge=shipped).advice if named in note.text]
    assert note.rank >= 4
    assert note.finding
    assert note.to_dict()["finding"] == note.finding


def test_a_decision_carries_its_figure(shipped) -> None:
    answer = advisor.recommend(knowledge=shipped, task="word-embedding", compute="gpu")
    assert answer.pick.id == "blazingtext"
    assert "V100" in answer.pick.setup["training_instance"].to_dict()["finding"]


def test_every_disagreement_on_a_card_names_its_sources(shipped) -> None:
    for card in shipped.candidates.values():
        for conflict in card.facts.get("conflicts", []):
            assert conflict["note"], card.id
            assert conflict["sources"], card.id
            assert set(conflict["sources"]) <= set(shipped.sources), card.id


@pytest.mark.parametrize(
    ("card", "words"),
    [
        ("lightgbm", "several CPU machines"),
        ("k-means", "not parallelizable"),
        ("linear-learner", "tag 1"),
        ("xgboost", "6 MB"),
    ],
)
def test_a_known_disagreement_is_on_the_card_with_both_sources(card: str, words: str, shipped) -> None:
    conflicts = shipped.candidates[card].facts["conflicts"]
    assert any(words in conflict["note"] and len(conflict["sources"]) >= 2 for conflict in conflicts)


@pytest.mark.parametrize(
    ("situation", "rule"),
    [
        ({"task": "clustering", "multi_instance": True}, "disagreement-k-means-machines"),
        (
            {"task": "classification", "priority": "training-speed", "multi_instance": True, "rows": 50_000_000},
            "disagreement-lightgbm-machines",
        ),
        ({"task": "word-embedding", "multi_instance": True}, "disagreement-blazingtext-machines"),
        ({"task": "clustering", "production": True}, "disagreement-image-tag"),
        ({"task": "topic-modeling", "priority": "accuracy"}, "disagreement-topic-quality"),
        ({"task": "classification", "payload_mb": 10}, "deployment-old-payload-limit"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_disagreement_is_told_where_the_situation_touches_it(situation: dict, rule: str, shipped) -> None:
    answer = advisor.recommend(situation, knowledge=shipped)
    (note,) = [note for note in (*answer.advice, *answer.warnings) if note.rule == rule]
    assert len(note.sources) >= 2


def test_no_finding_is_only_a_figure_without_words(shipped) -> None:
    for rule in shipped.rules.values():
        if rule.finding:
            assert re.search(r"[a-z]{3}.*[a-z]{3}", rule.finding), rule.id


EXAM = re.compile(
    r"exam(?!ple)|questions?\b|certif|/practice|study-guide|courseiva|educative|mindmesh|mlexam|validtests|github\.com/sumitk009",
    re.IGNORECASE,
)


def test_no_rule_rests_on_preparation_for_an_exam_alone(shipped) -> None:
    """Such pages show what people ask; what is true is written elsewhere."""
    pages = {source.id for source in shipped.sources.values() if EXAM.search(f"{source.title} {source.url}")}
    assert "mls-question-bank" in pages
    assert [rule.id for rule in shipped.rules.values() if rule.sources and set(rule.sources) <= pages] == []
