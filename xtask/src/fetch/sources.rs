//! `specs/sources.yaml`: where pages come from, and how much may come.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use serde::Deserialize;

use crate::failure::{Failure, Result};
use crate::fetch::limits::{Limits, is_safe};

/// The file, below the root.
pub const FILE: &str = "specs/sources.yaml";

/// The sources of all vendors.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sources {
    /// The version of this form: 1.
    pub format: u32,
    /// How much may come in one run.
    #[serde(default)]
    pub limits: Limits,
    /// The sources.
    pub sources: Vec<Source>,
}

/// A place where a vendor publishes pages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The vendor.
    pub vendor: String,
    /// A folder below the vendor's, for vendors with several sources.
    #[serde(default)]
    pub into: String,
    /// A git repository: its address.
    pub git: Option<String>,
    /// The branch, tag or commit of the repository.
    pub revision: Option<String>,
    /// Which of its files: `*` stays within a part of a path, `**` does not.
    #[serde(default)]
    pub include: Vec<String>,
    /// And which of those not.
    #[serde(default)]
    pub exclude: Vec<String>,
    /// Whether to write beside its pages when each was last changed: of two pages of one operation the newer
    /// counts. Brings the repository's whole history.
    #[serde(default)]
    pub dates: bool,
    /// Addresses: what they begin with.
    pub base: Option<String>,
    /// And what follows: the paths of pages.
    #[serde(default)]
    pub pages: Vec<String>,
}

/// What kind of place it is.
#[derive(Clone, Copy, Debug)]
pub enum Place<'s> {
    /// A repository and its revision.
    Git(&'s str, &'s str),
    /// A base, with the paths below it.
    Web(&'s str, &'s [String]),
}

impl Sources {
    /// Reads and checks the file.
    pub fn read(yaml: &str) -> Result<Self> {
        let sources: Self =
            serde_saphyr::from_str(yaml).map_err(|error| bad(&error.to_string()))?;
        if sources.format != 1 {
            return Err(bad(&format!("format {} is not 1", sources.format)));
        }
        for source in &sources.sources {
            source.check()?;
        }
        Ok(sources)
    }
}

impl Source {
    /// The address that names it.
    pub fn address(&self) -> &str {
        self.git
            .as_deref()
            .or(self.base.as_deref())
            .unwrap_or_default()
    }

    /// What kind of place it is; [`Sources::read`] saw to it that it is one.
    pub fn place(&self) -> Result<Place<'_>> {
        match (&self.git, &self.revision, &self.base) {
            (Some(git), Some(revision), None) => Ok(Place::Git(git, revision)),
            (None, None, Some(base)) => Ok(Place::Web(base, &self.pages)),
            _ => Err(self.bad("it has neither `git` and `revision`, nor `base` and `pages`")),
        }
    }

    /// Which files of a repository are wanted.
    pub fn globs(&self) -> Result<(GlobSet, GlobSet)> {
        let set = |patterns: &[String]| {
            let mut set = GlobSetBuilder::new();
            for pattern in patterns {
                let glob = GlobBuilder::new(pattern).literal_separator(true).build();
                set.add(glob.map_err(|error| self.bad(&error.to_string()))?);
            }
            set.build().map_err(|error| self.bad(&error.to_string()))
        };
        Ok((set(&self.include)?, set(&self.exclude)?))
    }

    fn check(&self) -> Result<()> {
        if !self.into.is_empty() && !is_safe(&self.into) {
            return Err(self.bad("`into` leads out of the vendor's folder"));
        }
        match self.place()? {
            Place::Git(git, revision) => {
                let is_known = ["https://", "ssh://", "file://"]
                    .iter()
                    .any(|s| git.starts_with(s));
                if !is_known {
                    return Err(
                        self.bad("the address begins with none of https://, ssh://, file://")
                    );
                }
                let is_name = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
                if revision.starts_with('-')
                    || revision.is_empty()
                    || !revision.chars().all(is_name)
                {
                    return Err(self.bad("`revision` is no branch, tag or commit"));
                }
                if self.include.is_empty() {
                    return Err(self.bad("`include` names no file"));
                }
                self.globs().map(|_| ())
            }
            Place::Web(base, pages) => {
                if !is_web(base) || !base.ends_with('/') {
                    return Err(self.bad("`base` is no https:// address that ends in `/`"));
                }
                match pages.iter().find(|page| !is_safe(page)) {
                    Some(page) => {
                        Err(self.bad(&format!("the path {page:?} leads out of the folder")))
                    }
                    None if pages.is_empty() => Err(self.bad("`pages` names no page")),
                    None => Ok(()),
                }
            }
        }
    }

    fn bad(&self, what: &str) -> Failure {
        bad(&format!(
            "source {} of {}: {what}",
            self.address(),
            self.vendor
        ))
    }
}

/// Whether pages may come from there: over TLS, or from this machine.
fn is_web(base: &str) -> bool {
    base.starts_with("https://")
        || ["http://127.0.0.1:", "http://[::1]:", "http://localhost:"]
            .iter()
            .any(|own| base.starts_with(own))
}

fn bad(what: &str) -> Failure {
    Failure::could_not_run(format!("{FILE} cannot be used: {what}"))
        .help("see the notes at its top for what a source is")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(lines: &str) -> Result<Sources> {
        Sources::read(&format!("format: 1\nsources:\n- vendor: ucloud\n{lines}"))
    }

    #[test]
    fn a_source_is_a_repository_or_addresses() {
        let git = "  git: https://x.example/a\n  revision: main\n  include: ['*-api/*.md']\n";
        let sources = source(git).unwrap();
        let (include, _) = sources.sources[0].globs().unwrap();
        assert!(include.is_match("a-api/b.md") && !include.is_match("a-api/b/c.md"));
        let web = "  base: https://x.example/\n  pages: [a/b.md]\n";
        assert!(source(web).is_ok());
        for bad in [
            "  git: https://x.example/a\n",
            "  git: ext::sh -c x\n  revision: main\n  include: ['**']\n",
            "  git: https://x.example/a\n  revision: --upload-pack=x\n  include: ['**']\n",
            "  git: https://x.example/a\n  revision: main\n",
            "  base: http://x.example/\n  pages: [a.md]\n",
            "  base: https://x.example/\n  pages: [../a.md]\n",
            "  base: https://x.example/\n  pages: []\n",
            "  base: https://x.example/\n  pages: [a.md]\n  into: /etc\n",
        ] {
            assert!(source(bad).is_err(), "{bad}");
        }
    }
}
