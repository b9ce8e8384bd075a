//! `catalog` from outside: the folder, the history, the defects, the proposals.

mod support;

use support::{Fixture, bytes, files, git, page};

fn with_specs() -> Fixture {
    let fixture = Fixture::with_pages();
    fixture.fine(&["regen", "--quiet"]);
    fixture
}

#[test]
fn a_catalogue_is_the_same_each_time_and_spares_other_folders() {
    let fixture = with_specs();
    let ran = fixture.fine(&["catalog", "--out", "first"]);
    assert!(
        ran.stdout.starts_with("2 services, 3 operations; 8 pages"),
        "{}",
        ran.stdout
    );
    fixture.fine(&["catalog", "--out", "second"]);
    let (first, second) = (
        files(&fixture.root.join("first")),
        files(&fixture.root.join("second")),
    );
    assert_eq!(bytes(&first), bytes(&second));
    // What is gone from the specs is gone from the catalogue.
    fixture.write("first/ucloud/udisk/Gone.html", "old");
    fixture.fine(&["catalog", "--out", "first"]);
    assert!(!fixture.has("first/ucloud/udisk/Gone.html"));
    fixture.write("mine/notes.txt", "mine");
    let refused = fixture.run(&["catalog", "--out", "mine"]);
    assert_eq!(refused.code, Some(2), "{}", refused.stderr);
    assert_eq!(fixture.read("mine/notes.txt"), "mine");
}

#[test]
fn the_call_the_defects_and_the_history_stand_with_the_operation() {
    let fixture = with_specs();
    git(&fixture.root, &["init", "--quiet"]);
    git(&fixture.root, &["add", "specs"]);
    git(&fixture.root, &["commit", "--quiet", "-m", "first"]);
    git(&fixture.root, &["tag", "v0.1.0"]);
    let text = page("DeleteUDisk", &["UDiskId", "Zone"])
        .replace("Words about Zone.", "Words,\nmore words.");
    fixture.write("specs/pages/ucloud/udisk/DeleteUDisk.md", text);
    fixture.fine(&["regen", "--quiet"]);
    fixture.fine(&["catalog", "--out", "out"]);
    let html = fixture.read("out/ucloud/udisk/DeleteUDisk.html");
    for told in [
        ".delete_udisk()",
        ".udisk_id(",
        "T004",
        "request-required-parameter-added",
        "v0.1.0 → now",
    ] {
        assert!(html.contains(told), "{told}\n{html}");
    }
    let other = fixture.read("out/ucloud/usnap/CreateUSnap.html");
    assert!(
        other.contains("No change of its own: v0.1.0 → now.") && other.contains("None found."),
        "{other}"
    );
}

#[test]
fn what_is_new_or_gone_stands_with_its_service_and_pages_that_are_elsewhere_are_no_good_pages() {
    let fixture = with_specs();
    git(&fixture.root, &["init", "--quiet"]);
    git(&fixture.root, &["add", "specs"]);
    git(&fixture.root, &["commit", "--quiet", "-m", "first"]);
    let pages = fixture.root.join("specs/pages/ucloud");
    std::fs::remove_file(pages.join("udisk/DeleteUDisk.md")).unwrap();
    std::fs::rename(pages.join("usnap"), fixture.beside("usnap")).unwrap();
    fixture.page("unet/CreateEIP.md", "CreateEIP", &["Zone"]);
    fixture.fine(&["regen", "--quiet"]);
    let specs = fixture.root.join("specs/api/ucloud");
    assert!(!specs.join("usnap.yaml").exists());
    // Its page is not at hand any more, and its spec is.
    std::fs::remove_dir_all(pages.join("unet")).unwrap();
    fixture.fine(&["catalog", "--since", "HEAD", "--out", "out"]);
    let tells = |page: &str, rule: &str| {
        let html = fixture.read(&format!("out/ucloud/{page}.html"));
        assert!(html.contains(rule), "{page} tells no {rule}:\n{html}");
    };
    tells("udisk/index", "operation-page-vanished");
    tells("unet/index", "service-added");
    tells("unet/CreateEIP", "service-added");
    tells("unet/CreateEIP", "nobody looked");
    tells("index", "service-removed");
}

#[test]
fn capabilities_that_name_nothing_are_findings() {
    let fixture = with_specs();
    let file = |operation: &str| {
        format!(
            "format: 1\ncapabilities:\n- id: disk-create\n  title: Create a disk\n  words: [[create], [disk]]\n  \
             concepts: [{{id: name, means: Its name}}]\n  vendors:\n    \
             ucloud: {{service: udisk, operation: {operation}, pairs: {{name: Name}}}}\n    \
             alibaba: {{no-page: none}}\n    tencent: {{no-page: none}}\n    ucloudstack: {{none: it has no disks}}\n    zenlayer: {{no-page: none}}\n"
        )
    };
    fixture.write("specs/capabilities.yaml", file("CreateUDisk"));
    fixture.fine(&["catalog", "--out", "out"]);
    let compare = fixture.read("out/compare.html");
    assert!(
        compare.contains("no page") && compare.contains(">none<"),
        "{compare}"
    );
    fixture.write(
        "specs/capabilities.yaml",
        file("CreateUDisk").replace("name: Name}", "name: Nothing}"),
    );
    let ran = fixture.run(&["catalog", "--out", "out"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stderr
            .contains("name is Nothing, which the request does not have"),
        "{}",
        ran.stderr
    );
    let proposed = fixture.fine(&["catalog", "--propose"]).stdout;
    assert!(proposed.contains("operation: CreateUDisk"), "{proposed}");
}
