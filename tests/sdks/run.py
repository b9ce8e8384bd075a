#!/usr/bin/env python3
"""Drives the vendors' own SDKs against the mock: `python3 tests/sdks/run.py [SDK ...]`.

Installs the SDKs, pinned, into a venv under the target folder, starts a mock of each vendor, and
prints how many checks each SDK passed. Exit codes: 0 fine, 1 a check failed, 3 could not run.
Where PyPI cannot be reached it says so and ends with 0, with 3 if CI is set.
"""

import json
import os
import pathlib
import platform
import subprocess
import sys
import tempfile
import threading

# What is compiled would lie among the sources.
sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tools  # noqa: E402
import checks  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent

# A driver: its file, the mocks it needs (vendor, whether strict), and the steps of the first one's script.
DRIVERS = {
    "tencentcloud": ([("tencent", False), ("tencent", True)], None),
    "aliyun_core": ([("alibaba", False), ("alibaba", True)], None),
    "alibaba_ecs": ([("alibaba", False), ("alibaba", True)], None),
    "ucloud": ([("ucloud", False), ("ucloud", True), ("ucloudstack", False)], None),
    "zenlayer": (
        [("zenlayer", False), ("zenlayer", True)],
        [{"on": "DescribeSnapshots", "error": "REQUEST_LIMIT_EXCEEDED", "times": 2}],
    ),
}

SECONDS = 300


def main():
    wanted = sys.argv[1:] or list(DRIVERS)
    unknown = [name for name in wanted if name not in DRIVERS]
    if unknown:
        print(f"there is no driver {unknown[0]}; there are {', '.join(DRIVERS)}", file=sys.stderr)
        return 2
    python = packages()
    if python is None:
        print("the vendors' SDKs cannot be installed: is PyPI reachable? They were not driven")
        return 3 if os.environ.get("CI") else 0
    xtask = tools.xtask()
    if xtask is None:
        return 3
    failed = 0
    for name in wanted:
        failed += not drive(python, xtask, name)
    return 1 if failed else 0


def packages():
    """The Python with the SDKs: files by their hashes, where those of this machine are known."""
    lock = HERE / "requirements.lock"
    here = f"cp{sys.version_info.major}{sys.version_info.minor} {platform.system()} {platform.machine()}"
    if lock.read_text().startswith(f"# for: {here}\n"):
        return tools.pip("sdks", lock, "--require-hashes")
    print(f"no hashes for {here}: the SDKs are installed by their versions")
    return tools.pip("sdks", HERE / "requirements.txt")


def drive(python, xtask, name):
    """Runs a driver against its mocks; says how it went."""
    mocks, script = DRIVERS[name]
    running = []
    try:
        for number, (vendor, strict) in enumerate(mocks):
            running.append(Mock(xtask, vendor, strict, script if number == 0 else None))
        addresses = [mock.address for mock in running]
        ran = subprocess.run(
            [python, HERE / f"drive_{name}.py", *addresses],
            capture_output=True, text=True, timeout=SECONDS, env=environment(), cwd=HERE,
        )
    except (OSError, RuntimeError, subprocess.TimeoutExpired) as error:
        print(f"{name}: could not be driven: {error}")
        return False
    finally:
        for mock in running:
            mock.stop()
    return report(name, ran, running)


def report(name, ran, running):
    try:
        result = json.loads(ran.stdout.strip().splitlines()[-1])
    except (IndexError, ValueError):
        print(f"{name}: said nothing of its checks\n{ran.stdout}{ran.stderr}")
        return False
    failures, secrets = result["failures"], leaks(running)
    for line in secrets:
        failures.append(f"the mock printed a secret: {line}")
    print(f"{result['sdk']}: {result['checks'] + 1} checks, {len(failures)} failed")
    for failure in failures:
        print(f"  {failure}")
    return not failures and result["checks"] > 0


def leaks(running):
    """Lines of the mocks that hold what must not be printed."""
    secrets = [checks.SECRET, checks.TEMPORARY_SECRET, checks.TOKEN, checks.BEARER]
    return [line for mock in running for line in mock.lines if any(secret in line for secret in secrets)]


def environment():
    """The environment without proxies: all that is asked is on this machine."""
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return {**kept, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}


class Mock:
    """A mock of a vendor on a port of its own."""

    def __init__(self, xtask, vendor, strict, script):
        self.lines = []
        command = [
            xtask, "mock", "--vendor", vendor, "--port", "0", "--items", str(checks.ITEMS),
            "--key", f"{checks.KEY}:{checks.SECRET}",
            "--key", f"{checks.TEMPORARY_KEY}:{checks.TEMPORARY_SECRET}:{checks.TOKEN}",
            "--bearer", checks.BEARER,
        ]
        if strict:
            command.append("--strict")
        self.script = None
        if script:
            with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as file:
                json.dump(script, file)
            self.script = pathlib.Path(file.name)
            command += ["--script", self.script]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=tools.ROOT, env=environment())
        first = self.process.stdout.readline().strip()
        prefix = "listening on http://"
        if not first.startswith(prefix):
            self.stop()
            raise RuntimeError(f"the mock of {vendor} did not start: {first!r}")
        self.address = first[len(prefix):]
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    def stop(self):
        self.process.terminate()
        self.process.wait()
        if self.script:
            self.script.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
