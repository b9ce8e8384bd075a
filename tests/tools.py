"""What the scripts that hold specwright against programs of others share: where things are, the maintainers' commands
built, and pinned packages installed below the target folder, anew only when the pins differ."""

import os
import pathlib
import shutil
import subprocess
import sys
import venv

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))


def xtask():
    """The maintainers' commands, built; nothing if that fails."""
    cargo = os.environ.get("CARGO", "cargo")
    built = subprocess.run([cargo, "build", "--quiet", "--package", "xtask"], cwd=ROOT)
    program = TARGET / "debug" / ("xtask.exe" if os.name == "nt" else "xtask")
    return program if built.returncode == 0 and program.exists() else None


def npm(name, here):
    """The folder with the packages that `package-lock.json` beside the script pins; nothing if they cannot be had."""
    folder = TARGET / name
    pins = [here / "package.json", here / "package-lock.json"]

    def install():
        folder.mkdir(parents=True, exist_ok=True)
        for pin in pins:
            shutil.copy(pin, folder / pin.name)
        return subprocess.run(["npm", "ci", "--silent", "--ignore-scripts"], cwd=folder, capture_output=True, text=True)

    return folder if _installed(folder, pins, folder, install) else None


def pip(name, requirements, *options):
    """The Python of a venv with what a file of requirements pins; nothing if that cannot be had."""
    folder = TARGET / name
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def install():
        venv.create(folder, with_pip=True, clear=True)
        asked = [python, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", *options]
        return subprocess.run([*asked, "--requirement", requirements], capture_output=True, text=True)

    return python if _installed(folder, [requirements], python, install) else None


def _installed(folder, pins, needed, install):
    """Whether what the pins say is there, after an installation if it was not."""
    wanted = "".join(pin.read_text(encoding="utf-8") for pin in pins)
    stamp = folder / "installed"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted and needed.exists():
        return True
    done = install()
    if done.returncode != 0:
        print(done.stderr.strip()[-2000:], file=sys.stderr)
        return False
    stamp.write_text(wanted, encoding="utf-8")
    return True
