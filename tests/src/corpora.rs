//! The vendors' real pages, where they are at hand beside the checkout. Nothing of their text
//! may reach a file of this repository: only figures do.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use specwright_reader::PageFile;

/// One folder of real pages, read as one reading.
#[derive(Clone, Copy, Debug)]
pub struct Corpus {
    /// Its name in tables and files.
    pub name: &'static str,
    /// The vendor's profile.
    pub vendor: &'static str,
    /// The folder under `../shared/corpus`.
    pub folder: &'static str,
    /// The file of truths under `../shared/truth`.
    pub truth: &'static str,
    /// Parameters that are left out of the comparison, with commas.
    pub except: &'static str,
    /// Which of the pages belong to it, by their text.
    pub holds: fn(&str) -> bool,
}

/// All corpora that there are truths for.
pub const CORPORA: &[Corpus] = &[
    Corpus {
        name: "alibaba",
        vendor: "alibaba",
        folder: "alibaba",
        truth: "alibaba",
        except: "",
        holds: every_page,
    },
    Corpus {
        name: "tencent-zh",
        vendor: "tencent",
        folder: "tencent/zh",
        truth: "tencent-zh",
        except: "",
        holds: every_page,
    },
    Corpus {
        name: "tencent-en",
        vendor: "tencent",
        folder: "tencent/en",
        truth: "tencent-en",
        except: "",
        holds: every_page,
    },
    Corpus {
        name: "ucloud",
        vendor: "ucloud",
        folder: "ucloud",
        truth: "ucloud",
        except: "",
        holds: every_page,
    },
    // The pages were relaxed after the SDK was made: `Zone` is needed no more.
    Corpus {
        name: "ucloudstack-v1",
        vendor: "ucloudstack",
        folder: "ucloudstack/v1",
        truth: "ucloudstack",
        except: "Zone",
        holds: every_page,
    },
    Corpus {
        name: "zenlayer",
        vendor: "zenlayer",
        folder: "zenlayer",
        truth: "zenlayer",
        except: "",
        holds: every_page,
    },
];

/// Parts of corpora that are scored by themselves, beside the whole.
pub const PARTS: &[Corpus] = &[Corpus {
    name: "alibaba-e2-e3",
    vendor: "alibaba",
    folder: "alibaba",
    truth: "alibaba",
    except: "",
    holds: is_generated,
}];

fn every_page(_: &str) -> bool {
    true
}

/// Whether a page of Alibaba's is not of the first era: those were written by hand, and their headings
/// end in `{#section_x .section}` or `{ .section}`. Generated ones name the section in the anchor
/// (`{#parameters .section}`), or have none.
fn is_generated(text: &str) -> bool {
    let anchors = text
        .lines()
        .filter(|line| line.starts_with('#'))
        .filter_map(|line| line.trim_end().strip_suffix(".section}"))
        .filter_map(|front| front.rsplit_once('{'))
        .map(|(_, anchor)| anchor.trim());
    let names = ["#parameters", "#resultMapping", "#demo"];
    let (mut is_anchored, mut is_named) = (false, false);
    for anchor in anchors {
        is_anchored = true;
        is_named |= names.contains(&anchor);
    }
    !is_anchored || is_named
}

/// The folder beside the checkout; nothing, with a word, if it is not here.
pub fn shared() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    if folder.join("corpus").is_dir() {
        return Some(folder);
    }
    crate::tell!("../shared is not here: no real page was read");
    None
}

impl Corpus {
    /// The pages, by path, with their dates.
    pub fn pages(&self, shared: &Path) -> Vec<PageFile> {
        let folder = shared.join("corpus").join(self.folder);
        let mut pages = Vec::new();
        collect(&folder, &folder, &mut pages);
        pages.retain(|page| (self.holds)(&String::from_utf8_lossy(&page.bytes)));
        pages.sort_by(|a: &PageFile, b| a.path.cmp(&b.path));
        let dates = std::fs::read_to_string(folder.join("_dates.tsv")).unwrap_or_default();
        for (path, date) in dates.lines().filter_map(|line| line.split_once('\t')) {
            if let Ok(at) = pages.binary_search_by(|page| page.path.as_str().cmp(path)) {
                pages[at].date = Some(date.to_owned());
            }
        }
        assert!(!pages.is_empty(), "{}: no page was read", folder.display());
        pages
    }
}

/// A hash of pages: figures are judged only over the pages that they were taken from.
pub fn hash(pages: &[PageFile]) -> String {
    let mut hash = Sha256::new();
    for page in pages {
        for part in [page.path.as_bytes(), &page.bytes] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    hash.finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn collect(root: &Path, folder: &Path, pages: &mut Vec<PageFile>) {
    for entry in
        std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
    {
        let path = entry.expect("an entry of the folder").path();
        if path.is_dir() {
            collect(root, &path, pages);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            let name = path
                .strip_prefix(root)
                .expect("a path below its root")
                .to_string_lossy()
                .replace('\\', "/");
            pages.push(PageFile {
                path: name,
                bytes: std::fs::read(&path).expect("a page"),
                date: None,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eras_are_told_by_anchors_of_headings() {
        for (text, expected) in [
            ("# A\n## Debugging\n", true),
            (
                "# A {#doc_1 .reference}\n## P {#parameters .section}\n## X {#section_1 .section}\n",
                true,
            ),
            ("# A\n## P {#section_abc .section}\n", false),
            ("# A\n## P { .section}\n", false),
            ("# A\ntext { .section}\n", true),
        ] {
            assert_eq!(is_generated(text), expected, "{text}");
        }
    }
}
