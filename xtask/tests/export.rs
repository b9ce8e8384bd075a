//! `export` from outside: the facts of specs are those of their pages, files lie where they should, and
//! what a form cannot say is said.

#![allow(clippy::unwrap_used, reason = "a line that is no JSON fails the test")]

mod support;

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use support::Fixture;

/// Facts without their lines: a spec does not keep them.
fn without_lines(jsonl: &str) -> Vec<Value> {
    let fact = |line: &str| {
        let mut fact: Value = serde_json::from_str(line).unwrap();
        fact.as_object_mut().unwrap().remove("line");
        fact
    };
    jsonl.lines().map(fact).collect()
}

#[test]
fn facts_of_specs_are_facts_of_pages() {
    let fixture = Fixture::with_pages();
    fixture.fine(&["regen", "--quiet"]);
    for service in ["udisk", "usnap"] {
        let pages = without_lines(&fixture.fine(&["facts", "--service", service]).stdout);
        let specs = without_lines(
            &fixture
                .fine(&["export", "--format", "facts", "--service", service])
                .stdout,
        );
        assert_eq!(specs, pages);
        assert!(!pages.is_empty());
    }
}

#[test]
fn facts_of_the_repositorys_specs_are_facts_of_its_pages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let run = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .arg("--root")
            .arg(&root)
            .args(args)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    // Services of which every operation has a page here and that no overlay corrects.
    let mut services = 0;
    for (vendor, service) in [
        ("alibaba", "ecs"),
        ("tencent", "cbs"),
        ("ucloud", "udisk"),
        ("ucloud", "usnap"),
        ("zenlayer", "zec"),
    ] {
        let pages = without_lines(&run(&["facts", "--vendor", vendor, "--service", service]));
        let of_pages: Vec<_> = pages.iter().map(|fact| fact["operation"].clone()).collect();
        let specs = without_lines(&run(&[
            "export",
            "--format",
            "facts",
            "--vendor",
            vendor,
            "--service",
            service,
        ]));
        // Other operations of the service may come from collections that are not here.
        let specs: Vec<_> = specs
            .into_iter()
            .filter(|fact| of_pages.contains(&fact["operation"]))
            .collect();
        assert_eq!(specs, pages, "{vendor}/{service}");
        assert!(!pages.is_empty(), "{vendor}/{service}");
        services += 1;
    }
    assert_eq!(services, 5);
}

#[test]
fn a_file_a_service_or_one_stream() {
    let fixture = Fixture::with_pages();
    fixture.fine(&["regen", "--quiet"]);
    for (format, ending) in [
        ("openapi", "openapi.json"),
        ("json-schema", "schema.json"),
        ("facts", "facts.jsonl"),
        ("csv", "csv"),
    ] {
        fixture.fine(&["export", "--format", format, "--out", "out"]);
        for service in ["udisk", "usnap"] {
            assert!(
                fixture.has(&format!("out/ucloud/{service}.{ending}")),
                "{service}.{ending}"
            );
        }
    }
    let table = fixture.fine(&["export", "--format", "csv"]).stdout;
    assert_eq!(
        table.matches("vendor,service").count(),
        1,
        "one table has one head"
    );
    assert!(
        table.contains("ucloud,usnap,CreateUSnap,request,VDiskId,string,true"),
        "{table}"
    );
    let one = fixture
        .fine(&["export", "--format", "openapi", "--service", "usnap"])
        .stdout;
    let document: Value = serde_json::from_str(&one).unwrap();
    let operation = &document["paths"]["/#Action=CreateUSnap"]["post"];
    assert_eq!(operation["operationId"], "CreateUSnap");
    assert_eq!(
        operation["x-specwright-wire"]["action"]["value"],
        "CreateUSnap"
    );
}

#[test]
fn what_is_not_there_is_usage() {
    let fixture = Fixture::with_pages();
    fixture.fine(&["regen", "--quiet"]);
    let several = fixture.run(&["export", "--format", "openapi"]);
    assert_eq!(several.code, Some(2), "{}", several.stderr);
    assert!(several.stderr.contains("--out"), "{}", several.stderr);
    let unknown = fixture.run(&["export", "--format", "facts", "--service", "nothing"]);
    assert_eq!(unknown.code, Some(2));
    assert!(
        unknown.stderr.contains("udisk, usnap"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn what_openapi_cannot_say_is_said() {
    let fixture = Fixture::with_pages();
    let spec = "format: 1\nvendor: ucloud\nservice: odd\noperations:\n- name: Get\n  page: odd/Get.md\n  \
                http: {methods: [GET, POST], path: '/a/{Key}'}\n  request:\n  \
                - {name: Id, type: integer, required: true, position: path, default: many}\n  response: []\n";
    fixture.write("specs/api/ucloud/odd.yaml", spec);
    let ran = fixture.fine(&["export", "--format", "openapi", "--service", "odd"]);
    let document: Value = serde_json::from_str(&ran.stdout).unwrap();
    let listed = document["x-specwright-warnings"].as_array().unwrap();
    let codes: Vec<_> = listed
        .iter()
        .map(|warning| warning["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["X004", "X007", "X001", "X002"]);
    for code in codes {
        assert!(
            ran.stderr
                .contains(&format!("warning[{code}]: operations/Get")),
            "{}",
            ran.stderr
        );
    }
    let parameters = document["paths"]["/a/{Key}"]["get"]["parameters"]
        .as_array()
        .unwrap();
    assert_eq!(parameters[0]["name"], "Id");
    assert_eq!(parameters[0]["schema"]["x-specwright-position"], "path");
    assert_eq!(parameters[0]["schema"]["x-specwright-default"], "many");
}
