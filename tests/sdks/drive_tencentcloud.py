"""tencentcloud-sdk-python-cbs: usage `drive_tencentcloud.py HOST:PORT STRICT-HOST:PORT`."""

import sys

from tencentcloud.cbs.v20170312 import cbs_client, models
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile

import checks

LOOSE, STRICT = sys.argv[1:3]


def client(host=LOOSE, key=checks.KEY, secret=checks.SECRET, token=None, method="TC3-HMAC-SHA256", verb="POST"):
    http = HttpProfile(protocol="http", endpoint=host, reqMethod=verb, reqTimeout=10)
    profile = ClientProfile(signMethod=method, httpProfile=http)
    return cbs_client.CbsClient(Credential(key, secret, token), "ap-guangzhou", profile)


def fill(request, headers=None, **fields):
    for name, value in fields.items():
        setattr(request, name, value)
    request.headers = headers
    return request


def read(error):
    return error.get_code(), error.get_message(), error.get_request_id()


def main():
    with checks.Checks("tencentcloud-sdk-python-cbs") as check:
        for method, verb in [
            ("TC3-HMAC-SHA256", "POST"),
            ("TC3-HMAC-SHA256", "GET"),
            ("HmacSHA256", "POST"),
            ("HmacSHA256", "GET"),
            ("HmacSHA1", "POST"),
            ("HmacSHA1", "GET"),
        ]:
            scheme(check, method, verb)
        refusals(check)
        on_demand(check)
        strict(check)


def scheme(check, method, verb):
    what = f"{method} {verb}"
    cbs = client(method=method, verb=verb)
    made = cbs.CreateSnapshot(fill(models.CreateSnapshotRequest(), DiskId="disk-1", SnapshotName="nightly 快照 #1"))
    check.equal(f"{what} create", made.SnapshotId, "snap-example1")
    check.true(f"{what} create: request id", checks.REQUEST_ID.match(made.RequestId), made.RequestId)

    def page(number):
        request = fill(models.DescribeSnapshotsRequest(), Limit=10, Offset=10 * number)
        name = models.Filter()
        name.Name, name.Values = "disk-id", ["disk-a", "disk-b"]
        request.Filters = [name]
        answer = cbs.DescribeSnapshots(request)
        return answer.TotalCount, [snapshot.SnapshotId for snapshot in answer.SnapshotSet]

    check.walk(f"{what} list", page, 10)
    back = cbs.ApplySnapshot(fill(models.ApplySnapshotRequest(), DiskId="disk-1", SnapshotId="snap-1"))
    check.true(f"{what} roll back", checks.REQUEST_ID.match(back.RequestId), back.RequestId)
    gone = cbs.DeleteSnapshots(fill(models.DeleteSnapshotsRequest(), SnapshotIds=["snap-1", "snap-2"]))
    check.true(f"{what} delete", checks.REQUEST_ID.match(gone.RequestId), gone.RequestId)
    request = fill(models.DescribeSnapshotsRequest(), Limit=1)
    check.refused(
        f"{what} wrong secret", TencentCloudSDKException,
        lambda: client(secret="another", method=method, verb=verb).DescribeSnapshots(request),
        read, "AuthFailure.SignatureFailure",
    )


def refusals(check):
    cases = [
        ("unknown key", client(key="AKIDNOBODY"), "DescribeSnapshots", {}, "AuthFailure.SecretIdNotFound", "AKIDNOBODY"),
        ("token of nobody", client(token="another"), "DescribeSnapshots", {}, "AuthFailure.TokenFailure", ""),
        ("unknown action", client(), "MakeCoffee", {}, "InvalidAction", "MakeCoffee"),
        ("missing parameter", client(), "CreateSnapshot", {}, "MissingParameter", "DiskId"),
        ("wrong type", client(), "DescribeSnapshots", {"Limit": "many"}, "InvalidParameter", "Limit"),
        ("wrong type within", client(), "DeleteSnapshots", {"SnapshotIds": "snap-1"}, "InvalidParameter", "SnapshotIds"),
        ("missing within", client(), "DescribeSnapshots", {"Filters": [{"Name": "zone"}]}, "MissingParameter", "Filters.0.Values"),
    ]
    for what, cbs, action, params, code, message in cases:
        call = lambda: cbs.call_json(action, params)
        check.refused(what, TencentCloudSDKException, call, read, code, message)
    temporary = client(key=checks.TEMPORARY_KEY, secret=checks.TEMPORARY_SECRET, token=checks.TOKEN)
    answer = temporary.DescribeSnapshots(fill(models.DescribeSnapshotsRequest(), Limit=1))
    check.equal("temporary key", len(answer.SnapshotSet), 1)
    other = cbs_client.CbsClient._apiVersion
    cbs_client.CbsClient._apiVersion = "2001-01-01"
    try:
        call = lambda: client().call_json("DescribeSnapshots", {})
        check.refused("unknown version", TencentCloudSDKException, call, read, "NoSuchVersion", "2001-01-01")
    finally:
        cbs_client.CbsClient._apiVersion = other


def on_demand(check):
    for code in ["InvalidDisk.Busy", "InsufficientSnapshotQuota", "RequestLimitExceeded", "InternalError", "Not.Listed"]:
        request = fill(models.CreateSnapshotRequest(), headers={"X-Mock-Error": code}, DiskId="disk-1")
        check.refused(f"on demand {code}", TencentCloudSDKException, lambda: client().CreateSnapshot(request), read, code)
    for what, step, code in [
        ("closed early", '{"close": "before-head"}', "ClientNetworkError"),
        ("a gateway's page", '{"status": 503, "body": "<html>", "headers": {"Content-Type": "text/html"}}', "ServerNetworkError"),
        ("cut short", '{"truncate": 10}', "ChunkedEncodingError"),
    ]:
        request = fill(models.CreateSnapshotRequest(), headers={"X-Mock-Step": step}, DiskId="disk-1")
        error = check.raises(what, TencentCloudSDKException, lambda: client().CreateSnapshot(request))
        check.equal(f"{what}: code", error and error.get_code(), code)


def strict(check):
    cbs = client(STRICT)
    for what, params, code in [
        ("unknown parameter", {"Colour": "red"}, "UnknownParameter"),
        ("outside the set", {"Order": "UP"}, "InvalidParameterValue"),
        ("too great", {"Limit": 101}, "InvalidParameterValue"),
    ]:
        call = lambda: cbs.call_json("DescribeSnapshots", params)
        check.refused(f"strict: {what}", TencentCloudSDKException, call, read, code)
        client().call_json("DescribeSnapshots", params)
    made = cbs.CreateSnapshot(fill(models.CreateSnapshotRequest(), DiskId="disk-1"))
    check.equal("strict: create", made.SnapshotId, "snap-example1")
    old = client(STRICT, method="HmacSHA1").CreateSnapshot(fill(models.CreateSnapshotRequest(), DiskId="disk-1"))
    check.equal("strict: create by form", old.SnapshotId, "snap-example1")


main()
