//! Pairs of pages from the collections outside the repository, with their labels.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use specwright_reader::reading::PageFile;

use crate::labels::Label;

/// The folder of collections; it need not be there.
pub fn shared() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared")
}

/// Two revisions of a page, or of a collection.
pub struct Pair {
    /// What the pair is called in the list of rejected labels.
    pub name: String,
    /// The vendor.
    pub vendor: &'static str,
    /// The pages of each side.
    pub old: Vec<PageFile>,
    pub new: Vec<PageFile>,
    /// The labels, by operation where a pair has several.
    pub labels: Vec<(Option<String>, Label)>,
}

/// Two dated copies of a page, under one path.
pub fn tencent() -> Vec<Pair> {
    let lines = fs::read_to_string(shared().join("drift/tencent.jsonl")).unwrap();
    let pair = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| line[key].as_str().unwrap().to_owned();
        let page = |key: &str| {
            let (dated, below) = (text(key), text(key));
            let below = below.split_once('/').unwrap().1;
            // `en/op/cbs/Name.20180726.638bf9f5.md`: the date and the hash are no part of the page's path.
            let parts: Vec<&str> = below.split('.').collect();
            PageFile {
                path: format!("{}.md", parts[0]),
                bytes: fs::read(shared().join("corpus").join(&dated)).unwrap(),
                date: None,
            }
        };
        let labels = line["changes"].as_array().unwrap().iter();
        let labels = labels.map(|label| (None, Label::of_tencent(label.as_str().unwrap())));
        Pair {
            name: text("to")
                .replace("tencent@history/", "")
                .replace("tencent/", ""),
            vendor: "tencent",
            old: vec![page("from")],
            new: vec![page("to")],
            labels: labels.collect(),
        }
    };
    lines.lines().map(pair).collect()
}

/// The pages of an older revision against the same paths now.
pub fn ucloud() -> Vec<Pair> {
    let text = fs::read_to_string(shared().join("drift/ucloud.json")).unwrap();
    let labels: BTreeMap<String, Value> = serde_json::from_str(&text).unwrap();
    let pair = |(path, labels): (String, Value)| {
        let page = |collection: &str| PageFile {
            path: path.clone(),
            bytes: fs::read(shared().join("corpus").join(collection).join(&path)).unwrap(),
            date: None,
        };
        let of_page = labels["changes"].as_array().unwrap().iter();
        Pair {
            vendor: "ucloud",
            old: vec![page("ucloud@2025-08-01")],
            new: vec![page("ucloud")],
            labels: of_page
                .map(|label| (None, Label::of_ucloud(label)))
                .collect(),
            name: path,
        }
    };
    labels.into_iter().map(pair).collect()
}

/// The pages of one product's two versions, whole: each page holds many operations.
pub fn ucloudstack() -> Vec<Pair> {
    let text = fs::read_to_string(shared().join("drift/ucloudstack-v1-v2.json")).unwrap();
    let by_operation: BTreeMap<String, Value> = serde_json::from_str(&text).unwrap();
    let mut labels = Vec::new();
    for (operation, of) in &by_operation {
        for label in of["changes"].as_array().into_iter().flatten() {
            labels.push((Some(operation.clone()), Label::of_ucloud(label)));
        }
    }
    let pages = |version: &str| {
        let folder = shared().join("corpus/ucloudstack").join(version);
        let mut paths: Vec<PathBuf> = ["apiguide", "apiretcode"]
            .iter()
            .flat_map(|below| fs::read_dir(folder.join(below)).unwrap())
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
            .collect();
        paths.sort();
        paths
            .iter()
            .map(|path| PageFile {
                path: path
                    .strip_prefix(&folder)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned(),
                bytes: fs::read(path).unwrap(),
                date: None,
            })
            .collect::<Vec<_>>()
    };
    vec![Pair {
        name: "v1 to v2".into(),
        vendor: "ucloudstack",
        old: pages("v1"),
        new: pages("v2"),
        labels,
    }]
}
