"""Counts checks of one SDK against a mock, and says which failed. Knows no SDK."""

import json
import re
import sys
import traceback

# Made up for the purpose; `run.py` gives the same to the mock.
KEY = "AKIDMOCKMOCKMOCK"
SECRET = "made-up-secret"
TEMPORARY_KEY = "AKIDTEMPORARYMOCK"
TEMPORARY_SECRET = "made-up-too"
TOKEN = "made-up-session-token"
BEARER = "made-up-bearer-token"

# How many items `run.py` asks for in lists.
ITEMS = 25

REQUEST_ID = re.compile(r"^00000000-0000-4000-8000-\d{12}$")


class Checks:
    """What was checked of one SDK. Use as `with Checks("name") as check:`."""

    def __init__(self, sdk):
        self.sdk = sdk
        self.count = 0
        self.failures = []

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is not None and issubclass(kind, Exception):
            self.failures.append("stopped: " + "".join(traceback.format_exception(kind, error, trace)))
        result = {"sdk": self.sdk, "checks": self.count, "failures": self.failures}
        print(json.dumps(result))
        sys.stdout.flush()
        return True

    def true(self, what, holds, shown=""):
        """One thing that must hold."""
        self.count += 1
        if not holds:
            self.failures.append(f"{what}: {shown}" if shown else what)

    def equal(self, what, got, expected):
        """Two things that must be the same."""
        self.true(what, got == expected, f"{got!r} is not {expected!r}")

    def raises(self, what, kind, call):
        """The exception that a call must raise, or nothing."""
        self.count += 1
        try:
            answer = call()
        except kind as error:
            return error
        except Exception as error:  # whatever else an SDK raises is the failure
            self.failures.append(f"{what}: {type(error).__name__} in place of {kind.__name__}: {error}")
            return None
        self.failures.append(f"{what}: nothing was raised, the answer is {answer!r}")
        return None

    def refused(self, what, kind, call, read, code, message=""):
        """A call that must raise with a code, a message that holds some words, and a request id.

        `read` takes the exception and gives (code, message, request id).
        """
        error = self.raises(what, kind, call)
        if error is None:
            return
        got_code, got_message, request_id = read(error)
        self.equal(f"{what}: code", str(got_code), str(code))
        self.true(f"{what}: message", bool(got_message) and message in got_message, repr(got_message))
        self.true(f"{what}: request id", bool(REQUEST_ID.match(request_id or "")), repr(request_id))

    def walk(self, what, page, size):
        """Reads a list to its end: `page(number)` gives (total, ids) of the page of that number, from 0."""
        seen = []
        for number in range(ITEMS):
            total, ids = page(number)
            self.equal(f"{what}: total on page {number}", total, ITEMS)
            seen += ids
            if len(ids) < size:
                break
        self.equal(f"{what}: items", len(seen), ITEMS)
        self.equal(f"{what}: different items", len(set(seen)), ITEMS)
