//! What is asked for: operations with a path, names that several services have, bodies, and requests that are none.

use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};
use specwright_mock::Mock;
use specwright_spec::profile::Scheme;
use specwright_spec::{Field, Http, Operation, Place, Required, Service, Type};

use crate::scheme_name;
use crate::support::{self, Call, KEY, NOW, SECRET, VENDORS};

/// A service of operations by path, in the vendor's own form.
fn by_path() -> Service {
    let mut service = Service::new("alibaba", "elasticsearch");
    service.version = Some("2017-06-13".into());
    let field = |name: &str, ty: Type, position: Place| Field {
        required: Some(Required::Yes),
        position: Some(position),
        ..Field::new(name, ty)
    };
    service.operations.push(Operation {
        name: "GetInstance".into(),
        http: Some(Http {
            methods: vec!["GET".into()],
            path: "/openapi/instances/{InstanceId}".into(),
        }),
        request: vec![
            field("InstanceId", Type::String, Place::Path),
            field("page", Type::Int32, Place::Query),
        ],
        response: vec![Field::new("InstanceId", Type::String)],
        ..Operation::default()
    });
    service
}

#[test]
fn operations_by_path_are_found_and_checked() {
    let service = by_path();
    let mock = Mock::new(
        support::profile("alibaba"),
        vec![service.clone()],
        support::options(),
    );
    for scheme in [Scheme::AcsRoaHmacSha1, Scheme::Acs3HmacSha256] {
        let mut call = Call::new(mock.profile(), &service, "GetInstance").with(json!({"page": 1}));
        call.scheme = scheme;
        call.method = "GET";
        call.path = "/openapi/instances/es%2Fcn".into();
        call.nonce = scheme_name(scheme);
        call.action = None;
        let answer = call.ask(&mock);
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(answer.body["InstanceId"], "mock-instanceid");
        assert_eq!(
            mock.log().last().unwrap().operation.as_deref(),
            Some("GetInstance")
        );

        let bad = Call {
            nonce: "2".to_owned() + &scheme_name(scheme),
            ..call.clone()
        }
        .with(json!({"page": "first"}));
        // Operations with a path answer in small letters.
        let refused = bad.ask(&mock);
        assert_eq!(refused.status, 400);
        assert_eq!(refused.body["code"], "InvalidParameter", "{}", refused.text);
        let members: Vec<_> = refused.body.as_object().unwrap().keys().collect();
        assert_eq!(members, ["requestId", "hostId", "code", "message"]);
        let forged = Call {
            secret: "another".into(),
            ..call.clone()
        };
        assert_eq!(forged.ask(&mock).body["code"], "SignatureDoesNotMatch");
        let astray = Call {
            path: "/openapi/others/a".into(),
            ..call.clone()
        };
        assert_eq!(astray.ask(&mock).status, 404);
        assert_eq!(
            Call {
                method: "DELETE",
                ..call
            }
            .ask(&mock)
            .status,
            404
        );
    }
}

#[test]
fn json_bodies_of_ucloud_are_checked_by_content() {
    let mock = support::mock("ucloud");
    // Signed by hand: the names and values in order, then the private key.
    let text = format!("ActionDescribeUDiskSnapshotLimit2PublicKey{KEY}Regioncn-bj2{SECRET}");
    let digest: String = {
        use sha1::Digest;
        sha1::Sha1::digest(text.as_bytes())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    };
    for (limit, code) in [(2, 0), (3, 171)] {
        let body = json!({"Action": "DescribeUDiskSnapshot", "Region": "cn-bj2", "Limit": limit,
            "PublicKey": KEY, "Signature": digest});
        let request = Request::builder()
            .method("POST")
            .uri("/")
            .header("content-type", "application/json");
        let response = mock.answer(
            request.body(Bytes::from(body.to_string())).unwrap(),
            support::at(NOW),
        );
        let answer: Value = serde_json::from_slice(response.body()).unwrap();
        assert_eq!(answer["RetCode"], code, "{answer}");
    }
}

#[test]
fn hostile_requests_are_answered() {
    for vendor in VENDORS {
        let mock = support::mock(vendor);
        let path = mock
            .profile()
            .endpoint
            .path
            .replace("{service}", &mock.services()[0].service);
        let deep = "a.".repeat(100_000) + "=1";
        let bodies: &[&[u8]] = &[
            b"",
            b"{",
            b"[]",
            b"null",
            b"\xff\xfe",
            deep.as_bytes(),
            b"Action=&Action=.&.=&..1=2&%zz=%",
        ];
        for body in bodies {
            for kind in [
                "application/json",
                "application/x-www-form-urlencoded",
                "text/html",
            ] {
                let request = Request::builder()
                    .method("POST")
                    .uri(&path)
                    .header("content-type", kind);
                let response = mock.answer(
                    request.body(Bytes::copy_from_slice(body)).unwrap(),
                    support::at(0),
                );
                assert!(!response.body().is_empty());
            }
        }
    }
}

/// Two services with an operation of one name, at a vendor whose requests name no service.
#[test]
fn the_parameters_tell_which_of_two_operations_is_meant() {
    let service = |name: &str, needed: &str, answered: &str| {
        let mut service = Service::new("ucloud", name);
        service.operations.push(Operation {
            name: "CreateBackup".into(),
            request: vec![Field {
                required: Some(Required::Yes),
                ..Field::new(needed, Type::String)
            }],
            response: vec![Field::new(answered, Type::String)],
            ..Operation::default()
        });
        service
    };
    let services = vec![
        service("udb", "DBId", "BackupId"),
        service("umem", "GroupId", "TaskId"),
    ];
    let profile = support::profile("ucloud");
    let mock = Mock::new(profile, services.clone(), support::options());
    let ask = |parameters: Value| {
        let call = Call::new(mock.profile(), &services[0], "CreateBackup");
        call.with(parameters).ask(&mock)
    };
    assert!(ask(json!({"DBId": "1"})).body.get("BackupId").is_some());
    assert!(ask(json!({"GroupId": "1"})).body.get("TaskId").is_some());
    // Neither fits: the first one says what it needs.
    let refused = ask(json!({}));
    assert!(refused.text.contains("DBId"), "{}", refused.text);
    assert_eq!(mock.log().last().unwrap().service.as_deref(), Some("udb"));
}
