//! The door from names to files of the catalogue.

use std::collections::BTreeSet;

/// Names that some systems keep for themselves.
const RESERVED: &[&str] = &["aux", "con", "nul", "prn", "index"];

/// Names of files in one folder, each once whatever the case.
#[derive(Debug, Default)]
pub(crate) struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// The file's name, without an ending.
    pub(crate) fn claim(&mut self, name: &str) -> String {
        let plain = plain(name);
        let mut free = plain.clone();
        let mut number = 2;
        while !self.taken.insert(free.to_ascii_lowercase()) {
            free = format!("{plain}-{number}");
            number += 1;
        }
        free
    }
}

/// Letters, digits, `-` and `_`; `_` for everything else.
pub(crate) fn plain(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let plain: String = name
        .chars()
        .take(120)
        .map(|c| if is_plain(c) { c } else { '_' })
        .collect();
    if plain.is_empty() || RESERVED.contains(&plain.to_ascii_lowercase().as_str()) {
        plain + "_"
    } else {
        plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_and_stand_once() {
        let mut names = Names::default();
        let claimed = ["GetDisk", "getdisk", "../x", "index", ""].map(|name| names.claim(name));
        assert_eq!(claimed, ["GetDisk", "getdisk-2", "___x", "index_", "_"]);
    }
}
