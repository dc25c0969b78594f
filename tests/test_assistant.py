"""The advisor as tools of an assistant, driven by the SDK's own client over standard input and output."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from contextlib import asynccontextmanager

import jsonschema
import pytest

from advisor import SituationError, load, recommend
from advisor.assistant.tools import call_tool, tools_of

from .conftest import RULES

PACKS = RULES.parent / "examples" / "packs"


@pytest.fixture(scope="module")
def tools(shipped):
    return tools_of(shipped)


def test_every_tool_has_a_valid_schema(tools) -> None:
    for tool in tools:
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
    situation = tools[0].input_schema["properties"]["situation"]["properties"]
    assert "classification" in situation["task"]["enum"]


def test_recommend_gives_what_the_python_call_gives(tools) -> None:
    situation = {"task": "classification", "sparse": True}
    assert call_tool(tools, "recommend", {"situation": situation}) == recommend(situation, top=3).to_dict()


def test_an_interview_can_be_held_by_next_question(tools) -> None:
    first = call_tool(tools, "next_question", {"situation": {}})
    assert first["question"]["attribute"] == "task"
    settled = call_tool(tools, "next_question", {"situation": {"task": "translation", "declined": ["vpc"]}})
    assert settled["first"] == "translate"


def test_why_not_is_about_the_one_that_was_asked_for(tools) -> None:
    arguments = {"candidate": "lda", "situation": {"task": "classification"}}
    assert call_tool(tools, "why_not", arguments)["state"] == "ruled-out"


def test_a_card_can_be_read(tools) -> None:
    card = call_tool(tools, "list_candidates", {"candidate": "deepar"})["candidate"]
    assert card["facts"]["repository"] == "forecasting-deepar"


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("recomend", {}, "unknown tool 'recomend' (did you mean 'recommend'?) [unknown-tool]"),
        ("recommend", {}, "argument 'situation' is missing [missing-argument]"),
        ("recommend", {"situation": {}, "best": 1}, "unknown argument 'best'"),
        ("recommend", {"situation": []}, "a situation is an object of attributes and values, not list"),
        ("recommend", {"situation": {}, "top": 0}, "top: 0 is not a whole number from 1"),
        ("recommend", {"situation": {"task": "clasification"}}, "did you mean 'classification'?"),
        ("why_not", {"situation": {}, "candidate": "xgbost"}, "did you mean 'xgboost'?"),
        ("list_candidates", {"candidate": "xgbost"}, "did you mean 'xgboost'?"),
    ],
)
def test_a_wrong_call_says_what_would_be_right(tools, name, arguments, message) -> None:
    with pytest.raises(SituationError) as caught:
        call_tool(tools, name, arguments)
    assert message in str(caught.value)


@asynccontextmanager
async def _session(*arguments: str, **environment: str):
    """A session of the SDK's client with `advisor mcp`; `arguments` stand before the command."""
    from mcp.client.session import ClientSession
    from mcp.client.stdio import StdioServerParameters, stdio_client

    parameters = StdioServerParameters(
        command=sys.executable, args=["-m", "advisor", *arguments, "mcp"], env={**os.environ, **environment}
    )
    async with stdio_client(parameters) as streams, ClientSession(*streams) as session:
        await session.initialize()
        yield session


async def _talk() -> tuple[list[str], object, object]:
    async with _session() as session:
        names = [tool.name for tool in (await session.list_tools()).tools]
        good = await session.call_tool("recommend", {"situation": {"task": "clustering"}, "top": 1})
        bad = await session.call_tool("recommend", {"situation": {"taks": "clustering"}})
        return names, good, bad


def test_the_sdks_own_client_is_answered_over_stdio() -> None:
    names, good, bad = asyncio.run(_talk())
    assert names == ["recommend", "next_question", "explain", "why_not", "list_candidates"]
    assert good.structured_content == recommend(task="clustering", top=1).to_dict()
    assert json.loads(good.content[0].text) == good.structured_content
    assert bad.is_error
    assert "did you mean 'task'?" in bad.content[0].text


async def _talk_with_a_pack(*arguments: str, **environment: str) -> tuple[dict, object, object]:
    async with _session(*arguments, **environment) as session:
        schema = (await session.list_tools()).tools[0].input_schema["properties"]["situation"]["properties"]
        answer = await session.call_tool("recommend", {"situation": {"task": "regression", "censored": True}, "top": 1})
        card = await session.call_tool("list_candidates", {"candidate": "survival-forest"})
        return schema, answer, card


@pytest.mark.parametrize("way", ["--rules", "ADVISOR_RULES"])
def test_the_sdks_own_client_is_answered_from_a_pack(way: str) -> None:
    folder = str(PACKS / "own-container")
    arguments, environment = (("--rules", folder), {}) if way == "--rules" else ((), {"ADVISOR_RULES": folder})
    schema, answer, card = asyncio.run(_talk_with_a_pack(*arguments, **environment))
    expected = recommend(task="regression", censored=True, top=1, knowledge=load(packs=[folder]))
    assert schema["censored"]["type"] == "boolean"
    assert answer.structured_content == expected.to_dict()
    assert answer.structured_content["knowledge"]["packs"] == ["builtin", "own-container"]
    assert answer.structured_content["recommendations"][0]["id"] == "survival-forest"
    assert card.structured_content["candidate"]["id"] == "survival-forest"


def test_packs_of_both_ways_are_served_and_a_refusal_names_the_pack() -> None:
    async def talk() -> object:
        own = str(PACKS / "own-container")
        async with _session("--rules", str(PACKS / "policy"), ADVISOR_RULES=own) as session:
            situation = {"task": "regression", "censored": True, "region": "us-east-1"}
            return await session.call_tool("recommend", {"situation": situation})

    refused = asyncio.run(talk())
    assert refused.is_error
    assert "rule policy-regions of pack policy" in refused.content[0].text


def test_a_pack_with_a_mistake_is_said_before_anything_is_served(tmp_path) -> None:
    (tmp_path / "pack.yaml").write_text("pack: ours\nversion: 1.0.0\nextends: builtin\n")
    (tmp_path / "rules.yaml").write_text("- {ruel: r}\n")
    command = [sys.executable, "-m", "advisor", "--rules", str(tmp_path), "mcp"]
    result = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert (result.returncode, result.stdout) == (3, "")
    assert "did you mean 'rule'?" in result.stderr
    assert "Traceback" not in result.stderr


def test_without_the_sdk_the_command_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['mcp'] = sys.modules['mcp_types'] = None; from advisor.cli import main; main(['mcp'])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert result.returncode == 2
    assert "the MCP SDK is not installed" in result.stderr
    assert "pip install -e '.[mcp]'" in result.stderr
