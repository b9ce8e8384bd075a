"""aliyun-python-sdk-core with common requests: usage `drive_aliyun_core.py HOST:PORT STRICT-HOST:PORT`."""

import json
import sys

from aliyunsdkcore.acs_exception.exceptions import ServerException
from aliyunsdkcore.auth.credentials import StsTokenCredential
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest, RpcRequest

import checks

LOOSE, STRICT = sys.argv[1:3]


def client(key=checks.KEY, secret=checks.SECRET):
    return AcsClient(key, secret, "cn-hangzhou", auto_retry=False, timeout=10)


def request(action, method="POST", host=LOOSE, headers=None, version="2014-05-26", **params):
    made = CommonRequest()
    made.set_domain(host)
    made.set_protocol_type("http")
    made.set_version(version)
    made.set_action_name(action)
    made.set_method(method)
    made.set_accept_format("JSON")
    add = made.add_query_param if method == "GET" else made.add_body_params
    for name, value in params.items():
        add(name.replace("__", "."), value)
    for name, value in (headers or {}).items():
        made.add_header(name, value)
    return made


def ask(acs, *args, **params):
    return json.loads(acs.do_action_with_exception(request(*args, **params)))


def read(error):
    return error.get_error_code(), error.get_error_msg(), error.get_request_id()


def main():
    with checks.Checks("aliyun-python-sdk-core") as check:
        for method in ["GET", "POST"]:
            good(check, method)
        refusals(check)
        on_demand(check)
        strict(check)


def good(check, method):
    acs = client()
    made = ask(
        acs, "CreateSnapshot", method, DiskId="d-1", SnapshotName="testSnapshotName",
        Tag__1__Key="TestKey", Tag__1__Value="a b*c~d/中",
    )
    check.equal(f"{method} create", made["SnapshotId"], "s-bp1madeupsnap0001****")
    check.true(f"{method} create: request id", checks.REQUEST_ID.match(made["RequestId"]))

    def page(number):
        answer = ask(acs, "DescribeSnapshots", method, RegionId="cn-hangzhou", PageNumber=number + 1, PageSize=10)
        check.equal(f"{method} list: page {number}", answer["PageNumber"], number + 1)
        return answer["TotalCount"], [item["SnapshotId"] for item in answer["Snapshots"]["Snapshot"]]

    check.walk(f"{method} list", page, 10)
    tokens = [""]

    def follow(number):
        params = {"NextToken": tokens[-1]} if tokens[-1] else {}
        answer = ask(acs, "DescribeSnapshots", method, RegionId="cn-hangzhou", MaxResults=10, **params)
        tokens.append(answer["NextToken"])
        return answer["TotalCount"], [item["SnapshotId"] for item in answer["Snapshots"]["Snapshot"]]

    check.walk(f"{method} list by token", follow, 10)
    check.equal(f"{method} list by token: the last one", tokens[-1], "")
    back = ask(acs, "ResetDisk", method, DiskId="d-1", SnapshotId="s-1")
    check.true(f"{method} roll back", checks.REQUEST_ID.match(back["RequestId"]))
    gone = ask(acs, "DeleteSnapshot", method, SnapshotId="s-1", Force="true")
    check.true(f"{method} delete", checks.REQUEST_ID.match(gone["RequestId"]))


def refusals(check):
    def refused(what, acs, made, code, message="", status=None):
        error = []

        def call():
            try:
                return acs.do_action_with_exception(made)
            except ServerException as raised:
                error.append(raised)
                raise

        check.refused(what, ServerException, call, read, code, message)
        if status:
            check.equal(f"{what}: status", error and error[0].get_http_status(), status)

    for method in ["GET", "POST"]:
        made = request("DeleteSnapshot", method, SnapshotId="s-1")
        refused(f"{method} wrong secret", client(secret="another"), made, "SignatureDoesNotMatch", f"{method}&%2F&", 400)
    # The SDK compares the service's string to sign with its own; the same one means a wrong secret.
    made = RpcRequest("Ecs", "2014-05-26", "DeleteSnapshot")
    made.set_endpoint(LOOSE)
    made.set_protocol_type("http")
    made.add_query_param("SnapshotId", "s-1/快 照*~")
    refused("the same string to sign", client(secret="another"), made, "InvalidAccessKeySecret", status=400)
    made = request("DeleteSnapshot", SnapshotId="s-1")
    refused("unknown key", client(key="LTAINOBODY"), made, "InvalidAccessKeyId.NotFound", "LTAINOBODY", 404)
    refused("unknown action", client(), request("MakeCoffee"), "InvalidAction.NotFound", "MakeCoffee", 404)
    made = request("DeleteSnapshot", version="2001-01-01", SnapshotId="s-1")
    refused("unknown version", client(), made, "InvalidVersion", "2001-01-01", 400)
    refused("missing parameter", client(), request("CreateSnapshot"), "MissingParameter", "DiskId", 400)
    made = request("DescribeSnapshots", RegionId="cn-hangzhou", PageNumber="first")
    refused("wrong type", client(), made, "InvalidParameter", "PageNumber", 400)
    sts = StsTokenCredential(checks.TEMPORARY_KEY, checks.TEMPORARY_SECRET, checks.TOKEN)
    acs = AcsClient(region_id="cn-hangzhou", credential=sts, auto_retry=False)
    gone = ask(acs, "DeleteSnapshot", SnapshotId="s-1")
    check.true("temporary key", checks.REQUEST_ID.match(gone["RequestId"]))
    sts = StsTokenCredential(checks.TEMPORARY_KEY, checks.TEMPORARY_SECRET, "another")
    acs = AcsClient(region_id="cn-hangzhou", credential=sts, auto_retry=False)
    refused("token of nobody", acs, request("DeleteSnapshot", SnapshotId="s-1"), "InvalidSecurityToken.Malformed")


def on_demand(check):
    for code, status in [
        ("InvalidDiskId.NotFound", 404),
        ("QuotaExceed.Snapshot", 403),
        ("InternalError", 500),
        ("Throttling", 400),
        ("Not.Listed", 400),
    ]:
        made = request("CreateSnapshot", headers={"X-Mock-Error": code}, DiskId="d-1")
        call = lambda: client().do_action_with_exception(made)
        check.refused(f"on demand {code}", ServerException, call, read, code)
        error = check.raises(f"on demand {code}: again", ServerException, call)
        check.equal(f"on demand {code}: status", error and error.get_http_status(), status)


def strict(check):
    made = ask(client(), "CreateSnapshot", "POST", host=STRICT, DiskId="d-1")
    check.true("strict: create", made["SnapshotId"])
    for what, params, code in [
        ("unknown parameter", {"Colour": "red"}, "UnsupportedParameter"),
        ("too short", {"SnapshotName": "a"}, "InvalidParameter"),
        ("too great", {"RetentionDays": 65537}, "InvalidParameter"),
        ("a list that begins with 0", {"Tag__0__Key": "a"}, "InvalidParameter"),
    ]:
        made = request("CreateSnapshot", host=STRICT, DiskId="d-1", **params)
        call = lambda: client().do_action_with_exception(made)
        check.refused(f"strict: {what}", ServerException, call, read, code)


main()
