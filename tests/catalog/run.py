#!/usr/bin/env python3
"""Opens the catalogue in a headless Chromium: `python3 tests/catalog/run.py [--shots DIR]`.

Makes the catalogue of the repository's specs; where those have fewer operations than a real one, of copies
of them under other names as well. Then loads, searches, navigates and measures it from disk.
`--shots DIR` also writes the README's pictures. Exit codes: 0 fine, 1 a check failed, 3 could not run.
Without Chromium, Node.js or the npm registry it says so and ends with 0, with 3 if CI is set.
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
SECONDS = 600

# As many as a real catalogue has.
OPERATIONS = 2000


def main():
    shots = sys.argv[2] if sys.argv[1:2] == ["--shots"] else None
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    installed = tools.npm("catalog-tools", HERE) if chromium and shutil.which("npm") else None
    if installed is None:
        print("the catalogue was not opened in a browser: Chromium, Node.js and the npm registry are needed")
        return 3 if os.environ.get("CI") else 0
    xtask = tools.xtask()
    if xtask is None:
        return 3
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        own = large = folder / "own"
        if not catalogue([xtask, "catalog", "--out", own]):
            return 1
        workspace = enlarged(folder / "workspace")
        if workspace is not None:
            large = folder / "large"
            if not catalogue([xtask, "--root", workspace, "catalog", "--out", large]):
                return 1
        browsed = subprocess.run(
            ["node", HERE / "browse.mjs", own, large, *([shots] if shots else [])],
            timeout=SECONDS,
            env={**os.environ, "TOOLS": str(installed), "CHROMIUM": chromium, "PROFILE": str(folder / "profile")},
        )
        return 1 if browsed.returncode else 0


def catalogue(command):
    return subprocess.run(command, cwd=tools.ROOT).returncode == 0


def enlarged(root):
    """A workspace with copies of the repository's specs, until there are enough operations; nothing if there are."""
    shutil.copytree(tools.ROOT / "specs", root / "specs", ignore=shutil.ignore_patterns("pages"))
    (root / "specs" / "pages").mkdir()
    originals = []
    for path in sorted((root / "specs" / "api").glob("*/*.yaml")):
        text = path.read_text(encoding="utf-8")
        head = text.split("\nstructures:")[0]
        originals.append((path, text, len(re.findall(r"^- name: ", head, re.M))))
    count = sum(operations for _, _, operations in originals)
    if count >= OPERATIONS:
        return None
    copy = 1
    while count < OPERATIONS and originals:
        for path, text, operations in originals:
            name = f"{path.stem}-{copy}"
            renamed = re.sub(r"^service: .*$", f"service: {name}", text, count=1, flags=re.M)
            path.with_name(f"{name}.yaml").write_text(renamed, encoding="utf-8")
            count += operations
        copy += 1
    return root


if __name__ == "__main__":
    sys.exit(main())
