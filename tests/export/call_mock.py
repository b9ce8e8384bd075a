"""Calls an operation with a client that openapi-generator wrote: `call_mock.py CLIENT VENDOR HOST ID SECRET`.

HOST is where `cargo xtask mock` listens, with the vendor's path. A document cannot say three things: that what is
behind `#` in a path is not for the wire, that each request is signed anew, and that a failure may have a good
status. One hook does all three (`Hook`); the rest is the generated client's own. A right call must be answered,
one with a wrong key must fail.
"""

import base64
import datetime
import hashlib
import hmac
import importlib
import json
import re
import sys
import time
import urllib.parse
import uuid


def tencent(method, url, headers, body, form, key):
    stamp = int(time.time())
    date = datetime.datetime.fromtimestamp(stamp, datetime.timezone.utc).strftime("%Y-%m-%d")
    host = urllib.parse.urlsplit(url).netloc
    sha = lambda text: hashlib.sha256(text.encode()).hexdigest()
    mac = lambda secret, text: hmac.new(secret, text.encode(), "sha256")
    signed = f"content-type:{headers['Content-Type']}\nhost:{host}\n"
    request = f"{method}\n/\n\n{signed}\ncontent-type;host\n{sha(json.dumps(body))}"
    scope = f"{date}/cbs/tc3_request"
    derived = f"TC3{key[1]}".encode()
    for word in scope.split("/"):
        derived = mac(derived, word).digest()
    signature = mac(derived, f"TC3-HMAC-SHA256\n{stamp}\n{scope}\n{sha(request)}").hexdigest()
    headers["X-TC-Timestamp"] = str(stamp)
    headers["X-TC-Region"] = "ap-guangzhou"
    headers["Authorization"] = (
        f"TC3-HMAC-SHA256 Credential={key[0]}/{scope}, SignedHeaders=content-type;host, Signature={signature}"
    )
    return url


def zenlayer(method, url, headers, body, form, key):
    headers["Authorization"] = f"Bearer {key[1]}"
    return url


def ucloud(method, url, headers, body, form, key):
    form.append(("PublicKey", key[0]))
    text = "".join(f"{name}{value}" for name, value in sorted(form)) + key[1]
    form.append(("Signature", hashlib.sha1(text.encode()).hexdigest()))
    return url


def alibaba(method, url, headers, body, form, key):
    address, _, query = url.partition("?")
    pairs = dict(urllib.parse.parse_qsl(query)) | {
        "AccessKeyId": key[0], "Format": "JSON", "SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0",
        "SignatureNonce": str(uuid.uuid4()), "Timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }
    escaped = lambda text: urllib.parse.quote(text, safe="-_.~")
    query = "&".join(f"{escaped(name)}={escaped(value)}" for name, value in sorted(pairs.items()))
    text = f"{method}&%2F&{escaped(query)}"
    signature = base64.b64encode(hmac.new(f"{key[1]}&".encode(), text.encode(), "sha1").digest()).decode()
    return f"{address}?{query}&Signature={escaped(signature)}"


# How each vendor signs, and a call. Generators make parameters of what every request of an operation names: the
# operation and its version.
VENDORS = {
    "alibaba": (alibaba, lambda api, models: api.create_snapshot(
        disk_id="d-1", snapshot_name="nightly", action="CreateSnapshot", version="2014-05-26")),
    "tencent": (tencent, lambda api, models: api.create_snapshot(
        "CreateSnapshot", "2017-03-12", models.CreateSnapshotRequest(DiskId="disk-1", SnapshotName="nightly"))),
    "ucloud": (ucloud, lambda api, models: api.create_u_disk_snapshot(
        region="cn-bj2", zone="cn-bj2-04", u_disk_id="bs-1", name="nightly", action="CreateUDiskSnapshot")),
    "ucloudstack": (ucloud, lambda api, models: api.create_snapshot(
        region="cn", name="nightly", disk_id="d-1", action="CreateSnapshot")),
    "zenlayer": (zenlayer, lambda api, models: api.create_snapshot(
        "CreateSnapshot", "2025-09-01", models.CreateSnapshotRequest(diskId="d-1", snapshotName="nightly"))),
}


class Hook:
    """Stands before a generated client's transport."""

    def __init__(self, transport, sign, key):
        self.transport, self.sign, self.key = transport, sign, key

    def request(self, method, url, headers=None, body=None, post_params=None, _request_timeout=None):
        # The path's key is not for the wire, and clients put the query behind it.
        url = re.sub(r"#[^?]*", "", url)
        form = list(post_params or [])
        url = self.sign(method, url, headers, body, form, self.key)
        answer = self.transport.request(method, url, headers, body, form, _request_timeout)
        told = json.loads(answer.read() or b"{}")
        if told.get("RetCode") or "Error" in (told.get("Response") or {}):
            answer.status = 400
        return answer


def main(folder, vendor, host, name, secret):
    sys.path.insert(0, folder)
    client = importlib.import_module("client")
    answered = call(client, vendor, host, (name, secret))
    refused = call(client, vendor, host, (name, "another secret"))
    failures = []
    if not re.search(r'"snapshotid": (\["|")\w', answered.lower()):
        failures.append(f"no snapshot in {answered}")
    if not re.match(r"4\d\d .", refused):
        failures.append(f"a wrong signature was answered: {refused}")
    print(f"{vendor}: called on the mock, {len(failures)} failures")
    for failure in failures:
        print(f"  {failure}")
    return 1 if failures else 0


def call(client, vendor, host, key):
    """The answer as the generated client understood it, or the failure."""
    sign, operation = VENDORS[vendor]
    api = client.DefaultApi(client.ApiClient(client.Configuration(host=host)))
    api.api_client.rest_client = Hook(api.api_client.rest_client, sign, key)
    try:
        return json.dumps(operation(api, client.models).to_dict())
    except client.exceptions.ApiException as error:
        return f"{error.status} {error.body}"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
