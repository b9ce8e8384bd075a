//! Pages at addresses: each asked for by what is known of it already, so that a page that did not change is
//! not sent, and a run that was stopped goes on where it was.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::failure::{Failure, Result};
use crate::fetch::Fetched;
use crate::fetch::limits::Budget;
use crate::files;

/// How long a page may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Brings the pages below a base. `scratch` holds what earlier runs brought.
pub fn fetch(
    base: &str,
    paths: &[String],
    scratch: &Path,
    budget: &mut Budget,
    mut say: impl FnMut(usize),
) -> Result<Fetched> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .https_only(base.starts_with("https://"))
        .max_redirects(4)
        .http_status_as_error(false)
        .timeout_connect(Some(Duration::from_secs(10)))
        .user_agent("specwright")
        .build()
        .into();
    let mut fetched = Fetched::default();
    for (at, path) in paths.iter().enumerate() {
        say(at);
        let url = format!("{base}{}", encoded(path));
        let store = Stored::at(scratch, &url);
        let (bytes, is_known) = page(&agent, &url, &store, budget)?;
        budget.take(bytes.len() as u64)?;
        fetched.unchanged += usize::from(is_known);
        fetched.pages.insert(path.clone(), bytes);
    }
    Ok(fetched)
}

/// A page, and whether it was at hand already.
fn page(
    agent: &ureq::Agent,
    url: &str,
    store: &Stored,
    budget: &Budget,
) -> Result<(Vec<u8>, bool)> {
    let known = store.load();
    let mut request = agent.get(url);
    if let Some((known, _)) = &known {
        if let Some(tag) = &known.etag {
            request = request.header("If-None-Match", tag);
        }
        if let Some(date) = &known.last_modified {
            request = request.header("If-Modified-Since", date);
        }
    }
    let patience = budget.time()?.min(PATIENCE);
    let request = request.config().timeout_global(Some(patience)).build();
    let response = request
        .call()
        .map_err(|error| failed(url, &error.to_string()))?;
    let status = response.status().as_u16();
    if let (304, Some((_, bytes))) = (status, known) {
        return Ok((bytes, true));
    }
    if status != 200 {
        return Err(failed(url, &format!("the answer is {status}")));
    }
    let header = |name: &str| {
        let value = response.headers().get(name)?;
        Some(value.to_str().ok()?.to_owned())
    };
    let facts = Facts {
        etag: header("etag"),
        last_modified: header("last-modified"),
        sha256: String::new(),
    };
    let mut bytes = Vec::new();
    let limit = budget.page_bytes().saturating_add(1);
    let mut body = response.into_body().into_reader().take(limit);
    body.read_to_end(&mut bytes)
        .map_err(|error| failed(url, &error.to_string()))?;
    if is_web_page(&bytes) {
        return Err(failed(url, "the answer is a web page, not Markdown"));
    }
    store.save(facts, &bytes);
    Ok((bytes, false))
}

fn is_web_page(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(bytes.get(..64).unwrap_or(bytes)).to_lowercase();
    head.trim_start().starts_with("<!doctype html") || head.trim_start().starts_with("<html")
}

fn failed(url: &str, what: &str) -> Failure {
    Failure::could_not_run(format!("cannot fetch {url}: {what}"))
        .help("nothing was changed; what came is kept, and the next run goes on from there")
}

/// A path in an address: all but plain characters are escaped, byte by byte.
fn encoded(path: &str) -> String {
    let mut text = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                text.push(char::from(byte));
            }
            byte => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

/// What is known of a page from an earlier run.
struct Stored {
    facts: PathBuf,
    body: PathBuf,
}

#[derive(Serialize, Deserialize)]
struct Facts {
    etag: Option<String>,
    last_modified: Option<String>,
    sha256: String,
}

impl Stored {
    fn at(scratch: &Path, url: &str) -> Self {
        let name = files::sha256(url.as_bytes());
        Self {
            facts: scratch.join(format!("{name}.json")),
            body: scratch.join(format!("{name}.page")),
        }
    }

    /// What does not fit together counts as absent.
    fn load(&self) -> Option<(Facts, Vec<u8>)> {
        let facts: Facts = serde_json::from_slice(&fs::read(&self.facts).ok()?).ok()?;
        let bytes = fs::read(&self.body).ok()?;
        (files::sha256(&bytes) == facts.sha256).then_some((facts, bytes))
    }

    /// What cannot be kept is fetched again the next time.
    fn save(&self, facts: Facts, bytes: &[u8]) {
        let facts = Facts {
            sha256: files::sha256(bytes),
            ..facts
        };
        if let (Ok(text), Some(folder)) = (serde_json::to_vec(&facts), self.facts.parent()) {
            let _ = fs::create_dir_all(folder)
                .and_then(|()| fs::write(&self.body, bytes))
                .and_then(|()| fs::write(&self.facts, text));
        }
    }
}
