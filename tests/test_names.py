"""Values by other names, and shares in percent: the same wherever a value is given."""

from __future__ import annotations

import io
import json

import pytest

import advisor
from advisor.advice.interview.attribute_page import attribute_page
from advisor.advice.interview.card import card_of
from advisor.advice.interview.session import Session
from advisor.authoring.export.document import document
from advisor.cli.app import run
from advisor.cli.plain import PlainWizard
from advisor.errors import Diagnostic, SituationError
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.model import Attribute
from advisor.situation import Situation, read_situation

ATTRIBUTES = """
- attribute: place
  type: choice
  ask: Where?
  values:
    north-1: {label: the north, also: [São Tomé, Upper End], aliases: [hills]}
    north-2: {aliases: [hills]}
    south: {label: the south}
- {attribute: part, type: number, at_least: 0, at_most: 1, unit: share of all examples, ask: Which share?}
- {attribute: size, type: number, above: 0, at_most: 10, unit: GB, ask: How large?}
"""


@pytest.fixture
def base(load_pack) -> KnowledgeBase:
    return load_pack(attributes=ATTRIBUTES)


def read(base: KnowledgeBase, **given):
    return read_situation(given, base.attributes).document()


def problem(base: KnowledgeBase, **given) -> Diagnostic:
    with pytest.raises(SituationError) as error:
        read(base, **given)
    (found,) = error.value.diagnostics
    return found


@pytest.mark.parametrize("text", ["São Tomé", "sao tome", "SAO_TOME", "  upper   end ", "North-1", "NORTH 1"])
def test_a_value_goes_by_its_other_names_whatever_their_case_and_accents(base, text) -> None:
    assert read(base, place=text) == {"place": "north-1"}


def test_a_word_that_only_suggests_is_not_taken_and_names_all_it_may_mean(base) -> None:
    assert problem(base, place="Hills").hint == "did you mean 'north-1' or 'north-2'?"


def test_a_misspelt_other_name_suggests_its_value(base) -> None:
    assert problem(base, place="upper ent").hint == "did you mean 'north-1' (Upper End)?"


def test_the_beginning_of_several_values_suggests_them_all(base) -> None:
    assert problem(base, place="nort").hint == "did you mean 'north-1' or 'north-2'?"


@pytest.mark.parametrize("text", ["", " ", "-", "...", "x" * 10_000])
def test_what_is_no_name_is_refused(base, text) -> None:
    assert problem(base, place=text).code == "bad-value"


@pytest.mark.parametrize(
    ("text", "share"), [("3%", 0.03), ("2.5 %", 0.025), ("1.1%", 0.011), ("100%", 1.0), ("0.3", 0.3)]
)
def test_a_share_may_be_given_in_percent(base, text, share) -> None:
    assert read(base, part=text) == {"part": share}


def test_a_share_in_percent_bounds_a_band(base) -> None:
    assert read(base, part={"at_least": "2%", "below": "5%"}) == {"part": {"at_least": 0.02, "below": 0.05}}


@pytest.mark.parametrize("text", ["3", 3, 3.0])
def test_a_share_above_one_says_what_it_would_be_in_percent(base, text) -> None:
    assert problem(base, part=text).hint == "3 % is 0.03: write 0.03 or 3%"


@pytest.mark.parametrize(("name", "text"), [("part", "300%"), ("part", "%"), ("size", "3%"), ("size", "300")])
def test_a_percentage_of_something_else_is_refused(base, name, text) -> None:
    assert " % is " not in problem(base, **{name: text}).hint


@pytest.mark.parametrize("text", ["3 gigabytes", "0.5 GiB", "3 G"])
def test_a_number_with_another_unit_is_asked_for_alone(base, text) -> None:
    assert problem(base, size=text).hint == "write the number alone (GB)"


@pytest.mark.parametrize(
    ("text", "taken"), [("3GB", 3), ("0.5 GB", 0.5), ("600MB", 0.6), ("0.01tb", 10), ("40 kB", 4e-5)]
)
def test_a_size_may_be_written_in_the_unit_that_is_at_hand(base, text, taken) -> None:
    assert read_situation({"size": text}, base.attributes).values["size"] == pytest.approx(taken)


def test_a_city_is_a_region_in_python_in_files_and_on_the_command_line(tmp_path, capsys) -> None:
    expected = advisor.recommend(task="clustering", region="eu-central-1").to_dict()
    assert advisor.recommend(task="clustering", region="Frankfurt").to_dict() == expected
    case = tmp_path / "case.yaml"
    case.write_text("task: clustering\nregion: Germany\n")
    for arguments in (["--task", "clustering", "--region", "frankfurt"], ["--situation", str(case)]):
        assert run(["recommend", "--json", *arguments]) == 0
        assert json.loads(capsys.readouterr().out) == expected


def test_a_city_and_a_percentage_are_answers_of_the_wizard() -> None:
    session = Session(advisor.Interview.start({"task": "classification"}))
    lines = b"region = Ireland\npositive_share = 3%\n"
    PlainWizard(session, io.BytesIO(lines), io.StringIO(), watched=False).run()
    assert session.interview.situation.values == {
        "task": "classification",
        "positive_share": 0.03,
        "region": "eu-west-1",
    }


@pytest.mark.parametrize("typed", ["upper end", "São Tomé", "north 1"])
def test_the_question_itself_takes_the_names_too(base, typed) -> None:
    assert advisor.Interview.start({}, knowledge=base).answer(
        "place", card_of(base.attributes["place"]).read(typed)
    ).situation.values == {"place": "north-1"}


def test_explain_lists_the_values_of_an_attribute_with_their_names(capsys) -> None:
    assert run(["explain", "region"]) == 0
    text = capsys.readouterr().out
    assert "\n  eu-central-1     Frankfurt, Germany\n" in text
    assert "\n  ap-south-1       Mumbai, India; also Bombay\n" in text
    assert run(["explain", "positive-share", "--json"]) == 0
    page = json.loads(capsys.readouterr().out)
    assert (page["schema"], page["name"], page["values"]) == ("advisor/attribute/1", "positive_share", [])
    assert "0.02 or 2%" in page["expects"]


def test_explain_names_what_derives_an_attribute(capsys) -> None:
    assert run(["explain", "sparse"]) == 0
    text = capsys.readouterr().out
    assert "\n--sparse for yes, --no-sparse for no.\n" in text
    assert "derive-dense, derive-sparse" in text


def test_the_same_place_twice_is_given_once(capsys) -> None:
    assert run(["recommend", "--task", "clustering", "--region", "Ireland", "--set", "region=eu-west-1"]) == 0
    assert "eu-west-1" in capsys.readouterr().out


def test_the_export_tells_other_programs_the_names_too(base) -> None:
    place = document(base).attributes[0]
    assert place.also == {"São Tomé": "north-1", "Upper End": "north-1"}
    assert place.suggests == {"hills": ["north-1", "north-2"]}


def test_an_attribute_is_found_by_its_name_as_people_write_it(base) -> None:
    data = {"Place": "north-1", "declined": ["SIZE gb"]}
    attributes = {**base.attributes, "size_gb": Attribute("size_gb", "number", "Size?")}
    assert read_situation(data, attributes) == Situation({"place": "north-1"}, ("size_gb",))
    with pytest.raises(SituationError, match="place is given twice, once as 'PLACE'"):
        read_situation({"place": "north-1", "PLACE": "north-1"}, attributes)


def test_what_to_take_instead_is_explained_with_its_sources(shipped) -> None:
    page = attribute_page(shipped, shipped.attributes["task"]).to_dict()
    (entities,) = [one for one in page["elsewhere"] if "ner" in one["names"]]
    assert "Amazon Comprehend" in entities["instead"]
    assert set(entities["sources"]) <= set(shipped.sources)
    assert entities["sources"]
