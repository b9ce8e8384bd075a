//! `fetch` from outside: a local bare repository and a loopback server, and what happens when they fail.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set its stage should stop"
)]

mod support;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;

use support::{Fixture, git, write};

const LOCK: &str = "specs/sources.lock";

/// A workspace, and a bare repository beside it that holds two pages of a vendor and a file that is none.
fn with_repository(more: &str) -> Fixture {
    let fixture = Fixture::new();
    let work = fixture.beside("work");
    write(&work.join("udisk-api/a.md"), "# A\n");
    write(&work.join("usnap-api/b.md"), "# B\n");
    write(&work.join("README.md"), "# None\n");
    git(&work, &["init", "-q", "-b", "main"]);
    publish(&fixture);
    fixture.write(
        "specs/sources.yaml",
        format!(
            "format: 1\n{more}sources:\n- vendor: ucloud\n  git: file://{}\n  revision: main\n  include: ['*-api/*.md']\n",
            fixture.beside("bare.git").display()
        ),
    );
    fixture
}

/// Commits all there is and pushes it to the bare repository.
fn publish(fixture: &Fixture) {
    let (work, bare) = (fixture.beside("work"), fixture.beside("bare.git"));
    git(&work, &["add", "."]);
    git(&work, &["commit", "-q", "-m", "pages"]);
    if !bare.exists() {
        git(&work, &["init", "-q", "--bare", bare.to_str().unwrap()]);
    }
    git(&work, &["push", "-q", bare.to_str().unwrap(), "main"]);
}

#[test]
fn pages_of_a_repository_come_and_are_pinned() {
    let fixture = with_repository("");
    let ran = fixture.fine(&["fetch"]);
    assert!(
        ran.stdout.starts_with("ucloud: 2 pages of file://"),
        "{}",
        ran.stdout
    );
    assert_eq!(fixture.read(".pages/ucloud/udisk-api/a.md"), "# A\n");
    assert!(!fixture.has(".pages/ucloud/README.md"));
    let lock = fixture.read(LOCK);
    assert!(
        lock.contains(&git(&fixture.beside("work"), &["rev-parse", "HEAD"])),
        "{lock}"
    );
    assert!(lock.contains("udisk-api/a.md: "), "{lock}");
    let before = fixture.files();
    fixture.fine(&["fetch"]);
    assert_eq!(fixture.files(), before, "a second run writes nothing");
}

#[test]
fn what_vanished_goes_and_a_locked_run_brings_it_back() {
    let fixture = with_repository("");
    fixture.fine(&["fetch"]);
    let lock = fixture.read(LOCK);
    let work = fixture.beside("work");
    std::fs::remove_file(work.join("usnap-api/b.md")).unwrap();
    write(&work.join("udisk-api/a.md"), "# A, changed\n");
    publish(&fixture);
    fixture.fine(&["fetch"]);
    assert_eq!(
        fixture.read(".pages/ucloud/udisk-api/a.md"),
        "# A, changed\n"
    );
    assert!(!fixture.has(".pages/ucloud/usnap-api/b.md"));

    fixture.write(LOCK, &lock);
    fixture.fine(&["fetch", "--locked"]);
    assert_eq!(fixture.read(".pages/ucloud/udisk-api/a.md"), "# A\n");
    assert!(fixture.has(".pages/ucloud/usnap-api/b.md"));
    assert_eq!(fixture.read(LOCK), lock);
}

#[test]
fn a_locked_run_fails_where_pages_are_others() {
    let fixture = with_repository("");
    assert_eq!(
        fixture.run(&["fetch", "--locked"]).code,
        Some(3),
        "there is no lock"
    );
    fixture.fine(&["fetch"]);
    let lock = fixture.read(LOCK);
    let of_a = lock
        .lines()
        .find(|line| line.contains("udisk-api/a.md"))
        .unwrap();
    let forged = format!("{}: {}", of_a.split(": ").next().unwrap(), "0".repeat(64));
    fixture.write(LOCK, lock.replace(of_a, &forged));
    let ran = fixture.run(&["fetch", "--locked"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(ran.stderr.contains("udisk-api/a.md"), "{}", ran.stderr);
    assert_eq!(fixture.read(".pages/ucloud/udisk-api/a.md"), "# A\n");
}

#[test]
fn a_failure_keeps_the_old_pages() {
    let fixture = with_repository("");
    fixture.fine(&["fetch"]);
    let before = fixture.files();
    let sources = fixture.read("specs/sources.yaml");
    for (from, to) in [
        ("revision: main", "revision: gone"),
        ("bare.git", "no-such.git"),
        ("'*-api/*.md'", "'nothing/*.md'"),
        ("format: 1", "format: 1\nlimits: {pages: 1}"),
        ("format: 1", "format: 1\nlimits: {page_bytes: 2}"),
        ("format: 1", "format: 1\nlimits: {total_bytes: 5}"),
        ("format: 1", "format: 1\nlimits: {seconds: 0}"),
        ("format: 1", "format: 2"),
    ] {
        assert!(sources.contains(from));
        fixture.write("specs/sources.yaml", sources.replace(from, to));
        let ran = fixture.run(&["fetch"]);
        assert_eq!(ran.code, Some(3), "{to}\n{}{}", ran.stdout, ran.stderr);
        assert_eq!(ran.stdout, "");
    }
    fixture.write("specs/sources.yaml", sources);
    let same = |files: &support::Files| {
        let mut files = support::bytes(files)
            .into_iter()
            .map(|(p, b)| (p.to_owned(), b.to_vec()))
            .collect::<Vec<_>>();
        files.retain(|(path, _)| path != "specs/sources.yaml");
        files
    };
    assert_eq!(same(&fixture.files()), same(&before));
    assert_eq!(
        fixture.run(&["fetch", "--vendor", "zenlayer"]).code,
        Some(2)
    );
    assert_eq!(fixture.run(&["fetch", "--vendor", "nobody"]).code, Some(2));
}

#[cfg(unix)]
#[test]
fn links_and_odd_names_stay_out() {
    let fixture = with_repository("");
    let work = fixture.beside("work");
    std::os::unix::fs::symlink("/etc/passwd", work.join("udisk-api/link.md")).unwrap();
    publish(&fixture);
    fixture.fine(&["fetch"]);
    assert!(
        !fixture.has(".pages/ucloud/udisk-api/link.md"),
        "a link is no page"
    );
    write(&work.join("udisk-api/a\\..\\b.md"), "# Odd\n");
    publish(&fixture);
    let ran = fixture.run(&["fetch"]);
    assert_eq!(ran.code, Some(3), "{}", ran.stdout);
    assert!(ran.stderr.contains("is refused"), "{}", ran.stderr);
}

#[test]
fn names_that_real_repositories_have_are_taken_and_dates_come_with_history() {
    let fixture = with_repository("");
    let work = fixture.beside("work");
    for name in [".md", " c.md", "C.md", "c.md"] {
        write(&work.join("udisk-api").join(name), "# X\n");
    }
    publish(&fixture);
    let sources = fixture.read("specs/sources.yaml");
    // First without its history: the next run brings what is missing.
    fixture.fine(&["fetch"]);
    assert!(!fixture.has(".pages/ucloud/_dates.tsv"));
    fixture.write("specs/sources.yaml", format!("{sources}  dates: true\n"));
    fixture.fine(&["fetch"]);
    let dates = fixture.read(".pages/ucloud/_dates.tsv");
    let told: Vec<_> = dates
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .collect();
    let pages: Vec<_> = told.iter().map(|(page, _)| *page).collect();
    assert_eq!(
        pages,
        [
            "udisk-api/ c.md",
            "udisk-api/.md",
            "udisk-api/C.md",
            "udisk-api/a.md",
            "udisk-api/c.md",
            "usnap-api/b.md"
        ]
    );
    let day = git(&work, &["log", "-1", "--format=%cs"]);
    assert!(told.iter().all(|(_, date)| *date == day), "{dates}");
    assert!(
        pages
            .iter()
            .all(|page| fixture.has(&format!(".pages/ucloud/{page}")))
    );
}

#[test]
fn a_run_that_was_stopped_between_two_renames_is_mended() {
    let fixture = with_repository("");
    fixture.fine(&["fetch"]);
    let pages = fixture.root.join(".pages");
    std::fs::rename(pages.join("ucloud"), pages.join(".old-ucloud")).unwrap();
    write(&pages.join(".draft-ucloud/half.md"), "#");
    fixture.fine(&["fetch"]);
    assert_eq!(fixture.read(".pages/ucloud/udisk-api/a.md"), "# A\n");
    assert!(!pages.join(".old-ucloud").exists() && !pages.join(".draft-ucloud").exists());
}

/// A page of the server: its bytes and its tag.
type Served = BTreeMap<String, (String, String)>;

/// What was asked for: the path, and the tag that the caller knows.
type Asked = Vec<(String, Option<String>)>;

/// A server of pages that keeps what it was asked: path, and the tag the caller knows.
struct Server {
    port: u16,
    pages: Arc<Mutex<Served>>,
    asked: Arc<Mutex<Asked>>,
}

impl Server {
    fn new(pages: &[(&str, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let page = |(path, text): &(&str, &str)| {
            (
                format!("/{path}"),
                ((*text).to_owned(), format!("\"{text}\"")),
            )
        };
        let served: Arc<Mutex<Served>> = Arc::new(Mutex::new(pages.iter().map(page).collect()));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (pages, log) = (Arc::clone(&served), Arc::clone(&asked));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                answer(stream, &pages, &log);
            }
        });
        Self {
            port,
            pages: served,
            asked,
        }
    }

    fn sources(&self, fixture: &Fixture, paths: &str) {
        let text = format!(
            "format: 1\nlimits: {{page_bytes: 1000}}\nsources:\n- vendor: zenlayer\n  base: http://127.0.0.1:{}/docs/\n  pages: [{paths}]\n",
            self.port
        );
        fixture.write("specs/sources.yaml", text);
    }

    fn put(&self, path: &str, text: &str) {
        let page = (text.to_owned(), format!("\"{text}\""));
        self.pages.lock().unwrap().insert(format!("/{path}"), page);
    }

    fn asked(&self) -> Asked {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

fn answer(mut stream: TcpStream, pages: &Mutex<Served>, log: &Mutex<Asked>) {
    let mut lines = BufReader::new(stream.try_clone().unwrap())
        .lines()
        .map_while(Result::ok);
    let path = lines
        .next()
        .and_then(|line| line.split(' ').nth(1).map(str::to_owned))
        .unwrap_or_default();
    let headers: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let known = headers.iter().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("if-none-match")
            .then(|| value.to_owned())
    });
    log.lock().unwrap().push((path.clone(), known.clone()));
    let page = pages.lock().unwrap().get(&path).cloned();
    let text = match page {
        None => {
            "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_owned()
        }
        Some((_, tag)) if known.as_ref() == Some(&tag) => {
            "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n".to_owned()
        }
        Some((body, tag)) => format!(
            "HTTP/1.1 200 OK\r\nETag: {tag}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        ),
    };
    let _ = stream.write_all(text.as_bytes());
}

#[test]
fn pages_at_addresses_come_once() {
    let server = Server::new(&[("docs/zec/a.md", "# A"), ("docs/zec/b%20c.md", "# B")]);
    let fixture = Fixture::new();
    server.sources(&fixture, "zec/a.md, zec/b c.md");
    let ran = fixture.fine(&["fetch"]);
    assert!(
        ran.stdout.contains("2 pages of http://127.0.0.1") && ran.stdout.ends_with("0 unchanged\n"),
        "{}",
        ran.stdout
    );
    assert_eq!(fixture.read(".pages/zenlayer/zec/b c.md"), "# B");
    assert_eq!(
        server.asked(),
        [
            ("/docs/zec/a.md".into(), None),
            ("/docs/zec/b%20c.md".into(), None)
        ]
    );

    server.put("docs/zec/a.md", "# A2");
    let ran = fixture.fine(&["fetch"]);
    assert!(ran.stdout.ends_with("1 unchanged\n"), "{}", ran.stdout);
    assert_eq!(fixture.read(".pages/zenlayer/zec/a.md"), "# A2");
    let known: Vec<_> = server.asked().into_iter().map(|(_, known)| known).collect();
    assert_eq!(known, [Some("\"# A\"".into()), Some("\"# B\"".into())]);

    server.put("docs/zec/a.md", "# A3");
    let ran = fixture.run(&["fetch", "--locked"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert_eq!(fixture.read(".pages/zenlayer/zec/a.md"), "# A2");
}

#[test]
fn a_run_that_failed_goes_on_where_it_was() {
    let server = Server::new(&[("docs/a.md", "# A")]);
    let fixture = Fixture::new();
    server.sources(&fixture, "a.md, b.md");
    let ran = fixture.run(&["fetch"]);
    assert_eq!(ran.code, Some(3));
    assert!(
        ran.stderr.contains("b.md: the answer is 404"),
        "{}",
        ran.stderr
    );
    assert!(
        !fixture.has(".pages/zenlayer/a.md") && !fixture.has(LOCK),
        "all or nothing"
    );
    server.asked();
    server.put("docs/b.md", "# B");
    fixture.fine(&["fetch"]);
    assert_eq!(
        server.asked()[0].1.as_deref(),
        Some("\"# A\""),
        "what came is not sent again"
    );
}

#[test]
fn what_is_too_large_or_no_markdown_is_refused() {
    let server = Server::new(&[
        ("docs/a.md", "<!DOCTYPE html><html></html>"),
        ("docs/b.md", &"x".repeat(1001)),
    ]);
    let fixture = Fixture::new();
    for (path, what) in [("a.md", "is a web page"), ("b.md", "a limit was reached")] {
        server.sources(&fixture, path);
        let ran = fixture.run(&["fetch"]);
        assert_eq!(ran.code, Some(3));
        assert!(ran.stderr.contains(what), "{}", ran.stderr);
    }
}

#[test]
fn the_repositorys_own_sources_can_be_read() {
    let fixture = Fixture::new();
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/sources.yaml");
    // Read whole before a vendor is looked for, so that nothing is fetched here.
    fixture.write("specs/sources.yaml", std::fs::read_to_string(own).unwrap());
    let ran = fixture.run(&["fetch", "--vendor", "tencent"]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
}
