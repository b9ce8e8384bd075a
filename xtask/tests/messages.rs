//! What the commands say when they cannot do what they were asked, and how they end.

mod support;

use std::fs;

use insta::assert_snapshot;
use support::{Fixture, write};

/// Exit code and standard error.
fn refusal(fixture: &Fixture, args: &[&str]) -> String {
    let before = fixture.files();
    let ran = fixture.run(args);
    assert_eq!(fixture.files(), before, "a refusal changes nothing");
    assert_eq!(ran.stdout, "");
    format!("exit {}\n{}", ran.code.unwrap_or(-1), ran.stderr)
}

#[test]
fn no_such_folder() {
    assert_snapshot!(refusal(&Fixture::with_pages(), &["regen", "--pages", "nowhere"]), @r"
    exit 3
    error: cannot read nowhere: No such file or directory (os error 2)
      = help: check the path; a link may lead nowhere
    ");
}

#[test]
fn an_empty_folder() {
    let fixture = Fixture::with_pages();
    fs::create_dir_all(fixture.beside("empty")).unwrap();
    let args = ["regen", "--vendor", "ucloud", "--pages", "../empty"];
    assert_snapshot!(refusal(&fixture, &args), @r"
    exit 3
    error: there are no pages in ../empty
      = help: name a folder that holds Markdown files (*.md), at any depth
    ");
}

#[test]
fn nothing_to_work_from() {
    assert_snapshot!(refusal(&Fixture::new(), &["regen"]), @r"
    exit 3
    error: there are no pages and no specs to work from
      = help: put pages into specs/pages/<vendor>/<service>, or name a folder with --pages
    ");
}

#[cfg(unix)]
#[test]
fn a_page_that_cannot_be_read() {
    let fixture = Fixture::with_pages();
    let link = fixture.root.join("specs/pages/ucloud/udisk/Gone.md");
    std::os::unix::fs::symlink("/nowhere/Gone.md", link).unwrap();
    let ran = fixture.run(&["regen"]);
    assert_eq!(ran.code, Some(3));
    assert_snapshot!(ran.stderr, @r"
    error: cannot read TEMP/workspace/specs/pages/ucloud/udisk/Gone.md: No such file or directory (os error 2)
      = help: check the path; a link may lead nowhere
    ");
    assert!(!fixture.has("specs/api"));
}

#[test]
fn no_such_vendor() {
    assert_snapshot!(refusal(&Fixture::with_pages(), &["regen", "--vendor", "acme"]), @r"
    exit 2
    error: there is no vendor `acme`
      = help: the vendors are alibaba, tencent, ucloud, ucloudstack, zenlayer; a new one begins with specs/vendors/acme.yaml
    ");
}

#[test]
fn a_folder_of_no_vendor() {
    let fixture = Fixture::with_pages();
    fixture.write("specs/pages/acme/x/X.md", "# X\n");
    assert_snapshot!(refusal(&fixture, &["regen"]), @r"
    exit 3
    error: specs/pages/acme is no vendor's
      = help: write specs/vendors/acme.yaml, or rename the folder
    ");
}

#[test]
fn no_such_service() {
    assert_snapshot!(refusal(&Fixture::with_pages(), &["regen", "--service", "uhost", "--quiet"]), @r"
    exit 2
    error: no page or spec tells of a service `uhost`
      = help: these pages tell of udisk, usnap
    ");
}

#[test]
fn pages_of_nobody() {
    let fixture = Fixture::with_pages();
    write(&fixture.beside("docs/a/X.md"), "# X\n");
    assert_snapshot!(refusal(&fixture, &["regen", "--pages", "../docs"]), @r"
    exit 2
    error: whose pages are in ../docs?
      = help: say --vendor and one of alibaba, tencent, ucloud, ucloudstack, zenlayer
    ");
}

#[test]
fn dates_that_are_none() {
    let fixture = Fixture::with_pages();
    fixture.write(
        "specs/pages/ucloud/_dates.tsv",
        "udisk/CreateUDisk.md\tyesterday\n",
    );
    assert_snapshot!(refusal(&fixture, &["regen"]), @r"
    exit 3
    error: TEMP/workspace/specs/pages/ucloud/_dates.tsv:1: no page and date
      = help: write the page's path, a tab and a date such as 2021-04-30
    ");
}

#[test]
fn a_spec_that_is_no_spec() {
    let fixture = Fixture::with_pages();
    fixture.write("specs/api/ucloud/udisk.yaml", "format: 7\n");
    let text = refusal(&fixture, &["regen"]);
    assert!(
        text.starts_with("exit 3\nerror: specs/api/ucloud/udisk.yaml cannot be read"),
        "{text}"
    );
}

#[test]
fn a_wrong_flag() {
    assert_eq!(
        Fixture::with_pages().run(&["regen", "--page", "x"]).code,
        Some(2)
    );
}

#[test]
fn no_workspace() {
    let fixture = Fixture::new();
    fs::remove_dir_all(fixture.root.join("specs")).unwrap();
    assert_snapshot!(refusal(&fixture, &["regen"]), @r"
    exit 3
    error: this is no specwright workspace: it has no folder specs/vendors
      = help: run `cargo xtask` inside a checkout of specwright
    ");
}
