#!/usr/bin/env python3
"""Gives exported documents to tools nobody here wrote: `python3 tests/export/run.py [VENDOR/SERVICE ...]`.

Exports every service, checks each OpenAPI document against the official schema of OpenAPI 3.1 and each
JSON Schema against its metaschema, and lets openapi-generator write a Python client of some services
(those named, or one a vendor), which is then imported, asked for every operation and name, and one of the
vendor's operations is called with it on the mock.
Exit codes: 0 fine, 1 a check failed, 2 usage, 3 could not run. Where the tools cannot be installed, or
there is no Java, it says so and ends with 0, with 3 if CI is set.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

# What is compiled would lie among the sources.
sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tools  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
SECONDS = 600

# A service a vendor, small enough that a run takes half a minute.
GENERATED = ["alibaba/ecs", "tencent/cbs", "ucloud/udisk", "ucloudstack/ucloudstack", "zenlayer/zec"]


def main():
    python = tools.pip("export-tools", HERE / "requirements.txt")
    if python is None or shutil.which("java") is None:
        print("the exports were not given to tools of others: PyPI and Java are needed")
        return 3 if os.environ.get("CI") else 0
    xtask = tools.xtask()
    if xtask is None:
        return 3
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for form in ("openapi", "json-schema", "facts"):
            command = [xtask, "export", "--quiet", "--format", form, "--out", folder / "exported"]
            done = subprocess.run(command, cwd=tools.ROOT)
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
    with subprocess.Popen(command, cwd=tools.ROOT, stdout=subprocess.PIPE, text=True) as mock:
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
