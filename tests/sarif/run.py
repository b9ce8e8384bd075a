#!/usr/bin/env python3
"""Holds the SARIF that `drift` and `lint` write against the schema that is published: `python3 tests/sarif/run.py`.

The pages are those of `tests/drift`, in which every rule has a pair, and the repository's own.
Exit codes: 0 fine, 1 a check failed, 3 could not run. Without Node.js or the npm registry it says so and ends with
0, with 3 if CI is set.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

# What is compiled would lie among the sources.
sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tools  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
SECONDS = 300
# `page old tencent/cbs/ModifyDisk.md` behind four backticks, the page, four backticks.
PAGE = re.compile(r"^````page (old|new) ([^/\n]+)/(\S+)\n(.*?)^````$", re.M | re.S)


def main():
    installed = tools.npm("sarif-tools", HERE) if shutil.which("npm") else None
    if installed is None:
        print("SARIF was not held against its schema: Node.js and the npm registry are needed")
        return 3 if os.environ.get("CI") else 0
    xtask = tools.xtask()
    if xtask is None:
        return 3
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        spread(folder)
        pages = ["--pages-from", folder / "old", "--pages-to", folder / "new"]
        written = [
            save(folder / "drift.sarif", [xtask, "drift", *pages, "--format", "sarif"]),
            save(folder / "lint.sarif", [xtask, "lint", "--pages", folder / "new", "--format", "sarif"]),
            save(folder / "own.sarif", [xtask, "lint", "--pages", "specs/pages", "--format", "sarif"]),
        ]
        if not all(written):
            return 3
        validated = subprocess.run(
            ["node", HERE / "validate.cjs", *written], env={**os.environ, "TOOLS": str(installed)}, timeout=SECONDS,
        )
        return 1 if validated.returncode else 0


def spread(folder):
    """The pages of all pairs, those of a pair in a folder of their own."""
    for case in sorted((tools.ROOT / "tests" / "drift").glob("*.md")):
        for side, vendor, path, text in PAGE.findall(case.read_text(encoding="utf-8")):
            page = folder / side / vendor / case.stem / path
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(text, encoding="utf-8")


def save(path, command):
    """The file with what the command printed; nothing if it could not run. Findings are no failure."""
    ran = subprocess.run(command, cwd=tools.ROOT, capture_output=True, text=True, timeout=SECONDS)
    if ran.returncode not in (0, 1):
        print(ran.stderr, file=sys.stderr)
        return None
    path.write_text(ran.stdout, encoding="utf-8")
    return path


if __name__ == "__main__":
    sys.exit(main())
