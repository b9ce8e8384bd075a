"""ucloud-sdk-python3 against both generations: usage
`drive_ucloud.py HOST:PORT STRICT-HOST:PORT UCLOUDSTACK-HOST:PORT`."""

import logging
import sys

from ucloud.client import Client
from ucloud.core import exc
from ucloud.services.ucloudstack.client import UCloudStackClient

import checks

LOOSE, STRICT, STACK = sys.argv[1:4]
PLACE = {"Region": "cn-bj2", "Zone": "cn-bj2-04"}


def client(url=f"http://{LOOSE}", key=checks.KEY, secret=checks.SECRET, headers=None, project=None, kind=Client):
    made = kind({
        "region": "cn-bj2", "project_id": project, "public_key": key, "private_key": secret,
        "base_url": url, "timeout": 10, "max_retries": 0, "log_level": logging.CRITICAL,
    })

    def add(request):
        request.headers.update(headers or {})
        return request

    made.transport.middleware.request(add)
    return made


def read(error):
    return error.code, error.message, error.request_uuid


def main():
    logging.disable(logging.CRITICAL)
    with checks.Checks("ucloud-sdk-python3") as check:
        typed(check)
        by_name(check)
        refusals(check)
        on_demand(check)
        strict(check)
        stack(check)


def typed(check):
    udisk = client(project="org-1").udisk()
    made = udisk.create_udisk_snapshot({**PLACE, "UDiskId": "bs-1", "Name": "nightly 快照 #1"})
    check.equal("typed create", made["SnapshotId"], ["bsSnap-xxx"])

    def page(number):
        answer = udisk.describe_udisk_snapshot({**PLACE, "Limit": 10, "Offset": 10 * number})
        return answer["TotalCount"], [item["SnapshotId"] for item in answer["DataSet"]]

    check.walk("typed list", page, 10)
    back = udisk.restore_udisk({**PLACE, "UDiskId": "bs-1", "SnapshotId": "bsSnap-1"})
    check.true("typed roll back", back is not None)
    cloned = udisk.clone_udisk_snapshot({**PLACE, "Name": "copy", "SourceId": "bsSnap-1", "Size": 20})
    check.equal("typed clone", len(cloned["UDiskId"]), 1)
    gone = udisk.delete_udisk_snapshot({**PLACE, "SnapshotId": "bsSnap-1"})
    check.true("typed delete", gone is not None)


def by_name(check):
    any_service = client()
    made = any_service.invoke("CreateSnapshotService", {**PLACE, "VDiskId": "bs-1", "Quantity": 1})
    check.true("create by name", made["SnapshotServiceId"])
    check.equal("create by name: action", made["Action"], "CreateSnapshotServiceResponse")

    def page(number):
        answer = any_service.invoke("DescribeSnapshotService", {**PLACE, "Limit": 5, "Offset": 5 * number})
        return answer["TotalCount"], [item["ServiceId"] for item in answer["DataSet"]]

    check.walk("list by name", page, 5)
    listed = any_service.invoke("DescribeUSnapGroupList", dict(PLACE))
    check.equal("a list without pages", listed["TotalCount"], len(listed["GroupList"]))
    gone = any_service.invoke("DeleteSnapshotService", {**PLACE, "VDiskId": "bs-1"})
    check.equal("delete by name", gone["RetCode"], 0)


def refusals(check):
    for what, made, action, args, code, message in [
        ("wrong secret", client(secret="another"), "DescribeUDiskSnapshot", {}, 171, ""),
        ("unknown key", client(key="nobody"), "DescribeUDiskSnapshot", {}, 172, "nobody"),
        ("token of nobody", client(), "DescribeUDiskSnapshot", {"SecurityToken": "another"}, 174, ""),
        ("unknown action", client(), "MakeCoffee", {}, 161, "MakeCoffee"),
        ("missing parameter", client(), "CreateUDiskSnapshot", dict(PLACE), 220, "UDiskId"),
        ("wrong type", client(), "DescribeUDiskSnapshot", {"Limit": "many"}, 230, "Limit"),
    ]:
        check.refused(what, exc.RetCodeException, lambda: made.invoke(action, args), read, code, message)
    temporary = client(key=checks.TEMPORARY_KEY, secret=checks.TEMPORARY_SECRET)
    answer = temporary.invoke("DescribeUDiskSnapshot", {"SecurityToken": checks.TOKEN})
    check.equal("temporary key", answer["RetCode"], 0)


def on_demand(check):
    for code in [17041, 17011, 153, 150, 99999]:
        made = client(headers={"X-Mock-Error": str(code)})
        check.refused(f"on demand {code}", exc.RetCodeException, lambda: made.invoke("DescribeUDiskSnapshot"), read, code)
    made = client(headers={"X-Mock-Step": '{"status": 503, "body": "<html>"}'})
    error = check.raises("a gateway's page", exc.HTTPStatusException, lambda: made.invoke("DescribeUDiskSnapshot"))
    check.equal("a gateway's page: status", error and error.status_code, 503)
    made = client(headers={"X-Mock-Step": '{"body": "{"}'})
    check.raises("no JSON", exc.InvalidResponseException, lambda: made.invoke("DescribeUDiskSnapshot"))


def strict(check):
    made = client(f"http://{STRICT}")
    answer = made.invoke("CreateUDiskSnapshot", {**PLACE, "UDiskId": "bs-1", "Name": "a"})
    check.equal("strict: create", answer["RetCode"], 0)
    for what, args in [
        ("unknown parameter", {"Colour": "red"}),
        ("outside the set", {"UDataArkMode": "Perhaps"}),
    ]:
        args = {**PLACE, "Name": "copy", "SourceId": "bsSnap-1", **args}
        check.refused(f"strict: {what}", exc.RetCodeException, lambda: made.invoke("CloneUDiskSnapshot", args), read, 230)


def stack(check):
    def made(**options):
        return client(f"http://{STACK}/api", kind=UCloudStackClient, **options)

    answer = made().invoke("CreateSnapshot", {"Name": "nightly 快照", "DiskID": "disk-1"})
    check.true("UCloudStack create", answer["SnapshotID"])

    def page(number):
        answer = made().describe_snapshot({"Region": "cn", "Zone": "z", "Limit": 10, "Offset": 10 * number})
        return answer["TotalCount"], [item["SnapshotID"] for item in answer["Infos"]]

    check.walk("UCloudStack list", page, 10)
    back = made().rollback_snapshot({"Region": "cn", "Zone": "z", "DiskID": "d", "SnapshotID": "s"})
    check.true("UCloudStack roll back", back is not None)
    gone = made().delete_snapshot({"Region": "cn", "Zone": "z", "SnapshotID": "s"})
    check.true("UCloudStack delete", gone is not None)
    for what, mock, action, args, code in [
        ("wrong secret", made(secret="another"), "DescribeSnapshot", {}, 109),
        ("unknown key", made(key="nobody"), "DescribeSnapshot", {}, 103),
        ("unknown action", made(), "MakeCoffee", {}, 110),
        ("missing parameter", made(), "DeleteSnapshot", {}, 3),
        ("wrong type", made(), "DescribeSnapshot", {"Limit": "many"}, 4),
        ("on demand", made(headers={"X-Mock-Error": "17007"}), "DescribeSnapshot", {}, 17007),
    ]:
        check.refused(f"UCloudStack {what}", exc.RetCodeException, lambda: mock.invoke(action, args), read, code)


main()
