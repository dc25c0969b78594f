"""The server: the tools over standard input and output, by the official SDK."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import mcp_types as types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

from .._version import __version__
from ..errors import AdvisorError
from ..knowledge.base import KnowledgeBase
from .tools import call_tool, tools_of

__all__ = ["serve"]


def serve(base: KnowledgeBase) -> None:
    """Answer requests on standard input until it ends."""
    asyncio.run(_serve(base))


async def _serve(base: KnowledgeBase) -> None:
    server = _server(base)
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


def _server(base: KnowledgeBase) -> Server[Any]:
    tools = tools_of(base)

    async def list_tools(_context: Any, _params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(
            tools=[
                types.Tool(name=tool.name, description=tool.description, input_schema=dict(tool.input_schema))
                for tool in tools
            ]
        )

    async def call(_context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        try:
            result = call_tool(tools, params.name, params.arguments or {})
        except AdvisorError as error:
            text = "\n".join(problem.render() for problem in error.diagnostics)
            return types.CallToolResult(content=[types.TextContent(type="text", text=text)], is_error=True)
        text = json.dumps(result, ensure_ascii=False)
        return types.CallToolResult(content=[types.TextContent(type="text", text=text)], structured_content=result)

    return Server(
        "advisor",
        version=__version__,
        instructions=f"Knowledge {base.version}, as of {base.as_of}. What is left out of a situation is unknown, never no.",
        on_list_tools=list_tools,
        on_call_tool=call,
    )
