"""alibabacloud-ecs20140526: usage `drive_alibaba_ecs.py HOST:PORT STRICT-HOST:PORT`."""

import sys

from alibabacloud_ecs20140526 import models
from alibabacloud_ecs20140526.client import Client
from alibabacloud_tea_openapi import utils_models
from alibabacloud_tea_openapi.exceptions import ClientException, ServerException
from darabonba.runtime import ExtendsParameters, RuntimeOptions

import checks

LOOSE, STRICT = sys.argv[1:3]


def client(host=LOOSE, key=checks.KEY, secret=checks.SECRET, token=None):
    config = utils_models.Config(
        access_key_id=key, access_key_secret=secret, security_token=token,
        endpoint=host, protocol="HTTP", region_id="cn-hangzhou",
    )
    return Client(config)


def runtime(headers=None):
    extends = ExtendsParameters(headers=headers) if headers else None
    return RuntimeOptions(autoretry=False, extends_parameters=extends, read_timeout=10000)


def read(error):
    return error.code, error.message, error.request_id


def main():
    with checks.Checks("alibabacloud-ecs20140526") as check:
        good(check)
        refusals(check)
        on_demand(check)
        strict(check)


def good(check):
    ecs = client()
    tag = models.CreateSnapshotRequestTag(key="k", value="v w*~/中")
    made = ecs.create_snapshot_with_options(
        models.CreateSnapshotRequest(disk_id="d-1", snapshot_name="nightly", tag=[tag]), runtime())
    check.equal("create", made.body.snapshot_id, "s-bp1madeupsnap0001****")
    check.equal("create: status", made.status_code, 200)
    check.true("create: request id", checks.REQUEST_ID.match(made.body.request_id))

    def page(number):
        request = models.DescribeSnapshotsRequest(region_id="cn-hangzhou", page_number=number + 1, page_size=10)
        body = ecs.describe_snapshots_with_options(request, runtime()).body
        check.equal(f"list: page {number}", body.page_number, number + 1)
        return body.total_count, [item.snapshot_id for item in body.snapshots.snapshot]

    check.walk("list", page, 10)
    tokens = [None]

    def follow(number):
        request = models.DescribeSnapshotsRequest(region_id="cn-hangzhou", max_results=7, next_token=tokens[-1])
        body = ecs.describe_snapshots_with_options(request, runtime()).body
        tokens.append(body.next_token)
        return body.total_count, [item.snapshot_id for item in body.snapshots.snapshot]

    check.walk("list by token", follow, 7)
    check.equal("list by token: the last one", tokens[-1], "")
    back = ecs.reset_disk_with_options(models.ResetDiskRequest(disk_id="d-1", snapshot_id="s-1"), runtime())
    check.true("roll back", checks.REQUEST_ID.match(back.body.request_id))
    gone = ecs.delete_snapshot_with_options(models.DeleteSnapshotRequest(snapshot_id="s-1", force=True), runtime())
    check.true("delete", checks.REQUEST_ID.match(gone.body.request_id))
    temporary = client(key=checks.TEMPORARY_KEY, secret=checks.TEMPORARY_SECRET, token=checks.TOKEN)
    gone = temporary.delete_snapshot_with_options(models.DeleteSnapshotRequest(snapshot_id="s-1"), runtime())
    check.true("temporary key", checks.REQUEST_ID.match(gone.body.request_id))


def unknown_action(ecs):
    params = utils_models.Params(
        action="MakeCoffee", version="2014-05-26", protocol="HTTP", method="POST", auth_type="AK",
        style="RPC", pathname="/", req_body_type="formData", body_type="json",
    )
    return ecs.call_api(params, utils_models.OpenApiRequest(), runtime())


def refusals(check):
    delete = models.DeleteSnapshotRequest(snapshot_id="s-1")
    later = models.DescribeSnapshotsRequest(region_id="cn-hangzhou", next_token="of another list")
    cases = [
        ("wrong secret", lambda: client(secret="another").delete_snapshot_with_options(delete, runtime()),
         "SignatureDoesNotMatch", "ACS3-HMAC-SHA256"),
        ("unknown key", lambda: client(key="LTAINOBODY").delete_snapshot_with_options(delete, runtime()),
         "InvalidAccessKeyId.NotFound", "LTAINOBODY"),
        ("token of nobody", lambda: client(token="another").delete_snapshot_with_options(delete, runtime()),
         "InvalidSecurityToken.Malformed", ""),
        ("unknown action", lambda: unknown_action(client()), "InvalidAction.NotFound", "MakeCoffee"),
        ("missing parameter",
         lambda: client().create_snapshot_with_options(models.CreateSnapshotRequest(snapshot_name="a"), runtime()),
         "MissingParameter", "DiskId"),
        ("a token of another list", lambda: client().describe_snapshots_with_options(later, runtime()),
         "InvalidParameter", "NextToken"),
    ]
    for what, call, code, message in cases:
        check.refused(what, ClientException, call, read, code, message)


def on_demand(check):
    for code, status, kind in [
        ("InvalidDiskId.NotFound", 404, ClientException),
        ("IncorrectDiskStatus", 403, ClientException),
        ("InternalError", 500, ServerException),
        ("ServiceUnavailable", 503, ServerException),
        ("Not.Listed", 400, ClientException),
    ]:
        def call():
            request = models.CreateSnapshotRequest(disk_id="d-1")
            return client().create_snapshot_with_options(request, runtime({"X-Mock-Error": code}))

        check.refused(f"on demand {code}", kind, call, read, code)
        error = check.raises(f"on demand {code}: again", kind, call)
        check.equal(f"on demand {code}: status", error and error.status_code, status)


def strict(check):
    ecs = client(STRICT)
    made = ecs.create_snapshot_with_options(models.CreateSnapshotRequest(disk_id="d-1"), runtime())
    check.true("strict: create", made.body.snapshot_id)
    for what, request, code in [
        ("unknown parameter", models.CreateSnapshotRequest(disk_id="d-1", owner_id=1), "UnsupportedParameter"),
        ("outside the set", models.CreateSnapshotRequest(disk_id="d-1", category="Quick"), "InvalidParameter"),
        ("too short", models.CreateSnapshotRequest(disk_id="d-1", snapshot_name="a"), "InvalidParameter"),
    ]:
        call = lambda: ecs.create_snapshot_with_options(request, runtime())
        check.refused(f"strict: {what}", ClientException, call, read, code)


main()
