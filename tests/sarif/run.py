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

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
SECONDS = 300
# `page old tencent/cbs/ModifyDisk.md` behind four backticks, the page, four backticks.
PAGE = re.compile(r"^````page (old|new) ([^/\n]+)/(\S+)\n(.*?)^````$", re.M | re.S)


def main():
    tools = install() if shutil.which("npm") else None
    if tools is None:
        print("SARIF was not held against its schema: Node.js and the npm registry are needed")
        return 3 if os.environ.get("CI") else 0
    xtask = build()
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
            ["node", HERE / "validate.cjs", *written], env={**os.environ, "TOOLS": str(tools)}, timeout=SECONDS,
        )
        return 1 if validated.returncode else 0


def spread(folder):
    """The pages of all pairs, those of a pair in a folder of their own."""
    for case in sorted((ROOT / "tests" / "drift").glob("*.md")):
        for side, vendor, path, text in PAGE.findall(case.read_text(encoding="utf-8")):
            page = folder / side / vendor / case.stem / path
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(text, encoding="utf-8")


def save(path, command):
    """The file with what the command printed; nothing if it could not run. Findings are no failure."""
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS)
    if ran.returncode not in (0, 1):
        print(ran.stderr, file=sys.stderr)
        return None
    path.write_text(ran.stdout, encoding="utf-8")
    return path


def install():
    """The folder with the pinned packages; nothing if they cannot be had."""
    folder = TARGET / "sarif-tools"
    folder.mkdir(parents=True, exist_ok=True)
    names = ("package.json", "package-lock.json")
    wanted = "".join((HERE / name).read_text() for name in names)
    stamp = folder / "installed"
    if stamp.exists() and stamp.read_text() == wanted:
        return folder
    for name in names:
        shutil.copy(HERE / name, folder / name)
    installed = subprocess.run(["npm", "ci", "--silent", "--ignore-scripts"], cwd=folder, capture_output=True, text=True)
    if installed.returncode != 0:
        print(installed.stderr.strip()[-2000:], file=sys.stderr)
        return None
    stamp.write_text(wanted)
    return folder


def build():
    """The maintainers' commands, built."""
    cargo = os.environ.get("CARGO", "cargo")
    built = subprocess.run([cargo, "build", "--quiet", "--package", "xtask"], cwd=ROOT)
    xtask = TARGET / "debug" / ("xtask.exe" if os.name == "nt" else "xtask")
    return xtask if built.returncode == 0 and xtask.exists() else None


if __name__ == "__main__":
    sys.exit(main())
