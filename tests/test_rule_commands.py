"""`advisor rules list | show | graph | new | diff`."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

import advisor
from advisor.authoring.graph import Edge, Graph, Node, draw, to_dot, to_mermaid
from advisor.authoring.selection import RuleFilter, select
from advisor.authoring.testing import run_examples
from advisor.cli.app import run as run_here
from advisor.knowledge.load import load_folder

from .conftest import RULES
from .examples import suite_of

PACKS = RULES.parent / "examples" / "packs"
POLICY, OWN = str(PACKS / "policy"), str(PACKS / "own-container")


@pytest.fixture
def run(capfdbinary):
    """Run `advisor …` in this process: run(…) gives (exit code, stdout, stderr)."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run_here(list(arguments))
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return call


@pytest.fixture
def said(run):
    """Run a command that must succeed, and return what it wrote."""

    def call(*arguments: str) -> str:
        code, out, err = run("rules", *arguments)
        assert (code, err) == (0, "")
        return out

    return call


@pytest.fixture
def data(said):
    """Run a command that must succeed, and return its JSON."""

    def call(*arguments: str) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(said(*arguments, "--json"))
        return read

    return call


# --- list ---


def test_list_gives_every_rule_with_its_place(said, shipped) -> None:
    lines = said("list").splitlines()
    assert [line.split()[0] for line in lines] == list(shipped.rules)
    assert all(re.search(r" rules/\S+\.yaml:\d+$", line) for line in lines)


@pytest.mark.parametrize(
    ("wanted", "holds"),
    [
        (RuleFilter(effect="derive"), lambda base, rule: rule.effect == "derive"),
        (RuleFilter(decision="metric"), lambda base, rule: "metric" in (*rule.given, (rule.payload or {}).get("decision"))),
        (RuleFilter(topic="split"), lambda base, rule: rule.payload["topic"] == "split"),
        (RuleFilter(text="SPARSE"), lambda base, rule: "sparse" in f"{rule.id} {rule.because} {rule.payload}".lower()),
    ],
)  # fmt: skip
def test_a_filter_finds_what_it_says(shipped, wanted: RuleFilter, holds) -> None:
    found = select(shipped, wanted)
    assert found
    assert all(holds(shipped, rule) for rule in found)


def test_filters_are_joined(shipped) -> None:
    both = {rule.id for rule in select(shipped, RuleFilter(effect="favor", candidate="knn"))}
    favors = {rule.id for rule in select(shipped, RuleFilter(effect="favor"))}
    about = {rule.id for rule in select(shipped, RuleFilter(candidate="knn"))}
    assert both == favors & about
    assert both < favors


def test_an_attribute_is_found_behind_a_quantity_and_a_derivation(shipped) -> None:
    found = {rule.id for rule in select(shipped, RuleFilter(attribute="features"))}
    through = [name for name, quantity in shipped.quantities.items() if "features" in quantity.attributes]
    assert found & {rule.id for name in through for rule in select(shipped, RuleFilter(attribute=name))}
    assert {rule.id for rule in select(shipped, RuleFilter(attribute="modality", effect="derive"))}


def test_list_as_json_says_whom_a_rule_concerns(data) -> None:
    found = data("list", "--effect", "rule_out", "--text", "single machine")
    assert found["schema"] == "advisor/rules/1"
    assert all(rule["effect"] == "rule_out" and rule["candidates"] for rule in found["rules"])


def test_list_says_what_a_pack_replaced(said, data) -> None:
    text = said("list", "--rules", POLICY, "--pack", "policy")
    assert "vpc-avoids-services" in text
    assert "replaced by policy-no-services-outside-the-vpc in pack policy" in text
    (gone,) = data("list", "--rules", POLICY)["replaced"]
    assert gone["replaced_by"] == "policy-no-services-outside-the-vpc"


def test_list_with_no_rule_exits_1(run) -> None:
    assert run("rules", "list", "--effect", "derive", "--decision", "metric") == (1, "", "")


@pytest.mark.parametrize(
    ("option", "value", "hint"),
    [
        ("--candidate", "xgbost", "xgboost"),
        ("--attribute", "taks", "task"),
        ("--decision", "metrics", "metric"),
        ("--effect", "favour", "favor"),
        ("--pack", "bultin", "builtin"),
    ],
)
def test_a_misspelt_filter_names_the_nearest(run, option: str, value: str, hint: str) -> None:
    code, _, err = run("rules", "list", option, value)
    assert code == 2
    assert f"{value!r}\n       did you mean {hint!r}?" in err


# --- show ---


def test_show_says_everything_about_a_rule(said) -> None:
    text = said("show", "survival-forest-for-open-outcomes", "--rules", OWN)
    for expected in (
        f"survival-forest-for-open-outcomes ({OWN}/survival.yaml:24, pack own-container)",
        "  - rule: survival-forest-for-open-outcomes\n    aspect: censoring\n",
        "When       task is regression, and censored is true\n",
        "Then       favor (censoring)\n",
        "Concerns   survival-forest (strong)\n",
        "Because    It learns from rows whose outcome is still open;",
        "https://docs.example.com/survival-forest",
        "Fires in\n  - survival-of-customers\n",
    ):
        assert expected in text
    assert max(len(line) for line in text.splitlines() if OWN not in line and not line.startswith("  ")) <= 80


def test_show_says_in_which_situations_a_selector_reaches_whom(data) -> None:
    found = data("show", "constraint-region")
    reach = next(one for one in found["reaches"] if "xgboost" in one["candidates"])
    assert reach["when"].startswith("region is ")
    assert found["for"] == "kind is algorithm, and regions lacks the region of the situation"
    assert any(one["example"] == "image-xgboost-beijing" for one in found["fires_in"])


def test_show_gives_every_rule_as_it_is_written(shipped) -> None:
    from advisor.authoring.written import find_written

    for rule in list(shipped.rules.values())[::7]:
        written = find_written(rule, [RULES])
        assert written is not None
        assert written.entry["rule"] == rule.id
        assert written.text.startswith("- ")
        assert written.text.count("- rule:") + written.text.count("- {rule:") == 1
        assert " ".join(str(written.entry["because"]).split()) == " ".join(rule.because.split())


def test_show_knows_the_rules_of_a_pack_and_where_they_fire(data) -> None:
    found = data("show", "survival-metric", "--rules", OWN)
    assert found["pack"] == "own-container"
    assert found["file"] == f"{OWN}/survival.yaml"
    assert found["fires_in"][0]["example"] == "survival-of-customers"
    assert {"rule": "metric-regression", "how": "this one wins by its level"} in found["competes_with"]


def test_show_says_who_replaced_a_rule(run) -> None:
    code, _, err = run("rules", "show", "vpc-avoids-services", "--rules", POLICY)
    assert code == 2
    assert "is replaced by 'policy-no-services-outside-the-vpc' in pack policy" in err


def test_show_names_the_nearest_rule(run) -> None:
    code, _, err = run("rules", "show", "constraint-regoin")
    assert code == 2
    assert "did you mean 'constraint-region'?" in err


def test_rivals_are_mutual(shipped) -> None:
    from advisor.authoring.rivals import rivals

    names = [rule.id for rule in select(shipped, RuleFilter(decision="metric"))]
    pairs = {(name, rival.rule) for name in names for rival in rivals(shipped, shipped.rules[name])}
    assert pairs
    assert {(two, one) for one, two in pairs if two in names} == {(one, two) for one, two in pairs if two in names}


# --- graph ---

_MERMAID_NODE = re.compile(
    r'  (n\d+)(?:\(\["[^"]*"\]\)|\[/"[^"]*"/\]|\["[^"]*"\]|\{\{"[^"]*"\}\}|\[\["[^"]*"\]\]|>"[^"]*"\])'
)
_MERMAID_EDGE = re.compile(r'  (n\d+) -->(?:\|"[^"]*"\|)? (n\d+)')
_DOT_NODE = re.compile(r'  (n\d+) \[label="(?:[^"\\]|\\.)*", shape=\w+\];')
_DOT_EDGE = re.compile(r'  (n\d+) -> (n\d+)(?: \[label="(?:[^"\\]|\\.)*"\])?;')


def check_syntax(lines: list[str], node: re.Pattern[str], edge: re.Pattern[str]) -> None:
    """Every line is a node or an edge, and edges join nodes that were declared before."""
    declared: set[str] = set()
    for line in lines:
        is_node, is_edge = node.fullmatch(line), edge.fullmatch(line)
        assert bool(is_node) != bool(is_edge), line
        if is_node:
            declared.add(is_node[1])
        elif is_edge:
            assert set(is_edge.groups()) <= declared, line


@pytest.mark.parametrize("wanted", [{}, {"effect": "derive"}, {"decision": "image"}, {"candidate": "deepar"}])
def test_the_graph_is_valid_mermaid_and_dot(shipped, wanted: dict[str, str]) -> None:
    graph = draw(shipped, select(shipped, RuleFilter(**wanted)))
    first, *mermaid = to_mermaid(graph).splitlines()
    assert first == "flowchart LR"
    check_syntax(mermaid, _MERMAID_NODE, _MERMAID_EDGE)
    head, direction, font, *dot, last = to_dot(graph).splitlines()
    assert (head, direction, last) == ("digraph rules {", "  rankdir=LR;", "}")
    assert font.startswith("  node [")
    check_syntax(dot, _DOT_NODE, _DOT_EDGE)


def test_hostile_texts_stay_inside_their_quotes() -> None:
    node = Node("message", '"]; x --> y #quot; \\" <b> `md`\n}')
    graph = Graph((node,), (Edge(node, node, 'a"|b\\'),))
    check_syntax(to_mermaid(graph).splitlines()[1:], _MERMAID_NODE, _MERMAID_EDGE)
    check_syntax(to_dot(graph).splitlines()[3:-1], _DOT_NODE, _DOT_EDGE)


def test_the_graph_leads_from_attributes_through_rules_to_what_they_decide() -> None:
    base = advisor.load(packs=[OWN])
    graph = draw(base, select(base, RuleFilter(pack="own-container", text="open")))
    favor, out = Node("rule", "survival-forest-for-open-outcomes"), Node("rule", "survival-forest-needs-open-outcomes")
    forest = Node("candidate", "survival-forest")
    assert set(graph.edges) == {
        Edge(Node("attribute", "task"), favor),
        Edge(Node("attribute", "censored"), favor),
        Edge(favor, forest, "favors strong"),
        Edge(Node("attribute", "censored"), out),
        Edge(out, forest, "rules out"),
        Edge(Node("rule", "survival-metric"), Node("decision", "metric"), "choose = concordance-index, level special"),
    }


def test_a_graph_too_large_to_read_is_refused_with_what_to_do(run) -> None:
    code, out, err = run("rules", "graph")
    assert (code, out) == (2, "")
    assert "too many to read in one graph" in err
    assert "--decision" in err
    assert run("rules", "graph", "--decision", "input_mode", "--to", "dot")[0] == 0


# --- new ---


@pytest.fixture
def here(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.yaml")}


@pytest.mark.parametrize(
    ("effect", "then"),
    [
        ("favor", ""),
        ("avoid", "lda=strong"),
        ("rule_out", "lda"),
        ("choose", "metric=f1"),
        ("exclude", "deployment=serverless"),
        ("derive", "imbalanced=true"),
        ("advise", "Look twice: it matters."),
        ("warn", ""),
    ],
)
def test_a_new_rule_loads_fires_and_passes_its_example(said, data, here: Path, effect: str, then: str) -> None:
    said("new", "our-rule", "--in", "ours", "--effect", effect, "--then", then, "--when", "task=classification")
    assert files(here) == {"ours/pack.yaml", "ours/our-rule.yaml", "ours/examples/our-rule.yaml"}
    suite = suite_of(here / "ours")
    (outcome,) = run_examples(suite.base, suite.examples)
    assert outcome.differences == ()
    expect = outcome.example.expect
    assert [*expect.fired, *expect.advice, *expect.warnings] == ["our-rule"]  # it fails when the rule does not hold
    assert data("show", "our-rule", "--rules", "ours")["fires_in"][0]["example"] == "our-rule"


@pytest.mark.parametrize("effect", ["favor", "avoid", "rule_out", "choose", "exclude", "advise", "warn", "impossible"])
def test_a_new_rule_leaves_nothing_to_report_and_says_how_to_fill_it_in(said, here: Path, effect: str) -> None:
    next_steps = said("new", "our-rule", "--in", "ours", "--effect", effect)
    assert "  advisor --rules ours rules lint\n" in next_steps
    assert "nothing to report" in said("lint", "ours")
    text = (here / "ours" / "our-rule.yaml").read_text()
    assert "# the situations in which it holds; leave out for always\n" in text
    assert "# why, in one sentence that users read\n" in text


@pytest.mark.parametrize("place", ["ours/examples", "ours/examples/our-rule.yaml"])
def test_a_new_rule_is_not_put_among_the_examples(run, said, here: Path, place: str) -> None:
    said("new", "our-rule", "--in", "ours")
    before = files(here)
    code, _, error = run("rules", "new", "another", "--in", place)
    assert code == 2
    assert "holds examples, and is no place for rules" in error
    assert files(here) == before


def test_a_condition_given_twice_is_not_dropped(run, here: Path) -> None:
    code, _, error = run(
        "rules", "new", "r", "--in", "ours", "--when", "region=eu-west-1", "--when", "region=eu-west-3"
    )
    assert code == 2
    assert "--when gives region twice" in error
    assert not files(here)


def test_a_link_that_leads_to_itself_is_no_folder(run, here: Path) -> None:
    (here / "loop").symlink_to("loop")
    for words in (["new", "our-rule", "--in", "loop"], ["lint", "loop"]):
        code, _, error = run("rules", *words)
        assert code == 2
        assert "fault" not in error


def test_a_new_rule_of_what_is_impossible_expects_to_be_refused(said, here: Path) -> None:
    said(
        "new",
        "our-rule",
        "--in",
        "ours",
        "--effect",
        "impossible",
        "--when",
        "task=clustering",
        "--when",
        "labeled=true",
    )
    suite = suite_of(here / "ours")
    (outcome,) = run_examples(suite.base, suite.examples)
    assert outcome.example.expect.impossible == ("our-rule",)
    assert outcome.passed


def test_a_new_rule_goes_into_a_pack_a_file_or_complete_knowledge(said, here: Path) -> None:
    said("new", "first", "--in", "ours")
    said("new", "second", "--in", "ours/first.yaml", "--effect", "rule_out")
    assert {rule.file for rule in advisor.load(packs=["ours"]).rules.values() if rule.pack == "ours"} == {
        "ours/first.yaml"
    }
    shutil.copytree(RULES, here / "rules")
    said("new", "third", "--in", "rules/selection")
    base = load_folder(here / "rules")
    assert base.rules["third"].file == "rules/selection/third.yaml"
    assert (here / "rules" / "examples" / "third.yaml").is_file()


def test_nothing_is_ever_overwritten(run, said, here: Path) -> None:
    said("new", "first", "--in", "ours")
    before = {path: path.read_bytes() for path in here.rglob("*.yaml")}
    code, out, err = run("rules", "new", "first", "--in", "ours", "--effect", "avoid")
    assert (code, out) == (2, "")
    assert "is there already, and nothing is overwritten" in err
    assert {path: path.read_bytes() for path in here.rglob("*.yaml")} == before


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["metric-clicks", "--in", "ours"], "rule 'metric-clicks' is already in rules/setup/metric.yaml:"),
        (["Our Rule", "--in", "ours"], "'Our Rule' is not a valid id"),
        (["ours", "--in", "ours", "--then", "xgbost"], "unknown candidate 'xgbost'"),
        (["ours", "--in", "ours", "--when", "taks=clustering"], "did you mean 'task'?"),
        (["ours", "--in", "ours", "--when", "task"], "is not of the form name=value"),
        (["ours", "--in", "ours", "--effect", "derive"], "say what is derived"),
        (["ours", "--in", "ours", "--effect", "choose", "--then", "metric=acuracy"], "did you mean 'accuracy'?"),
        (["ours"], "Missing option '--in'"),
    ],
)
def test_a_mistake_writes_nothing(run, here: Path, arguments: list[str], expected: str) -> None:
    code, out, err = run("rules", "new", *arguments)
    assert code in (2, 3)
    assert out == ""
    assert expected in err
    assert list(here.iterdir()) == []


# --- diff ---


def test_the_same_knowledge_makes_no_difference(run) -> None:
    code, out, _ = run("rules", "diff", str(RULES), str(RULES))
    assert code == 0
    assert "0 of " in out


def test_diff_says_which_answers_change_and_by_which_rules(run, tmp_path: Path) -> None:
    changed = tmp_path / "rules"
    shutil.copytree(RULES, changed)
    file = changed / "selection" / "sparse.yaml"
    text = file.read_text()
    assert "favor: {factorization-machines: strong}" in text
    file.write_text(
        text.replace("favor: {factorization-machines: strong}", "avoid: {factorization-machines: strong}", 1)
    )
    code, out, _ = run("rules", "diff", str(RULES), str(changed), "--json")
    found = json.loads(out)
    assert code == 1
    assert found["schema"] == "advisor/rules-diff/1"
    assert found["rules"] == {"added": [], "removed": [], "changed": ["sparse-favors-factorization-machines"]}
    firsts = [change for shift in found["shifts"] for change in shift["changes"] if change["what"] == "first"]
    assert firsts
    assert all(change["before"] == "factorization-machines" for change in firsts)
    assert {tuple(change["rules"]) for change in firsts} == {("sparse-favors-factorization-machines",)}


def test_diff_names_the_rule_that_derived_what_another_rule_looks_at(run, tmp_path: Path) -> None:
    code, out, _ = run("rules", "diff", "builtin", POLICY, "--json")
    found = json.loads(out)
    assert code == 1
    assert found["rules"]["removed"] == ["vpc-avoids-services"]
    assert found["rules"]["changed"] == []
    changes = {(shift["example"], change["what"]): change for shift in found["shifts"] for change in shift["changes"]}
    machines = [change["rules"] for (_, what), change in changes.items() if what == "training_instance"]
    assert ["policy-cpu-without-reason", "policy-no-reason-unless-stated"] in machines
    unexplained = [
        key for key, change in changes.items() if not change["rules"] and "unknown attribute" not in str(change)
    ]
    assert unexplained == []


def test_diff_says_a_new_candidate_and_leaves_the_other_answers_alone(run) -> None:
    code, out, _ = run("rules", "diff", "builtin", OWN, "--json")
    found = json.loads(out)
    assert code == 1
    assert found["candidates"] == {"added": ["survival-forest"], "removed": [], "changed": []}
    assert {shift["file"] for shift in found["shifts"]} == {f"{OWN}/examples/survival.yaml"}


def test_diff_with_a_folder_that_is_not_there_is_an_error(run) -> None:
    code, _, err = run("rules", "diff", "builtin", "/no/such")
    assert code == 2
    assert "there is no folder '/no/such'" in err
