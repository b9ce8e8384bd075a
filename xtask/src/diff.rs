//! What `regen --check` shows: a unified diff for each file that is not as it should be.

use std::fmt::Write;

use similar::TextDiff;

use crate::plan::Change;
use crate::table::count;

/// So many lines of one file are shown; the rest is counted.
const LINES: usize = 120;
/// So many files are shown; the others are named.
const FILES: usize = 30;

/// Every change as a diff, from what there is to what there should be.
pub fn unified(changes: &[Change]) -> String {
    let mut text = String::new();
    for change in changes.iter().take(FILES) {
        text.push_str(&one(change));
    }
    for change in changes.iter().skip(FILES) {
        let _ = writeln!(text, "{} differs too", change.path);
    }
    text
}

fn one(change: &Change) -> String {
    let old = String::from_utf8_lossy(change.old.as_deref().unwrap_or_default());
    let new = String::from_utf8_lossy(change.new.as_deref().unwrap_or_default());
    let name = |side: &str, bytes: &Option<Vec<u8>>| match bytes {
        Some(_) => format!("{side}/{}", change.path),
        None => "/dev/null".to_owned(),
    };
    let diff = TextDiff::from_lines(old.as_ref(), new.as_ref());
    let diff = diff
        .unified_diff()
        .context_radius(3)
        .header(&name("a", &change.old), &name("b", &change.new))
        .to_string();
    let mut text: String = diff.split_inclusive('\n').take(LINES).collect();
    let more = diff.lines().count().saturating_sub(LINES);
    if more > 0 {
        let _ = writeln!(text, "… {} more of {}", count(more, "line"), change.path);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_a_new_and_a_stale_file() {
        let change = |path: &str, old: Option<&str>, new: Option<&str>| Change {
            path: path.into(),
            old: old.map(Into::into),
            new: new.map(Into::into),
        };
        let text = unified(&[
            change("a.yaml", Some("x: 1\ny: 2\n"), Some("x: 1\ny: 3\n")),
            change("new.rs", None, Some("fn f() {}\n")),
            change("old.rs", Some("fn g() {}\n"), None),
        ]);
        insta::assert_snapshot!(text, @r"
        --- a/a.yaml
        +++ b/a.yaml
        @@ -1,2 +1,2 @@
         x: 1
        -y: 2
        +y: 3
        --- /dev/null
        +++ b/new.rs
        @@ -0,0 +1 @@
        +fn f() {}
        --- a/old.rs
        +++ /dev/null
        @@ -1 +0,0 @@
        -fn g() {}
        ");
    }

    #[test]
    fn a_long_diff_is_cut_and_says_so() {
        let new: String = (0..500).map(|n| format!("{n}\n")).collect();
        let text = unified(&[Change {
            path: "long".into(),
            old: None,
            new: Some(new.into_bytes()),
        }]);
        assert_eq!(text.lines().count(), LINES + 1);
        assert!(text.ends_with("… 383 lines more of long\n"), "{text}");
    }
}
