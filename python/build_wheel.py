#!/usr/bin/env python3
"""Packs the Python package with the program in it: build_wheel.py PROGRAM VERSION PACKAGE_FOLDER LICENCES_FOLDER SBOM OUTPUT_FOLDER.

A wheel is a zip archive with a list of its files (PyPA, "Binary distribution format"); the same input gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import sys
import zipfile
from pathlib import Path

TAG = "py3-none-manylinux_2_28_x86_64"
METADATA = """Metadata-Version: 2.4
Name: chainwright
Version: {version}
Summary: Finds the missing and weak links of supply chains, proves them, and draws them
License-Expression: Apache-2.0
License-File: LICENSE
Requires-Python: >=3.9
Provides-Extra: pandas
Requires-Dist: pandas>=1.5; extra == "pandas"
Provides-Extra: polars
Requires-Dist: polars>=1; extra == "polars"
Classifier: Operating System :: POSIX :: Linux
Classifier: Typing :: Typed
Description-Content-Type: text/markdown

"""


def main() -> None:
    version = sys.argv[2]
    program, package, licences, sbom, output = (Path(sys.argv[at]) for at in (1, 3, 4, 5, 6))
    root = Path(__file__).resolve().parent.parent
    info, data = f"chainwright-{version}.dist-info", f"chainwright-{version}.data"
    files = {}
    for path in sorted(package.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            files[f"chainwright/{path.relative_to(package).as_posix()}"] = path.read_bytes()
    for path in sorted((root / "docs" / "schemas").glob("*.schema.json")):
        files[f"chainwright/schemas/{path.name}"] = path.read_bytes()
    files[f"{data}/scripts/chainwright"] = program.read_bytes()
    files[f"{info}/METADATA"] = (METADATA.format(version=version) + (root / "python" / "README.md").read_text(encoding="utf-8")).encode()
    files[f"{info}/WHEEL"] = f"Wheel-Version: 1.0\nGenerator: chainwright\nRoot-Is-Purelib: false\nTag: {TAG}\n".encode()
    files[f"{info}/licenses/LICENSE"] = (root / "LICENSE").read_bytes()
    files[f"{info}/sboms/chainwright.spdx.json"] = sbom.read_bytes()
    for path in sorted(licences.glob("*.txt")):
        files[f"{info}/licenses/libraries/{path.name}"] = path.read_bytes()
    record = "".join(
        f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b'=').decode()},{len(content)}\n" for name, content in files.items()
    )
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    output.mkdir(parents=True, exist_ok=True)
    wheel = output / f"chainwright-{version}-{TAG}.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if name.endswith("/scripts/chainwright") else 0o100644) << 16
            archive.writestr(entry, content, compresslevel=9)
    print(wheel)


if __name__ == "__main__":
    main()
