"""Talks to `chainwright serve --assistant` with the official client of the Model Context Protocol (PyPI `mcp`), in both revisions.

    assistant-check.py COMMAND FOLDER
"""
import asyncio
import json
import sys

from mcp import Client, StdioServerParameters, stdio_client

command, folder = sys.argv[1:3]


async def talk(mode):
    server = StdioServerParameters(command=command, args=["serve", "--assistant", folder, "--lang", "en"])
    async with Client(stdio_client(server), mode=mode) as client:
        tools = (await client.list_tools()).tools
        assert len(tools) == 13, len(tools)
        answer = await client.call_tool("weak_links", {"network": "towel-chain", "cluster": ["C-TOWEL"], "limit": 1})
        assert not answer.is_error and "stops" in answer.content[0].text, answer
        finding = answer.structured_content["answer"]["findings"][0]
        place = finding["places"][0]
        rows = await client.call_tool("rows", {"network": "towel-chain", "places": [f"{place['file']}:{place['row']}"]})
        assert not rows.is_error and rows.structured_content["rows"], rows
        wrong = await client.call_tool("weak_links", {"network": "towel-chain", "cluster": ["C-SOCKS"]})
        assert wrong.is_error and "C-TOWEL" in wrong.content[0].text, wrong
        scenario = {"name": "no-d1", "provenance": "synthetic", "changes": [{"shut": {"firms": "SYN-D1"}}]}
        tried = await client.call_tool("what_if", {"network": "towel-chain", "scenarios": [scenario]})
        assert not tried.is_error and tried.structured_content["answer"]["measures"], tried
        resources = (await client.list_resources()).resources
        svg = await client.read_resource("chainwright://map/chain?network=towel-chain&cluster=C-TOWEL")
        assert resources and "<svg" in svg.contents[0].text
        return {"revision": str(client.protocol_version), "tools": len(tools), "resources": len(resources)}


async def main():
    print(json.dumps([await talk(mode) for mode in sys.argv[3:] or ["auto", "legacy"]]))


asyncio.run(main())
