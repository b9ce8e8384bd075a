//! A run that is killed half-way: the next one puts things right.

mod support;

use support::{Fixture, bytes};

/// Two runs: the first whole, the second, with other pages, killed at a point.
fn killed(at: &str) -> Fixture {
    let fixture = Fixture::with_pages();
    fixture.fine(&["regen"]);
    change(&fixture);
    let ran = fixture.run_with(&["regen"], &[("SPECWRIGHT_FAILPOINT", at)]);
    assert_eq!(ran.code, None, "{at} was not reached: {}", ran.stderr);
    fixture
}

fn change(fixture: &Fixture) {
    fixture.page("udisk/CreateUDisk.md", "CreateUDisk", &["Name", "Zone"]);
    fixture.page("unet/AllocateEIP.md", "AllocateEIP", &["Bandwidth"]);
    fixture.remove("specs/pages/ucloud/usnap/CreateUSnap.md");
}

#[test]
fn the_next_run_puts_things_right() {
    let whole = Fixture::with_pages();
    whole.fine(&["regen"]);
    let before = whole.files();
    change(&whole);
    whole.fine(&["regen"]);
    let expected = whole.files();
    let changed = expected
        .iter()
        .filter(|(path, (bytes, _))| before.get(*path).is_none_or(|b| b.0 != *bytes));
    let points = changed.count() - 2;
    assert!(
        points > 4,
        "so many files changed that a kill can fall between them: {points}"
    );

    let renames = (1..=points).map(|n| format!("rename:{n}"));
    for at in ["stage:1", "stage:2", "journal:1"]
        .map(str::to_owned)
        .into_iter()
        .chain(renames)
    {
        let fixture = killed(&at);
        let ran = fixture.fine(&["regen"]);
        let words = if at.starts_with("stage") {
            "was undone"
        } else {
            "was finished"
        };
        assert!(ran.stderr.contains(words), "{at}: {}", ran.stderr);
        assert_eq!(bytes(&fixture.files()), bytes(&expected), "killed at {at}");
        fixture.fine(&["regen", "--check"]);
    }
}

#[test]
fn check_says_that_a_run_is_pending_and_writes_nothing() {
    let fixture = killed("rename:2");
    let before = support::files(&fixture.root);
    let ran = fixture.run(&["regen", "--check"]);
    assert_eq!(ran.code, Some(1));
    assert_eq!(
        ran.stdout,
        "an interrupted regen is pending: `cargo xtask regen` finishes or undoes it\n"
    );
    assert_eq!(support::files(&fixture.root), before);
}

#[test]
fn a_killed_run_whose_staged_files_are_damaged_is_undone() {
    let fixture = killed("rename:1");
    for entry in std::fs::read_dir(fixture.root.join(".regen/new")).unwrap() {
        std::fs::write(entry.unwrap().path(), "damaged").unwrap();
    }
    // With the pages of the first run, nothing differs once the changes are taken back.
    fixture.page("udisk/CreateUDisk.md", "CreateUDisk", &["Name", "Size"]);
    fixture.page("usnap/CreateUSnap.md", "CreateUSnap", &["VDiskId"]);
    fixture.remove("specs/pages/ucloud/unet/AllocateEIP.md");
    let ran = fixture.fine(&["regen"]);
    assert!(ran.stderr.contains("was undone"), "{}", ran.stderr);
    assert!(ran.stdout.contains("nothing to change"), "{}", ran.stdout);
}
