//! The five pages that the project began with, from page to facts and clients. They lie outside the
//! repository: without them this says so and checks nothing.

#[macro_use]
#[path = "support/tell.rs"]
mod tell;

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use support::Fixture;

const SEEDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/seeds");

fn are_there() -> bool {
    let is_page = |name: &Path| name.extension().is_some_and(|ending| ending == "md");
    let entries = std::fs::read_dir(SEEDS).into_iter().flatten().flatten();
    let pages = entries.filter(|entry| is_page(&entry.path())).count();
    tell!("{pages} pages read in {SEEDS}");
    assert!(
        pages > 0 || !Path::new(SEEDS).exists(),
        "a folder of seeds without pages"
    );
    pages > 0
}

#[test]
fn their_facts_are_all_there() {
    if !are_there() {
        tell!("../shared/seeds is not here: nothing was checked");
        return;
    }
    let ran = Fixture::new().fine(&["facts", "--pages", SEEDS]);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for line in ran.stdout.lines() {
        let fact: Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| fact[key].as_str().unwrap().to_owned();
        let key = format!("{} {} {}", text("vendor"), text("operation"), text("in"));
        *counts.entry(key).or_default() += 1;
    }
    let counts: Vec<_> = counts
        .iter()
        .map(|(key, count)| format!("{key} {count}"))
        .collect();
    insta::assert_snapshot!(counts.join("\n"), @r"
    alibaba CreateSnapshot error 31
    alibaba CreateSnapshot request 11
    alibaba CreateSnapshot response 1
    tencent CreateSnapshot error 14
    tencent CreateSnapshot request 2
    tencent CreateSnapshot response 1
    ucloud CreateSnapshotService request 12
    ucloud CreateSnapshotService response 2
    ucloudstack CreateSnapshot request 8
    ucloudstack CreateSnapshot response 1
    ucloudstack DeleteSnapshot request 4
    ucloudstack DescribeSnapshot request 9
    ucloudstack DescribeSnapshot response 17
    ucloudstack RollbackSnapshot request 5
    zenlayer CreateSnapshot error 4
    zenlayer CreateSnapshot request 3
    zenlayer CreateSnapshot response 1
    ");
}

#[test]
fn they_become_specs_and_clients() {
    if !are_there() {
        tell!("../shared/seeds is not here: nothing was checked");
        return;
    }
    let fixture = Fixture::new();
    fixture.fine(&["regen", "--pages", SEEDS]);
    for (path, operation) in [
        ("alibaba/ecs", "CreateSnapshot"),
        ("tencent/cbs", "CreateSnapshot"),
        ("zenlayer/zec", "CreateSnapshot"),
    ] {
        let spec = fixture.read(&format!("specs/api/{path}.yaml"));
        assert!(
            spec.contains(&format!("name: {operation}")),
            "{path}:\n{spec}"
        );
        assert!(spec.contains("source: {pages: seeds}"), "{path}:\n{spec}");
        assert!(
            !spec.contains("doc:"),
            "sentences of {path} reached the workspace"
        );
    }
    let before = fixture.files();
    fixture.fine(&["regen", "--pages", SEEDS]);
    assert_eq!(fixture.files(), before);
}
