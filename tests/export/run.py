#!/usr/bin/env python3
"""Gives exported documents to tools nobody here wrote: `python3 tests/export/run.py [VENDOR/SERVICE ...]`.

Exports every service, checks each OpenAPI document against the official schema of OpenAPI 3.1 and each
JSON Schema against its metaschema, and lets openapi-generator write a Python client of some services
(those named, or one a vendor), which is then imported, asked for every operation and name, and one of the
vendor's operations is called with it on the mock.
Exit codes: 0 fine, 1 a check failed, 2 usage, 3 could not run. Where the tools cannot be installed, or
there is no Java, it says so and ends with 0, with 3 if CI is set.
"""

import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import venv

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
SECONDS = 600

# A service a vendor, small enough that a run takes half a minute.
GENERATED = ["alibaba/ecs", "tencent/cbs", "ucloud/udisk", "ucloudstack/ucloudstack", "zenlayer/zec"]


def main():
    python = install()
    if python is None or shutil.which("java") is None:
        print("the exports were not given to tools of others: PyPI and Java are needed")
        return 3 if os.environ.get("CI") else 0
    xtask = build()
    if xtask is None:
        return 3
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for form in ("openapi", "json-schema", "facts"):
            done = subprocess.run([xtask, "export", "--quiet", "--format", form, "--out", folder / "exported"], cwd=ROOT)
            if done.returncode != 0:
                return 3
        known = sorted(str(path.relative_to(folder / "exported"))[: -len(".openapi.json")]
                       for path in (folder / "exported").glob("*/*.openapi.json"))
        wanted = sys.argv[1:] or [name for name in GENERATED if name in known]
        unknown = [name for name in wanted if name not in known]
        if unknown or not wanted:
            print(f"there is no service {unknown}; there are {', '.join(known)}", file=sys.stderr)
            return 2
        validated = subprocess.run([python, HERE / "validate.py", folder / "exported"])
        clients = [client(python, folder, name) and called(xtask, python, folder, name) for name in wanted]
        return 0 if validated.returncode == 0 and all(clients) else 1


def install():
    """The venv's Python, with the tools; nothing if they cannot be had."""
    requirements = HERE / "requirements.txt"
    wanted = hashlib.sha256(requirements.read_bytes()).hexdigest()
    folder = TARGET / "export-tools"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = folder / "requirements.sha256"
    if stamp.exists() and stamp.read_text() == wanted and python.exists():
        return python
    venv.create(folder, with_pip=True, clear=True)
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--requirement", requirements]
    installed = subprocess.run(pip, capture_output=True, text=True)
    if installed.returncode != 0:
        print(installed.stderr.strip()[-2000:], file=sys.stderr)
        return None
    stamp.write_text(wanted)
    return python


def build():
    """The maintainers' commands, built."""
    cargo = os.environ.get("CARGO", "cargo")
    built = subprocess.run([cargo, "build", "--quiet", "--package", "xtask"], cwd=ROOT)
    xtask = TARGET / "debug" / ("xtask.exe" if os.name == "nt" else "xtask")
    return xtask if built.returncode == 0 and xtask.exists() else None


def client(python, folder, name):
    """Whether the generator takes a service's document and writes a client that has all of it."""
    jar = subprocess.run(
        [python, "-c", "import openapi_generator_cli as g; print(next(iter(g.__path__)))"],
        capture_output=True, text=True, check=True,
    ).stdout.strip()
    document = folder / "exported" / f"{name}.openapi.json"
    out = folder / "clients" / name
    generated = subprocess.run(
        ["java", "-jar", f"{jar}/openapi-generator.jar", "generate", "--generator-name", "python",
         "--input-spec", document, "--output", out, "--package-name", "client"],
        capture_output=True, text=True, timeout=SECONDS,
    )
    if generated.returncode != 0:
        print(f"{name}: the generator refused it\n{generated.stdout[-3000:]}{generated.stderr[-3000:]}")
        return False
    facts = folder / "exported" / f"{name}.facts.jsonl"
    asked = subprocess.run(
        [python, HERE / "ask_client.py", out, document, facts], capture_output=True, text=True, timeout=SECONDS,
    )
    print(f"{name}: {asked.stdout.strip()}{asked.stderr.strip()[-3000:]}")
    return asked.returncode == 0


def called(xtask, python, folder, name):
    """Whether the generated client of a vendor's first service can call it: the mock listens."""
    if name not in GENERATED:
        return True
    vendor, service = name.split("/")
    document = json.loads((folder / "exported" / f"{name}.openapi.json").read_text(encoding="utf-8"))
    path = urllib.parse.urlsplit(document["servers"][0]["url"]).path
    secret = "mock-secret"
    command = [xtask, "mock", "--vendor", vendor, "--service", service, "--key", f"mock-id:{secret}", "--bearer", secret]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as mock:
        try:
            address = mock.stdout.readline().split()[-1]
            out = folder / "clients" / name
            asked = subprocess.run(
                [python, HERE / "call_mock.py", out, vendor, address + path, "mock-id", secret],
                capture_output=True, text=True, timeout=SECONDS,
            )
        finally:
            mock.terminate()
    print(f"{name}: {asked.stdout.strip()}{asked.stderr.strip()[-3000:]}")
    return asked.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
