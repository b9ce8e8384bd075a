//! `regen` from outside: what it writes, what it leaves alone, and what it says.

mod support;

use std::fs;

use support::{Fixture, bytes, files, page, write};

const UDISK: &str = "specs/api/ucloud/udisk.yaml";
const USNAP: &str = "specs/api/ucloud/usnap.yaml";

#[test]
fn pages_become_specs_and_clients() {
    let fixture = Fixture::with_pages();
    let ran = fixture.fine(&["regen"]);
    let spec = fixture.read(UDISK);
    for part in [
        "name: CreateUDisk",
        "name: DeleteUDisk",
        "name: Size",
        "page: udisk/CreateUDisk.md",
    ] {
        assert!(spec.contains(part), "{part} is not in\n{spec}");
    }
    assert!(fixture.has("crates/clients/src/lib.rs"));
    assert!(fixture.has("specs/schema.json"));
    assert!(ran.stdout.contains("ucloud/udisk"), "{}", ran.stdout);
    assert!(
        ran.stdout.contains("written, 0 unchanged"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_second_run_touches_nothing() {
    let fixture = Fixture::with_pages();
    fixture.fine(&["regen"]);
    let first = fixture.files();
    let ran = fixture.fine(&["regen"]);
    assert_eq!(fixture.files(), first);
    assert!(ran.stdout.contains("nothing to change"), "{}", ran.stdout);
}

#[test]
fn the_same_pages_elsewhere_give_the_same_bytes() {
    let (one, other) = (Fixture::with_pages(), Fixture::with_pages());
    one.fine(&["regen"]);
    other.fine(&["regen", "--quiet"]);
    assert_eq!(bytes(&one.files()), bytes(&other.files()));
}

#[test]
fn quiet_says_nothing() {
    let ran = Fixture::with_pages().fine(&["regen", "--quiet"]);
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", ""));
}

#[test]
fn a_changed_page_changes_its_service_only() {
    let fixture = Fixture::with_pages();
    fixture.fine(&["regen"]);
    let before = fixture.files();
    fixture.page(
        "udisk/CreateUDisk.md",
        "CreateUDisk",
        &["Name", "Size", "Zone"],
    );
    fixture.fine(&["regen"]);
    assert!(fixture.read(UDISK).contains("name: Zone"));
    assert_eq!(fixture.files()[USNAP], before[USNAP]);
}

#[test]
fn check_writes_nothing_and_shows_what_differs() {
    let fixture = Fixture::with_pages();
    let before = files(&fixture.root);
    let ran = fixture.run(&["regen", "--check"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert_eq!(
        files(&fixture.root),
        before,
        "not even the cache is written"
    );

    fixture.fine(&["regen"]);
    assert_eq!(fixture.run(&["regen", "--check"]).code, Some(0));

    fixture.page("usnap/CreateUSnap.md", "CreateUSnap", &["VDiskId", "Zone"]);
    let before = files(&fixture.root);
    let ran = fixture.run(&["regen", "--check", "--quiet"]);
    assert_eq!(ran.code, Some(1));
    assert_eq!(files(&fixture.root), before);
    for part in [
        "--- a/specs/api/ucloud/usnap.yaml\n",
        "+++ b/specs/api/ucloud/usnap.yaml\n",
        "name: Zone",
        "run `cargo xtask regen`",
    ] {
        assert!(
            ran.stdout.contains(part),
            "{part:?} is not in\n{}",
            ran.stdout
        );
    }
}

#[test]
fn an_error_changes_nothing() {
    let fixture = Fixture::with_pages();
    fixture.fine(&["regen"]);
    fixture.page(
        "udisk/CreateUDisk.md",
        "CreateUDisk",
        &["Name", "Size", "Zone"],
    );
    fixture.write(
        "specs/overlays/ucloud/udisk.yaml",
        "format: 1\nvendor: ucloud\nservice: udisk\ncorrections:\n- item: operations/CreateUDisk/request/Name\n  \
         was: { type: integer }\n  set: { type: string }\n  reason: a name is text\n  evidence: another page\n",
    );
    let before = fixture.files();
    let ran = fixture.run(&["regen"]);
    assert_eq!(ran.code, Some(1));
    assert_eq!(fixture.files(), before);
    assert!(
        ran.stderr.contains("specs/overlays/ucloud/udisk.yaml"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("nothing was changed: 1 error"),
        "{}",
        ran.stderr
    );
}

#[test]
fn an_overlay_corrects_and_goes_on_correcting() {
    let fixture = Fixture::with_pages();
    fixture.write(
        "specs/overlays/ucloud/udisk.yaml",
        "format: 1\nvendor: ucloud\nservice: udisk\ncorrections:\n- item: operations/CreateUDisk/request/Size\n  \
         was: { type: string }\n  set: { type: integer }\n  reason: a size is a number\n  evidence: another page\n",
    );
    fixture.fine(&["regen"]);
    assert!(
        fixture.read(UDISK).contains("name: Size, type: integer"),
        "{}",
        fixture.read(UDISK)
    );
    let first = fixture.files();
    fixture.fine(&["regen"]);
    assert_eq!(fixture.files(), first);
}

#[test]
fn an_overlay_of_no_service_is_an_error() {
    let fixture = Fixture::with_pages();
    fixture.write(
        "specs/overlays/ucloud/udusk.yaml",
        "format: 1\nvendor: ucloud\nservice: udusk\ncorrections: []\n",
    );
    let ran = fixture.run(&["regen"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stderr.contains("ucloud has no service `udusk`"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_vanished_page_takes_its_operation_along() {
    let fixture = Fixture::with_pages();
    fixture.fine(&["regen"]);
    fixture.remove("specs/pages/ucloud/udisk/DeleteUDisk.md");
    let ran = fixture.fine(&["regen"]);
    assert!(!fixture.read(UDISK).contains("DeleteUDisk"));
    assert!(
        ran.stdout.contains("ucloud/udisk: DeleteUDisk is removed"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_vanished_service_takes_its_files_along_and_hand_written_ones_stay() {
    let fixture = Fixture::with_pages();
    fixture.fine(&["regen"]);
    let generated: Vec<_> = fixture
        .files()
        .into_keys()
        .filter(|path| path.contains("src/ucloud/usnap"))
        .collect();
    assert!(!generated.is_empty());
    fixture.write("crates/clients/src/by_hand.rs", "//! Someone's own.\n");
    fixture.remove("specs/pages/ucloud/usnap/CreateUSnap.md");
    let ran = fixture.fine(&["regen"]);
    assert!(!fixture.has(USNAP));
    for path in generated {
        assert!(!fixture.has(&path), "{path} is stale");
    }
    assert!(fixture.has("crates/clients/src/by_hand.rs"));
    assert!(
        ran.stdout.contains("ucloud/usnap is removed"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_service_may_draw_on_several_folders() {
    let fixture = Fixture::with_pages();
    let docs = fixture.beside("docs");
    write(
        &docs.join("udisk/AttachUDisk.md"),
        page("AttachUDisk", &["UHostId"]),
    );
    let from_docs = ["regen", "--vendor", "ucloud", "--pages", "../docs"];
    fixture.fine(&["regen"]);
    let ran = fixture.fine(&from_docs);
    assert!(
        ran.stdout
            .contains("ucloud/udisk: 2 operations from other folders stay"),
        "{}",
        ran.stdout
    );
    let both = fixture.read(UDISK);
    for name in ["AttachUDisk", "CreateUDisk", "DeleteUDisk", "source: docs"] {
        assert!(both.contains(name), "{name} is not in\n{both}");
    }

    let ran = fixture.fine(&["regen"]);
    assert!(
        ran.stdout
            .contains("ucloud/udisk: 1 operation from other folders stays"),
        "{}",
        ran.stdout
    );
    assert_eq!(fixture.read(UDISK), both);
    assert_eq!(fixture.run(&["regen", "--check"]).code, Some(0));

    fs::remove_file(docs.join("udisk/AttachUDisk.md")).unwrap();
    write(
        &docs.join("udisk/DetachUDisk.md"),
        page("DetachUDisk", &["UHostId"]),
    );
    let ran = fixture.fine(&from_docs);
    assert!(
        ran.stdout.contains("ucloud/udisk: AttachUDisk is removed"),
        "{}",
        ran.stdout
    );
    assert!(fixture.read(UDISK).contains("CreateUDisk"));
}

#[test]
fn sentences_stay_only_where_they_may() {
    let fixture = Fixture::with_pages();
    let docs = fixture.beside("docs");
    write(
        &docs.join("udisk/CreateUDisk.md"),
        page("CreateUDisk", &["Name"]),
    );
    let out = fixture.beside("out");
    let spec = |root: &std::path::Path| fs::read_to_string(root.join(UDISK)).unwrap();

    fixture.fine(&["regen"]);
    assert!(
        spec(&fixture.root).contains("doc: Words about Name."),
        "our own pages: kept"
    );
    fixture.fine(&["regen", "--prose", "drop"]);
    assert!(!spec(&fixture.root).contains("doc:"), "dropped on demand");
    fixture.fine(&["regen"]);

    let other = [
        "regen",
        "--vendor",
        "ucloud",
        "--service",
        "udisk",
        "--pages",
        "../docs",
    ];
    fixture.fine(&[&other[..], &["--out", "../out"]].concat());
    assert!(
        spec(&out).contains("doc: Words about Name."),
        "other pages, outside: kept"
    );
    fixture.fine(&[&other[..], &["--out", "../out", "--prose", "drop"]].concat());
    assert!(
        !spec(&out).contains("doc:"),
        "other pages, outside, on demand: dropped"
    );
    fixture.remove("specs/pages/ucloud/udisk/DeleteUDisk.md");
    fixture.fine(&["regen"]);
    fixture.fine(&other);
    assert!(
        !spec(&fixture.root).contains("doc:"),
        "other pages, inside: dropped"
    );
}

#[test]
fn out_takes_the_whole_result_and_leaves_the_workspace_alone() {
    let fixture = Fixture::with_pages();
    let before = fixture.files();
    fixture.fine(&["regen", "--out", "../out"]);
    assert_eq!(fixture.files(), before);
    let out = files(&fixture.beside("out"));
    for path in [
        UDISK,
        USNAP,
        "specs/schema.json",
        "crates/clients/src/lib.rs",
    ] {
        assert!(out.contains_key(path), "{path} is not in {:?}", out.keys());
    }
    fixture.fine(&["regen", "--out", "../out"]);
    assert_eq!(files(&fixture.beside("out")), out);
}

#[test]
fn pages_of_several_vendors_may_lie_flat() {
    let fixture = Fixture::new();
    let seeds = fixture.beside("seeds");
    write(
        &seeds.join("ucloud-CreateUDisk.md"),
        page("CreateUDisk", &["Name"]),
    );
    write(&seeds.join("readme.md"), "# About\n");
    write(
        &seeds.join("ucloud-udisk-DeleteUDisk.md"),
        page("DeleteUDisk", &["UDiskId"]),
    );
    let ran = fixture.fine(&["facts", "--pages", "../seeds"]);
    assert!(
        ran.stdout
            .contains(r#""vendor":"ucloud","service":"","operation":"CreateUDisk""#),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout
            .contains(r#""vendor":"ucloud","service":"udisk","operation":"DeleteUDisk""#),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout
            .contains(r#""page":"ucloud-udisk-DeleteUDisk.md""#),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stderr
            .contains("../seeds/readme.md does not tell whose page it is"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr
            .contains("neither ../seeds/ucloud-CreateUDisk.md nor its folder tells the service"),
        "{}",
        ran.stderr
    );
    let ran = fixture.run(&["facts", "--vendor", "tencent", "--pages", "../seeds"]);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (Some(3), ""),
        "{}",
        ran.stderr
    );
}

#[test]
fn an_operation_of_no_service_goes_where_the_spec_has_it() {
    let fixture = Fixture::with_pages();
    fixture.fine(&["regen"]);
    let seeds = fixture.beside("seeds");
    write(
        &seeds.join("ucloud-CreateUDisk.md"),
        page("CreateUDisk", &["Zone"]),
    );
    write(&seeds.join("ucloud-Unheard.md"), page("Unheard", &["Zone"]));
    let ran = fixture.fine(&["regen", "--pages", "../seeds"]);
    let spec = fixture.read(UDISK);
    for part in [
        "name: Zone",
        "page: ucloud-CreateUDisk.md",
        "source: seeds",
        "name: DeleteUDisk",
    ] {
        assert!(spec.contains(part), "{part} is not in\n{spec}");
    }
    assert!(
        ran.stdout.contains("its CreateUDisk goes to ucloud/udisk"),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout
            .contains("1 operation left out, ../seeds/ucloud-Unheard.md first"),
        "{}",
        ran.stdout
    );
}

#[test]
fn one_service_only() {
    let fixture = Fixture::with_pages();
    fixture.fine(&["regen", "--service", "udisk"]);
    assert!(fixture.has(UDISK) && !fixture.has(USNAP));
    fixture.fine(&["regen"]);
    fixture.page("usnap/CreateUSnap.md", "CreateUSnap", &["Zone"]);
    let before = fixture.files();
    let ran = fixture.fine(&["regen", "--service", "udisk"]);
    assert_eq!(fixture.files(), before);
    assert!(
        ran.stdout.contains(
            "1 service without pages in this run, made from the spec alone: ucloud/usnap"
        )
    );
    fixture.fine(&["regen", "--pages", "specs/pages/ucloud/usnap"]);
    assert!(fixture.read(USNAP).contains("name: Zone"));
}

#[test]
fn services_without_pages_are_made_from_their_specs() {
    let fixture = Fixture::with_pages();
    fixture.fine(&["regen"]);
    let before = fixture.files();
    fs::remove_dir_all(fixture.root.join("specs/pages")).unwrap();
    fixture.remove("crates/clients/src/lib.rs");
    let ran = fixture.fine(&["regen"]);
    assert!(
        ran.stdout.contains("2 services without pages in this run"),
        "{}",
        ran.stdout
    );
    let after = fixture.files();
    assert_eq!(
        after["crates/clients/src/lib.rs"].0,
        before["crates/clients/src/lib.rs"].0
    );
    assert_eq!(after[UDISK], before[UDISK]);
}

#[test]
fn a_page_that_is_not_utf8_is_a_warning() {
    let fixture = Fixture::with_pages();
    let mut bytes = page("CreateUDisk", &["Name", "Size"]).into_bytes();
    bytes.extend_from_slice(b"\n\xff\n");
    fixture.write("specs/pages/ucloud/udisk/CreateUDisk.md", bytes);
    let ran = fixture.fine(&["regen"]);
    assert!(ran.stderr.contains("warning[B001]"), "{}", ran.stderr);
    assert!(
        ran.stderr
            .contains("specs/pages/ucloud/udisk/CreateUDisk.md:"),
        "{}",
        ran.stderr
    );
    assert!(fixture.read(UDISK).contains("CreateUDisk"));
}

#[test]
fn a_page_without_an_operation_is_counted() {
    let fixture = Fixture::with_pages();
    fixture.write(
        "specs/pages/ucloud/udisk/about.md",
        "# About disks\n\nWords.\n",
    );
    let ran = fixture.fine(&["regen"]);
    assert!(
        ran.stdout.contains("1 page without an operation"),
        "{}",
        ran.stdout
    );
}

#[test]
fn the_cache_changes_no_byte() {
    let fixture = Fixture::with_pages();
    fixture.fine(&["regen"]);
    let first = fixture.files();
    let readings = fixture.root.join("target/specwright/readings");
    let path = fs::read_dir(&readings)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    fs::write(&path, "no JSON").unwrap();
    fixture.fine(&["regen"]);
    assert_eq!(fixture.files(), first);
    fs::remove_dir_all(fixture.root.join("target")).unwrap();
    fixture.fine(&["regen"]);
    assert_eq!(fixture.files(), first);
}

#[test]
fn unchanged_pages_are_not_parsed_again() {
    let fixture = Fixture::with_pages();
    fixture.fine(&["regen"]);
    let readings = fixture.root.join("target/specwright/readings");
    let path = fs::read_dir(&readings)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    // A reading that the pages could not have given: if it comes out, they were not parsed.
    let stored = fs::read_to_string(&path)
        .unwrap()
        .replace("\"CreateUSnap\"", "\"CreateFromCache\"");
    fs::write(&path, stored).unwrap();
    fixture.fine(&["regen"]);
    assert!(fixture.read(USNAP).contains("CreateFromCache"));
    fixture.page("udisk/DeleteUDisk.md", "DeleteUDisk", &["UDiskId", "Zone"]);
    fixture.fine(&["regen"]);
    assert!(
        !fixture.read(USNAP).contains("CreateFromCache"),
        "one page changed, so the folder is read anew"
    );
}
