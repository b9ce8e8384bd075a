//! `drift` from outside: revisions, folders and pages; verdicts, exit codes, forms and the allow-file.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set its stage should stop"
)]

mod support;

use serde_json::Value;
use support::{Fixture, git, page, write};

/// A workspace under git, with one commit: two services as `regen` writes them.
fn committed() -> Fixture {
    let fixture = Fixture::with_pages();
    fixture.fine(&["regen", "--quiet"]);
    git(&fixture.root, &["init", "-q", "-b", "main"]);
    commit(&fixture, "first");
    fixture
}

fn commit(fixture: &Fixture, message: &str) {
    git(&fixture.root, &["add", "specs"]);
    git(&fixture.root, &["commit", "-q", "-m", message]);
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// `rule subject` of each change.
fn told(report: &Value) -> Vec<String> {
    let told = |change: &Value| {
        let subject = &change["subject"];
        let word = |key: &str| subject[key].as_str().unwrap_or("-").to_owned();
        let rule = change["rule"].as_str().unwrap();
        format!(
            "{rule} {}/{}/{}",
            word("service"),
            word("operation"),
            word("path")
        )
    };
    report["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(told)
        .collect()
}

#[test]
fn nothing_changed() {
    let ran = committed().fine(&["drift"]);
    assert_eq!(ran.stdout, "no changes; passes --fail-on source\n");
    assert_eq!(ran.stderr, "");
}

#[test]
fn by_default_the_last_commit_stands_against_the_pages_as_they_are() {
    let fixture = committed();
    fixture.page("udisk/CreateUDisk.md", "CreateUDisk", &["Name", "Zone"]);
    let ran = fixture.run(&["drift", "--format", "json"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    let report = json(&ran.stdout);
    assert_eq!(
        told(&report),
        [
            "request-parameter-removed udisk/CreateUDisk/Size",
            "request-required-parameter-added udisk/CreateUDisk/Zone",
        ]
    );
    assert_eq!(
        (&report["from"], &report["to"]),
        (&"HEAD".into(), &"specs/pages".into())
    );
    let removed = &report["changes"][0];
    assert_eq!(
        (&removed["wire"], &removed["source"]),
        (&"warning".into(), &"error".into())
    );
    let line =
        |text: &str, name: &str| text.lines().position(|line| line.contains(name)).unwrap() + 1;
    let old = page("CreateUDisk", &["Name", "Size"]);
    assert_eq!(
        removed["from"]["page"],
        "specs/pages/ucloud/udisk/CreateUDisk.md"
    );
    assert_eq!(removed["from"]["line"], line(&old, "**Size**"));
    assert_eq!(
        removed["to"],
        Value::Null,
        "what is gone has no place on the new side"
    );
    let added = &report["changes"][1];
    let new = page("CreateUDisk", &["Name", "Zone"]);
    assert_eq!(added["to"]["line"], line(&new, "**Zone**"));
    assert_eq!(added["from"], Value::Null);
}

#[test]
fn two_revisions() {
    let fixture = committed();
    fixture.remove("specs/pages/ucloud/udisk/DeleteUDisk.md");
    fixture.fine(&["regen", "--quiet"]);
    commit(&fixture, "second");
    let ran = fixture.run(&[
        "drift", "--from", "HEAD~1", "--to", "HEAD", "--format", "json",
    ]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    let report = json(&ran.stdout);
    assert_eq!(
        told(&report),
        ["operation-page-vanished udisk/DeleteUDisk/"]
    );
    assert_eq!(report["changes"][0]["from"]["line"], 1);
    fixture.fine(&["drift", "--from", "main", "--to", "main"]);
}

#[test]
fn folders_in_the_workspaces_layout() {
    let fixture = committed();
    let old = fixture.beside("old");
    fixture.fine(&["regen", "--quiet", "--out", old.to_str().unwrap()]);
    fixture.page(
        "udisk/CreateUDisk.md",
        "CreateUDisk",
        &["Name", "Size", "Zone"],
    );
    fixture.fine(&["regen", "--quiet"]);
    let ran = fixture.run(&[
        "drift",
        "--from",
        old.to_str().unwrap(),
        "--to",
        ".",
        "--format",
        "json",
    ]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert_eq!(
        told(&json(&ran.stdout)),
        ["request-required-parameter-added udisk/CreateUDisk/Zone"]
    );
}

#[test]
fn folders_of_pages_tell_words_from_facts() {
    let fixture = committed();
    let (old, new) = (fixture.beside("old"), fixture.beside("new"));
    write(&old.join("udisk/A.md"), page("AttachUDisk", &["X"]));
    write(&old.join("udisk/B.md"), page("BindUDisk", &["X"]));
    write(&old.join("udisk/C.md"), "# Overview\n\nSome words.\n");
    write(&new.join("udisk/A.md"), page("AttachUDisk", &["X", "Y"]));
    write(
        &new.join("udisk/B.md"),
        page("BindUDisk", &["X"]).replace("Words about X.", "Other words."),
    );
    write(&new.join("udisk/C.md"), "# Overview\n\nOther words.\n");
    let (old, new) = (old.to_str().unwrap(), new.to_str().unwrap());
    let args = [
        "drift",
        "--pages-from",
        old,
        "--pages-to",
        new,
        "--vendor",
        "ucloud",
        "--format",
        "json",
    ];
    let ran = fixture.run(&args);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    let report = json(&ran.stdout);
    assert_eq!(
        told(&report),
        [
            "page-text-changed -/-/udisk/C.md",
            "request-required-parameter-added udisk/AttachUDisk/Y",
            "description-changed udisk/BindUDisk/X",
        ]
    );
    assert_eq!(report["changes"][0]["to"]["line"], 3);
    assert_eq!(report["changes"][1]["to"]["page"], "TEMP/new/udisk/A.md");
}

#[test]
fn what_fails_a_run() {
    let fixture = committed();
    // A parameter that is gone: a warning for deployed clients, an error for source code.
    fixture.page("udisk/CreateUDisk.md", "CreateUDisk", &["Name"]);
    for (args, code) in [
        (&["--fail-on", "none"][..], 0),
        (&["--fail-on", "wire"], 0),
        (&["--fail-on", "wire", "--strict"], 1),
        (&["--fail-on", "source"], 1),
        (&[], 1),
        (&["--fail-on", "docs"], 1),
        (&["--vendor", "tencent"], 0),
    ] {
        let ran = fixture.run(&[&["drift"], args].concat());
        assert_eq!(
            ran.code,
            Some(code),
            "{args:?} {}{}",
            ran.stdout,
            ran.stderr
        );
    }
}

#[test]
fn every_form_is_the_report_and_nothing_else() {
    let fixture = committed();
    fixture.page("udisk/CreateUDisk.md", "CreateUDisk", &["Name"]);
    let page = "specs/pages/ucloud/udisk/CreateUDisk.md";
    for (form, start, has) in [
        ("text", "error[request-parameter-removed]", page),
        ("json", "{", page),
        ("markdown", "## API drift: `HEAD` to `specs/pages`", page),
        // What is gone has no line in the files at hand.
        ("github", "::error ", "request-parameter-removed"),
        ("junit", "<?xml", "request-parameter-removed"),
        ("sarif", "{", page),
    ] {
        let ran = fixture.run(&["drift", "--format", form]);
        assert!(ran.stdout.starts_with(start), "{form}\n{}", ran.stdout);
        assert!(ran.stdout.contains(has), "{form}\n{}", ran.stdout);
        assert_eq!(ran.stderr, "", "{form}");
    }
}

#[test]
fn what_is_allowed_does_not_fail_and_what_is_stale_does() {
    let fixture = committed();
    fixture.page("udisk/CreateUDisk.md", "CreateUDisk", &["Name"]);
    let entry = |subject: &str, until: &str| {
        format!(
            "allow:\n- rule: request-parameter-removed\n  subject: {subject}\n  reason: never worked\n  until: {until}\n"
        )
    };
    let size = "ucloud/udisk/CreateUDisk/request/Size";
    fixture.write("specs/drift-allow.yaml", entry(size, "2999-01-01"));
    let ran = fixture.fine(&["drift"]);
    assert!(ran.stdout.contains("1 allowed"), "{}", ran.stdout);

    for (subject, until, code) in [
        (size, "2020-01-01", "A003"),
        (
            "ucloud/udisk/CreateUDisk/request/Other",
            "2999-01-01",
            "A004",
        ),
    ] {
        fixture.write("named.yaml", entry(subject, until));
        let path = fixture.root.join("named.yaml");
        let ran = fixture.run(&["drift", "--allow", path.to_str().unwrap()]);
        assert_eq!(ran.code, Some(1));
        assert!(ran.stdout.contains(code), "{}", ran.stdout);
    }
    // Where one vendor is compared, what is said of another is not stale.
    let of_other = entry("tencent/cbs/X/request/Y", "2999-01-01");
    fixture.write("specs/drift-allow.yaml", of_other);
    let ran = fixture.run(&["drift", "--vendor", "ucloud", "--fail-on", "none"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stdout);
}

#[test]
fn wrong_usage_is_2_and_what_cannot_run_is_3() {
    let fixture = committed();
    let code = |args: &[&str]| fixture.run(args).code;
    assert_eq!(code(&["drift", "--from", "no-such-revision"]), Some(2));
    assert_eq!(code(&["drift", "--from", "--output=x"]), Some(2));
    assert_eq!(
        code(&[
            "drift",
            "--from",
            "HEAD",
            "--pages-from",
            "a",
            "--pages-to",
            "b"
        ]),
        Some(2)
    );
    assert_eq!(code(&["drift", "--pages-from", "a"]), Some(2));
    assert_eq!(code(&["drift", "--format", "xml"]), Some(2));
    assert_eq!(code(&["drift", "--vendor", "nobody"]), Some(2));
    assert_eq!(code(&["drift", "explain", "no-such-rule"]), Some(2));
    assert_eq!(code(&["drift", "--allow", "no-such-file"]), Some(3));
    fixture.write("specs/drift-allow.yaml", "allow:\n- rule: x\n");
    assert_eq!(code(&["drift"]), Some(3));
    fixture.remove("specs/drift-allow.yaml");
    fixture.write("specs/overlays/ucloud/udisk.yaml", "format: 1\nvendor: ucloud\nservice: udisk\ncorrections:\n- item: operations/CreateUDisk/request/Gone\n  was: {type: integer}\n  set: {type: string}\n  reason: r\n  evidence: e\n");
    let ran = fixture.run(&["drift"]);
    assert_eq!(ran.code, Some(3), "{}{}", ran.stdout, ran.stderr);
    assert_eq!(ran.stdout, "");
}

#[test]
fn a_name_that_is_a_folder_and_a_revision_is_neither() {
    let fixture = committed();
    git(&fixture.root, &["branch", "specs"]);
    let ran = fixture.run(&["drift", "--from", "specs"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("refs/heads/specs"), "{}", ran.stderr);
}

#[test]
fn without_a_repository_a_revision_is_unknown() {
    let fixture = Fixture::with_pages();
    let ran = fixture.run(&["drift"]);
    assert_eq!(ran.code, Some(2), "{}", ran.stdout);
    assert!(
        ran.stderr.contains("neither a revision nor a folder"),
        "{}",
        ran.stderr
    );
}

#[test]
fn pages_with_other_letters_in_their_names_are_found() {
    let fixture = committed();
    fixture.page("udisk/磁盘 a.md", "Odd", &["X"]);
    fixture.fine(&["regen", "--quiet"]);
    commit(&fixture, "second");
    fixture.page("udisk/磁盘 a.md", "Odd", &["X", "Y"]);
    let report = json(&fixture.run(&["drift", "--format", "json"]).stdout);
    assert_eq!(
        report["changes"][0]["to"]["page"],
        "specs/pages/ucloud/udisk/磁盘 a.md"
    );
    assert!(report["changes"][0]["to"]["line"].is_number());
}

#[test]
fn rules_are_listed_and_explained() {
    let fixture = Fixture::new();
    let rules = json(&fixture.fine(&["drift", "rules", "--format", "json"]).stdout);
    assert!(rules["rules"].as_array().unwrap().len() > 100);
    let text = fixture.fine(&["drift", "rules"]).stdout;
    assert!(text.contains("request-parameter-removed"), "{text}");
    let text = fixture
        .fine(&["drift", "explain", "request-parameter-removed"])
        .stdout;
    assert!(text.contains("wire: warning, source: error"), "{text}");
    let schema = json(&fixture.fine(&["drift", "schema"]).stdout);
    assert_eq!(schema["title"], "DriftReport");
}

#[test]
fn regen_ends_with_the_drift_of_what_it_wrote() {
    let fixture = Fixture::with_pages();
    let ran = fixture.fine(&["regen"]);
    assert!(
        !ran.stdout.contains("drift:"),
        "there was nothing before:\n{}",
        ran.stdout
    );
    fixture.page("udisk/CreateUDisk.md", "CreateUDisk", &["Name", "Zone"]);
    let ran = fixture.fine(&["regen"]);
    let (_, drift) = ran.stdout.split_once("drift: ").unwrap();
    insta::assert_snapshot!(drift, @r"
    2 changes: 1 breaks deployed clients, 1 breaks source code, 1 may trouble deployed clients
      wire: 1 error, 1 warning, 0 info, 0 none
      source: 1 error, 0 warning, 1 info, 0 none
      breaks source code: parameter `Size` of CreateUDisk is gone [request-parameter-removed]
      breaks clients: parameter `Zone` of CreateUDisk is new and required: `string` [request-required-parameter-added]
    ");
    let ran = fixture.fine(&["regen"]);
    assert!(
        !ran.stdout.contains("drift:"),
        "nothing changed:\n{}",
        ran.stdout
    );
    fixture.page("udisk/CreateUDisk.md", "CreateUDisk", &["Name"]);
    assert_eq!(fixture.fine(&["regen", "--quiet"]).stdout, "");
}
