//! `changelog` from outside: what it writes, that doing it again changes nothing, and the version it asks for.

mod support;

use support::{Fixture, git};

const LOG: &str = "crates/clients/CHANGELOG.md";

/// A workspace with one release, `v0.1.0`.
fn released() -> Fixture {
    let fixture = Fixture::with_pages();
    fixture.write("Cargo.toml", "[workspace.package]\nversion = \"0.1.0\"\n");
    fixture.fine(&["regen", "--quiet"]);
    git(&fixture.root, &["init", "-q"]);
    git(&fixture.root, &["add", "specs"]);
    git(&fixture.root, &["commit", "-q", "-m", "release"]);
    git(&fixture.root, &["tag", "v0.1.0"]);
    fixture
}

#[test]
fn nothing_changed_since_the_release() {
    let ran = released().fine(&["changelog"]);
    assert_eq!(ran.stdout, "needs no release: 0.1.0 stays\n");
}

#[test]
fn entries_are_written_by_service_and_once() {
    let fixture = released();
    fixture.page("udisk/CreateUDisk.md", "CreateUDisk", &["Name", "Zone"]);
    fixture.page(
        "usnap/CreateUSnap.md",
        "CreateUSnap",
        &["VDiskId", "Comment"],
    );
    fixture.fine(&["regen", "--quiet"]);
    let ran = fixture.run(&["changelog", "--check"]);
    assert_eq!(ran.code, Some(1));
    assert!(!fixture.has(LOG));
    let ran = fixture.fine(&["changelog"]);
    assert_eq!(
        ran.stdout,
        "needs a minor release: 0.1.0 to 0.2.0 (major, folded below 1.0)\n"
    );
    let log = fixture.read(LOG);
    insta::assert_snapshot!(log, @r"
    # Changelog

    What users of the generated clients meet from release to release. `cargo xtask changelog` writes what
    stands between the marks; all else is written by hand.

    ## Unreleased

    <!-- entries: cargo xtask changelog -->

    Needs a minor release: 0.1.0 to 0.2.0 (major, folded below 1.0).

    ### `ucloud::udisk`

    #### Breaking

    - Parameter `Size` of CreateUDisk is gone.

    #### Added

    - Parameter `Zone` of CreateUDisk is new and required: `string`; deployed clients break.

    ### `ucloud::usnap`

    #### Added

    - Parameter `Comment` of CreateUSnap is new and required: `string`; deployed clients break.

    <!-- end of entries -->
    ");

    fixture.fine(&["changelog", "--check"]);
    fixture.fine(&["changelog"]);
    assert_eq!(fixture.read(LOG), log);

    fixture.write(
        LOG,
        log.replace("<!-- entries", "- By hand.\n\n<!-- entries"),
    );
    fixture.page("udisk/CreateUDisk.md", "CreateUDisk", &["Name", "Size"]);
    fixture.fine(&["regen", "--quiet"]);
    let ran = fixture.fine(&["changelog"]);
    assert_eq!(
        ran.stdout,
        "needs a patch release: 0.1.0 to 0.1.1 (minor, folded below 1.0)\n"
    );
    let log = fixture.read(LOG);
    assert!(
        log.contains("- By hand.") && !log.contains("udisk"),
        "{log}"
    );
}

#[test]
fn without_a_release_all_is_new() {
    let fixture = Fixture::with_pages();
    fixture.fine(&["regen", "--quiet"]);
    let ran = fixture.fine(&["changelog"]);
    assert!(
        ran.stderr.contains("nothing was released"),
        "{}",
        ran.stderr
    );
    assert!(fixture.read(LOG).contains("### `ucloud::udisk`"));
    assert_eq!(
        fixture.run(&["changelog", "--from", "nowhere"]).code,
        Some(2)
    );
}
