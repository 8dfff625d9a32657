#!/usr/bin/env python3
"""Writes chainwright/_questions.py from the program's own help: a method for each question, its options as parameters.

    generate.py PROGRAM VERSION >_questions.py
"""

from __future__ import annotations

import json
import keyword
import subprocess
import sys
from typing import Any, Dict, List

# How a page is written is the package's own business.
PAGE = {"format", "table", "limit", "output", "force", "lang", "help", "version", "shard"}


def python_name(name: str) -> str:
    name = name.replace("-", "_").replace(".", "_")
    return name + "_" if keyword.iskeyword(name) else name


def parameters(command: Dict[str, Any]) -> List[Dict[str, Any]]:
    found = []
    for option in command.get("arguments", []):
        positional = option["kind"] == "positional"
        name = option.get("valueName", "") if positional else option["preferredName"]["name"]
        if not option["shouldDisplay"] or name in PAGE or (positional and name == "network"):
            continue
        longs = [other["name"] for other in option.get("names", []) if other["kind"] == "long"]
        if not positional and PAGE & set(longs):
            continue
        found.append(
            {
                "name": python_name(name),
                "typed": "" if positional else "--" + name,
                "kind": option["kind"],
                "is_repeating": option["isRepeating"],
                "is_required": not option["isOptional"] and "defaultValue" not in option,
                "values": option.get("allValues", []),
                "about": option.get("abstract", ""),
            }
        )
    return found


def annotation(option: Dict[str, Any]) -> str:
    if option["kind"] == "flag":
        return "bool"
    if option["values"]:
        one = f"Literal[{', '.join(json.dumps(value) for value in option['values'])}]"
    else:
        one = "Value"
    if option["is_repeating"]:
        one = f"Union[{one}, Sequence[{one}]]"
    return one if option["is_required"] else f"Optional[{one}]"


def method(command: Dict[str, Any]) -> str:
    options = sorted(parameters(command), key=lambda option: not option["is_required"])
    positional = [option for option in options if option["kind"] == "positional"]
    named = [option for option in options if option["kind"] != "positional"]

    def declared(option: Dict[str, Any]) -> str:
        default = "" if option["is_required"] else " = False" if option["kind"] == "flag" else " = None"
        return f"{option['name']}: {annotation(option)}{default}"

    words = ["self", *(declared(option) for option in positional), "*", *(declared(option) for option in named), "table: Optional[str] = None"]
    given = ", ".join(f'"{option["name"]}": {option["name"]}' for option in options)
    about = "\n".join(f"        :param {option['name']}: {option['about']}" for option in options)
    text = f'    def {python_name(command["commandName"])}({", ".join(words)}) -> Any:\n'
    text += f'        """{command["abstract"]}\n\n{about}\n        :param table: Which table of the answer; the main one when left out, with the proof of each row.\n        """\n'
    return text + f'        return self._table("{command["commandName"]}", {{{given}}}, table)\n'


def main() -> None:
    program, version = sys.argv[1], sys.argv[2]
    root = json.loads(subprocess.run([program, "--experimental-dump-help"], capture_output=True, check=True).stdout)["command"]
    commands = [command for command in root["subcommands"] if command["commandName"] != "help"]
    table = {}
    questions = []
    for command in commands:
        arguments = command.get("arguments", [])
        takes = any(option["kind"] == "positional" and option.get("valueName") == "network" for option in arguments)
        options = {option["name"]: {key: option[key] for key in ("typed", "kind", "is_repeating")} for option in parameters(command)}
        table[command["commandName"]] = {"takes_network": takes, "options": options}
        if takes and any(option.get("preferredName", {}).get("name") == "format" for option in arguments):
            questions.append(method(command))
    out = '"""Made by python/generate.py from the help of the program: what can be asked, and how."""\n\n'
    out += "from __future__ import annotations\n\nfrom typing import Any, Dict, Literal, Mapping, Optional, Sequence, Union\n\n"
    out += f'__version__ = "{version}"\n\n'
    out += "#: An id, a number, a path; or a value that is written to a file: a scenario or rules (a mapping), a data frame.\nValue = Any\n\n"
    out += f"COMMANDS: Dict[str, Dict[str, Any]] = {table!r}\n\n\n"
    out += "class Questions:\n    \"\"\"The questions of the program, a method each.\"\"\"\n\n"
    out += "    def _table(self, command: str, options: Mapping[str, Any], table: Optional[str]) -> Any:\n        raise NotImplementedError\n\n"
    print(out + "\n".join(questions), end="")


if __name__ == "__main__":
    main()
