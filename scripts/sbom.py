#!/usr/bin/env python3
"""Lists what a program is made of, as SPDX 2.3: the packages of Package.resolved, the libraries linked into it, and those that it loads when they are needed.

    scripts/sbom.py VERSION PROGRAM [SOURCES]

SOURCES is the folder of Debian's sources that are linked into the portable program (.build/portable/source); without it the libraries are those of the normal build.
"""
import hashlib
import json
import os
import re
import subprocess
import sys

# Library, Debian package that it comes from, licence, and how it is used.
LIBRARIES = [
    ("swift-runtime", None, "Apache-2.0 WITH Swift-exception", "linked in"),
    ("expat", "libexpat1-dev", "MIT", "linked in"),
    ("yaml", "libyaml-dev", "MIT", "linked in"),
    ("libstdc++", "libstdc++6", "GPL-3.0-or-later WITH GCC-exception-3.1", "linked in"),
    ("sqlite3", "libsqlite3-0", "blessing", "loaded when a workspace is opened"),
    ("libzip", "libzip4", "BSD-3-Clause", "loaded when a workbook is read"),
    ("libxlsxwriter", "libxlsxwriter4", "BSD-2-Clause", "loaded when a workbook is written"),
    ("graphviz", "libgvc6", "EPL-1.0", "loaded when something is drawn"),
    ("cbc", "coinor-libcbc3", "EPL-2.0", "loaded when a program is solved"),
]


# What the portable program has linked in from Debian's sources, and its licence.
BUILT_IN = {
    "zlib": "Zlib", "libzip": "BSD-3-Clause", "libxlsxwriter": "BSD-2-Clause", "sqlite3": "blessing", "expat": "MIT", "libyaml": "MIT", "graphviz": "EPL-1.0",
    "coinutils": "EPL-1.0", "coinor-osi": "EPL-1.0", "clp": "EPL-1.0", "coinor-cgl": "EPL-1.0", "coinor-cbc": "EPL-2.0",
}


def built_in(sources):
    """Name, version and licence of every source package that is linked in."""
    for name in sorted(os.listdir(sources)):
        if not os.path.isdir(os.path.join(sources, name)):
            continue  # what was unpacked
        with open(os.path.join(sources, name, "debian", "changelog"), encoding="utf-8") as file:
            yield name, file.readline().split("(")[1].split(")")[0], BUILT_IN[name]


def version(package):
    if not package:
        return subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout.split("version ")[-1].split(" ")[0] or "NOASSERTION"
    found = subprocess.run(["dpkg-query", "-W", "-f=${Version}", package], capture_output=True, text=True)
    return found.stdout if found.returncode == 0 and found.stdout else "NOASSERTION"


def spdx_id(name):
    return "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", name)


def main():
    program_version, program = sys.argv[1], sys.argv[2]
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    with open(program, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    packages = [{"SPDXID": "SPDXRef-chainwright", "name": "chainwright", "versionInfo": program_version, "downloadLocation": "NOASSERTION", "filesAnalyzed": False,
                 "licenseDeclared": "Apache-2.0" if "Apache" in open(root + "/LICENSE").read(2000) else "NOASSERTION",
                 "checksums": [{"algorithm": "SHA256", "checksumValue": digest}]}]
    relations = [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-chainwright"}]
    if os.path.exists(root + "/Package.resolved"):
        with open(root + "/Package.resolved") as file:
            for pin in json.load(file)["pins"]:
                packages.append({"SPDXID": spdx_id(pin["identity"]), "name": pin["identity"], "versionInfo": pin["state"].get("version", pin["state"]["revision"]),
                                 "downloadLocation": "git+" + pin["location"] + "@" + pin["state"]["revision"], "filesAnalyzed": False,
                                 "licenseDeclared": "Apache-2.0"})
                relations.append({"spdxElementId": "SPDXRef-chainwright", "relationshipType": "DEPENDS_ON", "relatedSpdxElement": spdx_id(pin["identity"])})
    libraries = [(name, version(package), licence, use) for name, package, licence, use in LIBRARIES]
    if len(sys.argv) > 3:
        libraries = [library for library in libraries if library[0] in ("swift-runtime", "libstdc++")]
        libraries += [(*library, "linked in") for library in built_in(sys.argv[3])]
    for name, found, licence, use in libraries:
        packages.append({"SPDXID": spdx_id(name), "name": name, "versionInfo": found, "downloadLocation": "NOASSERTION", "filesAnalyzed": False,
                         "licenseDeclared": licence, "comment": use})
        relations.append({"spdxElementId": "SPDXRef-chainwright", "relationshipType": "STATIC_LINK" if use == "linked in" else "DYNAMIC_LINK",
                          "relatedSpdxElement": spdx_id(name)})
    print(json.dumps({"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": f"chainwright-{program_version}",
                      "documentNamespace": f"urn:chainwright:{program_version}:{digest}",
                      "creationInfo": {"created": "1970-01-01T00:00:00Z", "creators": ["Tool: scripts/sbom.py"]}, "packages": packages, "relationships": relations},
                     indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
