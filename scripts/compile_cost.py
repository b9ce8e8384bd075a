#!/usr/bin/env python3
"""What a generated service costs its users to compile, beside two SDKs of a large vendor.

Writes a synthetic service of N operations (default 1000), generates its client, and measures the
crate alone, dependencies built: time and peak memory of `cargo check`, size of the rlib of
`cargo build`. With --against, the same for crates of the registry. Run by hand, on a machine that
does nothing else; the table goes to docs/compile-cost.md.

    scripts/compile_cost.py [--operations N] [--runs N] [--vendor NAME]... [--against] [--keep DIR]

With --vendor, the vendor's real services in place of the synthetic one.
"""

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AGAINST = {"aws-sdk-sqs": 23, "aws-sdk-ebs": 6}
NOUNS = "Disk Snapshot Instance Image Network Subnet Address Policy Rule Key".split()
VERBS = "Create Describe Modify Delete Attach Detach Resize Reset Enable Disable".split()


def synthetic(operations):
    """A service whose operations have ten parameters, three members and twelve errors each."""
    lines = ["format: 1", "vendor: tencent", "service: synthetic", 'version: "2026-01-01"', "operations:"]
    for at in range(operations):
        name = f"{VERBS[at % 10]}{NOUNS[at // 10 % 10]}{at}"
        lines += [
            f"- name: {name}",
            f"  page: synthetic/{name}.md",
            "  rate_limit: {requests: 20, per: second}",
            "  request:",
            "  - {name: ResourceId, type: string, required: true}",
            "  - {name: ResourceName, type: string, required: false, max_length: 60}",
            "  - {name: ChargeType, type: string, required: false, default: PREPAID, values: [PREPAID, POSTPAID, CDHPAID]}",
            "  - {name: Size, type: integer, required: true, min: 10, max: 32000, unit: GB}",
            "  - {name: DryRun, type: boolean, required: false}",
            "  - {name: SubnetIds, type: list<string>, required: false, max_items: 20}",
            "  - {name: Filters, type: list<Filter>, required: false}",
            "  - name: Tag",
            "    type: list<object>",
            "    fields: [{name: Key, type: string}, {name: Value, type: string}]",
            '  - {name: Offset, type: integer, required: false, default: "0"}',
            '  - {name: Limit, type: integer, required: false, default: "20", max: 100}',
            "  response:",
            "  - {name: TotalCount, type: integer}",
            "  - {name: ResourceSet, type: list<Resource>}",
            "  - {name: TaskId, type: string}",
            "  errors:",
        ]
        lines += [f"  - {{code: InvalidParameter.Case{case}, status: 400}}" for case in range(12)]
    lines += ["structures:", "- name: Filter", "  page: s.md", "  fields:"]
    lines += ["  - {name: Name, type: string}", "  - {name: Values, type: list<string>}"]
    lines += ["- name: Resource", "  page: s.md", "  fields:"]
    types = ["string", "integer", "boolean", "list<string>"]
    lines += [f"  - {{name: Member{at}, type: {types[at % 4]}}}" for at in range(20)]
    return "\n".join(lines) + "\n"


def run(arguments, folder, target):
    environment = dict(os.environ, CARGO_TARGET_DIR=str(target), CARGO_INCREMENTAL="0")
    done = subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(arguments)}\n{done.stderr}")


def measured(arguments, folder, target):
    """Seconds, seconds of processor time, and the peak memory of the largest process in MB."""
    pid = os.fork()
    if pid == 0:
        begun = time.monotonic()
        run(arguments, folder, target)
        passed = time.monotonic() - begun
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        Path(target, "measured").write_text(f"{passed} {used.ru_utime + used.ru_stime} {used.ru_maxrss / 1024}")
        os._exit(0)
    if os.waitpid(pid, 0)[1]:
        sys.exit(1)
    return tuple(float(number) for number in Path(target, "measured").read_text().split())


def cost(package, operations, folder, target, features, runs, name=None, with_rlib=True):
    check = ["cargo", "check", "-q", "-p", package] + features
    run(check, folder, target)
    times = []
    for _ in range(runs):
        run(["cargo", "clean", "-q", "-p", package], folder, target)
        times.append(measured(check, folder, target))
    wall, cpu, memory = (min(column) for column in zip(*times))
    rlib = 0.0
    if with_rlib:
        run(["cargo", "build", "-q", "-p", package] + features, folder, target)
        crate = package.replace("-", "_")
        rlib = max(path.stat().st_size for path in Path(target, "debug", "deps").glob(f"lib{crate}-*.rlib")) / 1e6
    row = (name or package, operations, wall, wall / operations, cpu / operations, memory, memory / operations, rlib, rlib / operations)
    print("| {} | {} | {:.1f} s | {:.4f} s | {:.4f} s | {:.0f} MB | {:.2f} MB | {:.1f} MB | {:.3f} MB |".format(*row), flush=True)


def standalone(manifest):
    """The manifest of the generated crate, freed from the workspace."""
    manifest = re.sub(r"^(version|edition|rust-version|license|repository)\.workspace = true\n", "", manifest, flags=re.M)
    manifest = manifest.replace("[lints]\nworkspace = true\n", "")
    # What only the examples need.
    manifest = re.sub(r"\n# Without versions.*\Z", "\n", manifest, flags=re.S)
    manifest = manifest.replace("[package]\n", '[workspace]\n\n[package]\nversion = "0.0.0"\nedition = "2024"\n')
    runtime = f'specwright-runtime = {{ path = "{ROOT}/crates/runtime", default-features = false }}'
    return manifest.replace("specwright-runtime.workspace = true", runtime)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--operations", type=int, default=1000)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--vendor", action="append", default=[], help="measure the real services of a vendor")
    arguments.add_argument("--no-rlib", action="store_true", help="leave out the rlib: it takes far longer than the check")
    arguments.add_argument("--against", action="store_true", help="measure the crates of the registry too")
    arguments.add_argument("--keep", help="work in this folder and leave it")
    given = arguments.parse_args()
    folder = Path(given.keep or tempfile.mkdtemp(prefix="compile-cost-"))
    clients, target = folder / "clients", folder / "target"
    clients.mkdir(parents=True, exist_ok=True)
    if given.vendor:
        shutil.copytree(ROOT / "crates/clients/src", clients / "src", dirs_exist_ok=True)
        shutil.copy(ROOT / "crates/clients/Cargo.toml", clients / "Cargo.toml")
    else:
        (folder / "synthetic.yaml").write_text(synthetic(given.operations))
        generate = ["cargo", "run", "-q", "-p", "specwright-codegen", "--example", "generate", "--", str(clients)]
        own = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
        run(generate + [str(ROOT / "specs/vendors/tencent.yaml"), str(folder / "synthetic.yaml")], ROOT, own)
    shutil.copy(ROOT / "Cargo.lock", clients / "Cargo.lock")
    manifest = clients / "Cargo.toml"
    manifest.write_text(standalone(manifest.read_text()))
    print("| crate | operations | check | an operation | processor | peak memory | an operation | rlib | an operation |")
    print("|--|--:|--:|--:|--:|--:|--:|--:|--:|")
    for vendor in given.vendor or ["tencent-synthetic"]:
        place = clients / "src" / vendor.replace("tencent-synthetic", "tencent/synthetic")
        texts = [path.read_text() for path in place.glob("**/*.rs")]
        operations = sum(text.count("\nimpl rt::Operation for ") for text in texts)
        features = ["--no-default-features", "--features", vendor]
        cost("specwright-clients", operations, clients, target, features, given.runs, vendor, not given.no_rlib)
        print(f"{vendor}: {sum(map(len, texts)) / operations:.0f} bytes of source an operation", file=sys.stderr)
    if given.against:
        other = folder / "against"
        (other / "src").mkdir(parents=True, exist_ok=True)
        (other / "src/lib.rs").write_text("")
        wanted = "".join(f'{name} = {{ version = "1", default-features = false }}\n' for name in AGAINST)
        (other / "Cargo.toml").write_text(f'[workspace]\n[package]\nname = "against"\nversion = "0.0.0"\nedition = "2024"\n[dependencies]\n{wanted}')
        for package, operations in AGAINST.items():
            cost(package, operations, other, target, [], given.runs)
    if not given.keep:
        shutil.rmtree(folder)


main()
