"""The advisor as tools of an assistant, driven by the SDK's own client over standard input and output."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys

import jsonschema
import pytest

from advisor import SituationError, recommend
from advisor.assistant.tools import call_tool, tools_of


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


async def _talk() -> tuple[list[str], object, object]:
    from mcp.client.session import ClientSession
    from mcp.client.stdio import StdioServerParameters, stdio_client

    parameters = StdioServerParameters(command=sys.executable, args=["-m", "advisor", "mcp"])
    async with stdio_client(parameters) as streams, ClientSession(*streams) as session:
        await session.initialize()
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


def test_without_the_sdk_the_command_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['mcp'] = sys.modules['mcp_types'] = None; from advisor.cli import main; main(['mcp'])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert result.returncode == 2
    assert "the MCP SDK is not installed" in result.stderr
    assert "pip install 'sagemaker-advisor[mcp]'" in result.stderr
