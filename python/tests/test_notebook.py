"""The example notebook runs from its first cell to its last, and shows the drawing; the package passes a checker of types."""

import os
import subprocess
import sys

import pytest
from conftest import REPOSITORY


def test_the_notebook_runs(tmp_path):
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    notebook = nbformat.read(REPOSITORY / "python" / "examples" / "towel-chain.ipynb", as_version=4)
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(REPOSITORY)}}).execute()
    shown = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert any("image/svg+xml" in output.get("data", {}) for output in shown)
    assert any("SYN-X1" in str(output.get("data", {}).get("text/html", "")) for output in shown)


def test_types_are_checked(tmp_path):
    pytest.importorskip("mypy")
    script = tmp_path / "use.py"
    script.write_text(
        "import chainwright\n"
        "net = chainwright.read('x')\n"
        "net.weak_links(leader='A', by='jobs')\n"
        "net.weak_links(leader='A', by='tonnes')\n"
        "net.weak_links(ledaer='A')\n"
    )
    checked = subprocess.run([sys.executable, "-m", "mypy", "--cache-dir", os.devnull, str(script)], capture_output=True, text=True, cwd=tmp_path)
    wrong = [line for line in checked.stdout.splitlines() if "error" in line and ":" in line and line.startswith("use.py")]
    assert [line.split(":")[1] for line in wrong] == ["4", "5"], checked.stdout
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--ignore-missing-imports", "--cache-dir", os.devnull, "-p", "chainwright"], capture_output=True, text=True, cwd=tmp_path
    )
    assert checked.returncode == 0, checked.stdout
