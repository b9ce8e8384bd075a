//! The change log of the generated crate as text, and the version that its next release needs. Pure.

use std::fmt;

use specwright_drift::Bump;

/// The part that this program writes stands between these marks; what stands outside is people's.
const BEGIN: &str = "<!-- entries: cargo xtask changelog -->";
const END: &str = "<!-- end of entries -->";
const SECTION: &str = "## Unreleased";

const HEAD: &str = "# Changelog\n\n\
    What users of the generated clients meet from release to release. `cargo xtask changelog` writes what\n\
    stands between the marks; all else is written by hand.\n";

/// The change log with these entries in its section for what is not released. What people wrote stays; doing
/// it again changes nothing.
pub fn merged(old: &str, entries: &str) -> String {
    let block = format!("{BEGIN}\n\n{}\n\n{END}", entries.trim());
    let old = if old.trim().is_empty() { HEAD } else { old };
    let Some(start) = section(old) else {
        return with_section(old, &block);
    };
    let body = start + SECTION.len();
    let end = old[body..].find("\n## ").map_or(old.len(), |at| body + at);
    let part = &old[body..end];
    let marks = part.find(BEGIN).zip(part.find(END));
    let (before, after) = match marks.filter(|(begin, end)| begin < end) {
        Some((begin, end)) => (&part[..begin], &part[end + END.len()..]),
        None => (part, ""),
    };
    // Parts with one empty line between them, whatever was there.
    let parts = [&old[..body], before, &block, after, &old[end..]].map(str::trim);
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}\n", parts.join("\n\n"))
}

/// Where the section for what is not released begins.
fn section(text: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_end() == SECTION {
            return Some(at);
        }
        at += line.len();
    }
    None
}

/// A new section, before the newest release.
fn with_section(old: &str, block: &str) -> String {
    let releases = old.find("\n## ").map_or(old.len(), |at| at + 1);
    let (head, releases) = old.split_at(releases);
    let gap = if releases.is_empty() { "" } else { "\n" };
    format!(
        "{}\n\n{SECTION}\n\n{block}\n{gap}{releases}",
        head.trim_end()
    )
}

/// A version: `0.1.0`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version(u64, u64, u64);

impl Version {
    /// Reads the plain part of a version.
    pub fn read(text: &str) -> Option<Self> {
        let plain = text.split(['-', '+']).next()?;
        let mut parts = plain.split('.').map(|part| part.parse().ok());
        let version = Self(parts.next()??, parts.next()??, parts.next()??);
        parts.next().is_none().then_some(version)
    }

    /// What a bump comes to at this version: below 1.0 each part stands for the one before it.
    pub fn folded(self, bump: Bump) -> Bump {
        match (self, bump) {
            (_, Bump::None) => Bump::None,
            (Self(0, 0, _), _) => Bump::Patch,
            (Self(0, ..), Bump::Major) => Bump::Minor,
            (Self(0, ..), _) => Bump::Patch,
            (_, bump) => bump,
        }
    }

    /// The next version with a bump that was folded.
    pub fn next(self, folded: Bump) -> Self {
        let Self(major, minor, patch) = self;
        match folded {
            Bump::None => self,
            Bump::Patch => Self(major, minor, patch + 1),
            Bump::Minor => Self(major, minor + 1, 0),
            Bump::Major => Self(major + 1, 0, 0),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

/// `needs a minor release: 0.1.0 to 0.2.0 (major, folded below 1.0)`.
pub fn needed(bump: Bump, version: Option<Version>) -> String {
    let Some(version) = version else {
        return match bump {
            Bump::None => "needs no release".to_owned(),
            bump => format!("needs a {bump} release"),
        };
    };
    let folded = version.folded(bump);
    match bump {
        Bump::None => format!("needs no release: {version} stays"),
        bump if folded == bump => format!(
            "needs a {bump} release: {version} to {}",
            version.next(bump)
        ),
        bump => format!(
            "needs a {folded} release: {version} to {} ({bump}, folded below 1.0)",
            version.next(folded)
        ),
    }
}

/// The version in a manifest, or that it is the workspace's.
pub enum Stated {
    /// It stands there.
    Here(Version),
    /// It is the workspace's.
    InWorkspace,
}

/// What a table of a manifest states as the version. Reads the plain lines that such tables have; not all of TOML.
pub fn stated(manifest: &str, table: &str) -> Option<Stated> {
    let lines = manifest.lines().map(str::trim);
    let of_table = lines
        .skip_while(|line| *line != format!("[{table}]"))
        .skip(1);
    for line in of_table.take_while(|line| !line.starts_with('[')) {
        let Some((key, value)) = line.split_once('=') else {
            continue;
        };
        match (key.trim(), value.trim().trim_matches('"')) {
            ("version", value) => return Version::read(value).map(Stated::Here),
            ("version.workspace", "true") => return Some(Stated::InWorkspace),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_log_a_second_run_and_other_entries() {
        let first = merged("", "one");
        assert!(first.contains("## Unreleased\n\n<!-- entries"), "{first}");
        assert_eq!(merged(&first, "one"), first);
        let second = merged(&first, "two");
        assert!(
            second.contains("\n\ntwo\n\n") && !second.contains("one"),
            "{second}"
        );
        assert_eq!(merged(&second, "one"), first);
    }

    #[test]
    fn what_people_wrote_stays() {
        let log = "# Changelog\n\n## Unreleased\n\n- By hand.\n\n## 0.1.0\n\n- First.\n";
        let with = merged(log, "one");
        for part in [
            "- By hand.\n\n<!-- entries",
            "<!-- end of entries -->\n\n## 0.1.0\n\n- First.\n",
        ] {
            assert!(with.contains(part), "{part:?} is not in\n{with}");
        }
        assert_eq!(merged(&with, "one"), with);
        let below = with.replace("entries -->\n\n## 0", "entries -->\n\n- Below.\n\n## 0");
        assert_eq!(merged(&below, "one"), below);
    }

    #[test]
    fn a_section_is_made_before_the_newest_release() {
        let log = "# Changelog\n\nWords.\n\n## 0.1.0\n\n- First.\n";
        let with = merged(log, "one");
        let at = |part| with.find(part).unwrap();
        assert!(
            at("Words.") < at("## Unreleased") && at("## Unreleased") < at("## 0.1.0"),
            "{with}"
        );
        assert!(with.ends_with("- First.\n"));
        assert_eq!(merged(&with, "one"), with);
    }

    #[test]
    fn bumps_fold_below_one() {
        for (version, bump, text) in [
            (
                "0.1.0",
                Bump::Major,
                "needs a minor release: 0.1.0 to 0.2.0 (major, folded below 1.0)",
            ),
            (
                "0.1.3",
                Bump::Minor,
                "needs a patch release: 0.1.3 to 0.1.4 (minor, folded below 1.0)",
            ),
            (
                "0.1.3",
                Bump::Patch,
                "needs a patch release: 0.1.3 to 0.1.4",
            ),
            (
                "1.2.3",
                Bump::Major,
                "needs a major release: 1.2.3 to 2.0.0",
            ),
            (
                "1.2.3",
                Bump::Minor,
                "needs a minor release: 1.2.3 to 1.3.0",
            ),
            ("1.2.3", Bump::None, "needs no release: 1.2.3 stays"),
        ] {
            assert_eq!(needed(bump, Version::read(version)), text);
        }
        assert_eq!(Version::read("1.2"), None);
    }

    #[test]
    fn versions_are_found_in_manifests() {
        let manifest = "[workspace]\nversion = 7\n[package]\nname = \"x\"\nversion = \"0.3.1\"\n";
        assert!(matches!(
            stated(manifest, "package"),
            Some(Stated::Here(Version(0, 3, 1)))
        ));
        let manifest = "[package]\nversion.workspace = true\n[a]\nversion = \"1.0.0\"\n";
        assert!(matches!(
            stated(manifest, "package"),
            Some(Stated::InWorkspace)
        ));
        assert!(stated("[package]\n[a]\nversion = \"1.0.0\"\n", "package").is_none());
    }
}
