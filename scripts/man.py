#!/usr/bin/env python3
"""Writes manual pages from the program's own help: man.py PROGRAM VERSION DATE FOLDER. One for the program and one for each command, in English and in Chinese."""
import os
import re
import subprocess
import sys


def roff(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    # By their numbers, so that no formatter has to be told the encoding.
    text = "".join(character if ord(character) < 128 else breakable(character) + f"\\[u{ord(character):04X}]" for character in text)
    return "\\&" + text if text.startswith((".", "'")) else text


def breakable(character):
    """A line of Chinese is broken before any character but a closing mark."""
    return "\\:" if ord(character) >= 0x2E80 and character not in "，。；：、）”？！" else ""


def help_of(program, words, lang):
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": {"en": "C.UTF-8", "zh": "zh_CN.UTF-8"}[lang], "CHAINWRIGHT_CONFIG": "/dev/null"}
    return subprocess.run([program, *words], capture_output=True, text=True, check=True, env=environment).stdout


def page(name, text, version, date, lang):
    words = {"en": ("NAME", "SYNOPSIS", "DESCRIPTION", "SEE ALSO"), "zh": ("名称", "用法", "说明", "参见")}[lang]
    lines = text.rstrip("\n").split("\n")
    about = []
    while lines and lines[0]:
        about.append(lines.pop(0))
    out = [f'.TH "{name.upper()}" 1 "{date}" "chainwright {version}" "Chainwright"', f".SH {roff(words[0])}", f"{roff(name)} \\- {roff(joined(about, lang))}"]
    described = False
    item = False
    paragraph = []

    def flush():
        if paragraph:
            out.append(roff(joined(paragraph, lang)))
            paragraph.clear()

    for line in lines:
        usage = re.match(r"(?:Usage: |用法：)(.*)", line)
        head = re.match(r"(\S.*?)[:：]$", line)
        entry = re.match(r"  (\S.*?)(?:  +(.*))?$", line)
        if usage:
            flush()
            out += [f".SH {roff(words[1])}", f".B {roff(usage[1])}"]
        elif not line:
            flush()
            item = False
        elif head and not line.startswith(" "):
            flush()
            out.append(f'.SH "{roff(head[1])}"')
        elif line.startswith("  chainwright "):
            flush()
            out += [".PP", ".RS 4", ".nf", roff(line.strip()), ".fi", ".RE"]
        elif entry and not line.startswith("   "):
            flush()
            out += [".TP", f".B {roff(entry[1])}"]
            item = True
            if entry[2]:
                paragraph.append(entry[2])
        elif item and line.startswith("   "):
            paragraph.append(line.strip())
        else:
            if not described:
                out.append(f".SH {roff(words[2])}")
                described = True
            elif not paragraph:
                out.append(".PP")
            paragraph.append(line.strip())
    flush()
    if name != "chainwright":
        out += [f".SH {roff(words[3])}", ".BR chainwright (1)"]
    return "\n".join(out) + "\n"


def joined(lines, lang):
    text = ""
    for line in lines:
        # No blank between two Chinese characters where the help breaks a line.
        wide = text and line and (ord(text[-1]) > 0x2E80 or ord(line[0]) > 0x2E80)
        text += ("" if not text or wide else " ") + line
    return text


def main():
    program, version, date, folder = sys.argv[1:5]
    commands = re.findall(r"^  ([a-z][a-z-]*)  ", help_of(program, ["--help"], "en"), re.M)
    for lang, place in (("en", "man1"), ("zh", "zh_CN/man1")):
        os.makedirs(os.path.join(folder, place), exist_ok=True)
        for command in [None, *commands]:
            name = f"chainwright-{command}" if command else "chainwright"
            text = help_of(program, [command, "--help"] if command else ["--help"], lang)
            with open(os.path.join(folder, place, f"{name}.1"), "w", encoding="utf-8") as file:
                file.write(page(name, text, version, date, lang))


if __name__ == "__main__":
    main()
