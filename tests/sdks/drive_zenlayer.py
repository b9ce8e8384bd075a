"""zenlayercloud-sdk-python: usage `drive_zenlayer.py HOST:PORT STRICT-HOST:PORT`.

The mock's script begins with two refusals for DescribeSnapshots, so that the SDK's own retry is seen.
"""

import sys

from zenlayercloud.common.config import Config
from zenlayercloud.common.credential import Credential, TokenCredential
from zenlayercloud.common.excpetion.zenlayer_cloud_sdk_exception import ZenlayerCloudSdkException
from zenlayercloud.zec.v20250901 import models, zec_client

import checks

LOOSE, STRICT = sys.argv[1:3]


def client(host=LOOSE, key=checks.KEY, secret=checks.SECRET, token=None, headers=None, retries=0):
    credential = TokenCredential(token) if token else Credential(key, secret)
    config = Config(
        scheme="http", domain=host, request_timeout=10,
        rate_limit_max_retries=retries, rate_limit_retry_duration=lambda index: 0,
    )
    made = zec_client.ZecClient(credential, config)
    send = made.proxy.request

    def with_headers(request):
        request.header.update(headers or {})
        return send(request)

    made.proxy.request = with_headers
    return made


class Loose(models.DescribeSnapshotsRequest):
    """A request of any parameters."""

    def __init__(self, **params):
        super().__init__()
        self.params = params

    def serialize(self, allow_none=False):
        return self.params


def fill(request, **fields):
    for name, value in fields.items():
        setattr(request, name, value)
    return request


def read(error):
    return error.code, error.message, error.request_id


def main():
    with checks.Checks("zenlayercloud-sdk-python") as check:
        retried(check)
        for what, zec in [("signed", client()), ("bearer", client(token=checks.BEARER))]:
            good(check, what, zec)
        refusals(check)
        on_demand(check)
        strict(check)


def retried(check):
    answer = client(retries=3).DescribeSnapshots(models.DescribeSnapshotsRequest())
    check.equal("the SDK's own retry", answer.totalCount, checks.ITEMS)


def good(check, what, zec):
    made = zec.CreateSnapshot(fill(
        models.CreateSnapshotRequest(), diskId="disk-1", snapshotName="nightly 快照", retentionTime="2030-01-02T03:04:05Z"))
    check.equal(f"{what} create", made.snapshotId, "snapshotId1")
    check.true(f"{what} create: request id", checks.REQUEST_ID.match(made.requestId), made.requestId)

    def page(number):
        request = fill(models.DescribeSnapshotsRequest(), diskIds=["disk-1"], pageSize=10, pageNum=number + 1)
        answer = zec.DescribeSnapshots(request)
        return answer.totalCount, [item.snapshotId for item in answer.dataSet]

    check.walk(f"{what} list", page, 10)
    back = zec.ApplySnapshot(fill(models.ApplySnapshotRequest(), diskId="disk-1", snapshotId="snapshot-1"))
    check.true(f"{what} roll back", checks.REQUEST_ID.match(back.requestId))
    gone = zec.DeleteSnapshots(fill(models.DeleteSnapshotsRequest(), snapshotIds=["snapshot-1"]))
    check.equal(f"{what} delete", gone.snapshotIds, ["snapshotId1"])


def refusals(check):
    def ask(zec, action, **params):
        return zec._api_call(action, Loose(**params))

    for what, zec, action, params, code, message in [
        ("wrong secret", client(secret="another"), "DescribeSnapshots", {}, "AUTHFAILURE_SIGNATURE_FAILURE", "ZC2-HMAC-SHA256"),
        ("unknown key", client(key="nobody"), "DescribeSnapshots", {}, "AUTHFAILURE_UNAUTHORIZED_OPERATION", "nobody"),
        ("wrong bearer", client(token="another"), "DescribeSnapshots", {}, "AUTHFAILURE_SIGNATURE_FAILURE", ""),
        ("unknown action", client(), "MakeCoffee", {}, "AUTHFAILURE_UNAUTHORIZED_OPERATION", "MakeCoffee"),
        ("missing parameter", client(), "CreateSnapshot", {"snapshotName": "a"}, "MISSING_PARAMETER", "diskId"),
        ("wrong type", client(), "DescribeSnapshots", {"pageSize": "many"}, "INVALID_PARAMETER_TYPE", "pageSize"),
        ("wrong type within", client(), "DescribeSnapshots", {"diskIds": [1]}, "INVALID_PARAMETER_TYPE", "diskIds.0"),
    ]:
        check.refused(what, ZenlayerCloudSdkException, lambda: ask(zec, action, **params), read, code, message)
    zec = client()
    zec._api_version = "2001-01-01"
    call = lambda: zec.DescribeSnapshots(models.DescribeSnapshotsRequest())
    check.refused("unknown version", ZenlayerCloudSdkException, call, read, "AUTHFAILURE_UNAUTHORIZED_OPERATION", "2001-01-01")


def on_demand(check):
    for code in ["INVALID_DISK_NOT_FOUND", "INVALID_SNAPSHOT_QUOTA_EXCEED", "REQUEST_LIMIT_EXCEEDED", "INTERNAL_SERVER_ERROR", "NOT_LISTED"]:
        zec = client(headers={"X-Mock-Error": code})
        call = lambda: zec.CreateSnapshot(fill(models.CreateSnapshotRequest(), diskId="disk-1", snapshotName="a"))
        check.refused(f"on demand {code}", ZenlayerCloudSdkException, call, read, code)
    zec = client(headers={"X-Mock-Step": '{"close": "after-head"}'})
    call = lambda: zec.DescribeSnapshots(models.DescribeSnapshotsRequest())
    error = check.raises("closed early", ZenlayerCloudSdkException, call)
    check.equal("closed early: code", error and error.code, "NETWORK_ERROR")


def strict(check):
    zec = client(STRICT)
    made = zec.CreateSnapshot(fill(models.CreateSnapshotRequest(), diskId="disk-1", snapshotName="a"))
    check.equal("strict: create", made.snapshotId, "snapshotId1")
    call = lambda: zec._api_call("DescribeSnapshots", Loose(colour="red"))
    check.refused("strict: unknown parameter", ZenlayerCloudSdkException, call, read, "INVALID_PARAMETER_VALUE", "colour")


main()
