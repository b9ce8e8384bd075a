//! The facts read from the vendors' real pages against those of the vendors' own SDKs. Prints the
//! table, and fails where a figure falls below the one in `agreement.json`. The figures there
//! belong to a hash of the pages: over other pages they are printed and not judged. Beside them
//! stands how many of the differences are explained; see [`explained`].
//!
//! `SPECWRIGHT_WRITE_AGREEMENT=1 cargo test -p specwright-tests --test agreement` writes the
//! figures anew; a figure that falls is a decision, to be explained in the commit.

#[path = "agreement/explained.rs"]
mod explained;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use specwright_tests::corpora::{CORPORA, Corpus, PARTS, hash, shared};
use specwright_tests::specs;
use specwright_tests::tell;

/// What is compared: a name, the count, and what it is a share of.
const FIGURES: &[(&str, &str, &str)] = &[
    ("request names", "request names", "request"),
    ("request types", "request types", "request typed"),
    ("request required", "request required", "request flagged"),
    ("response names", "response names", "response"),
    ("response types", "response types", "response typed"),
    ("request coverage", "request found", "request in SDK"),
    ("response coverage", "response found", "response in SDK"),
];

/// Names of answers that the SDK has, be it in another place.
const FOUND_SOMEWHERE: &str = "response names found somewhere";

fn figures_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/agreement.json")
}

#[test]
fn pages_agree_with_sdks() {
    let Some(shared) = shared() else { return };
    if Command::new("python3").arg("--version").output().is_err() {
        assert!(
            std::env::var_os("CI").is_none(),
            "python3 is missing, and CI must not skip this"
        );
        tell!("python3 is missing: the agreement was not scored");
        return;
    }
    let committed: BTreeMap<String, Value> =
        serde_json::from_str(&std::fs::read_to_string(figures_file()).unwrap_or("{}".into()))
            .expect("agreement.json");
    let mut measured = BTreeMap::new();
    let mut fallen = Vec::new();
    let mut misfits = Vec::new();
    for corpus in CORPORA.iter().chain(PARTS) {
        let pages = corpus.pages(&shared);
        let reading = specwright_reader::read(&specs::profile(corpus.vendor), &pages);
        let stats = reading.stats();
        assert_eq!(
            stats.rows,
            stats.rows_claimed + stats.rows_reported,
            "{}: a row got lost",
            corpus.name
        );
        let facts: Vec<_> = reading
            .services
            .iter()
            .flat_map(specwright_spec::facts)
            .collect();
        let (totals, printed) = score(&shared, corpus, &facts);
        let figures = figures(&totals);
        let account = explained::account(corpus.name, explained::differences(&printed));
        tell!(
            "{}",
            line(
                corpus.name,
                pages.len(),
                stats.rows_reported,
                stats.blocks_unclaimed,
                &figures
            )
        );
        tell!("  {}", account.line());
        tell!(
            "  without the explained: {}",
            without_explained(&totals, &account.explained)
        );
        for ((what, service), count) in account.open_by_service() {
            tell!("    open: {what} {service} {count}");
        }
        let hash = hash(&pages);
        let before = committed.get(corpus.name);
        if before.is_some_and(|before| before["corpus"] == hash) {
            fallen.extend(falls(
                corpus.name,
                before.expect("a figure").get("figures"),
                &figures,
            ));
            misfits.extend(account.wrong);
        } else {
            tell!(
                "  {}: other pages than those of the committed figures; not judged",
                corpus.name
            );
        }
        measured.insert(
            corpus.name.to_owned(),
            json!({ "corpus": hash, "figures": figures }),
        );
    }
    if std::env::var_os("SPECWRIGHT_WRITE_AGREEMENT").is_some() {
        let text = serde_json::to_string_pretty(&measured).expect("JSON") + "\n";
        std::fs::write(figures_file(), text).expect("agreement.json");
    } else {
        assert!(fallen.is_empty(), "figures fell:\n{}", fallen.join("\n"));
    }
    assert!(
        misfits.is_empty(),
        "explanations do not fit what was read; look at the pages, then write the counts \
         (SPECWRIGHT_WRITE_EXPLAINED=1 does):\n{}",
        misfits.join("\n")
    );
}

/// Runs the scorer over the facts and gives its totals, and what it printed with all differences.
fn score(
    shared: &Path,
    corpus: &Corpus,
    facts: &[specwright_spec::Fact],
) -> (BTreeMap<String, u64>, String) {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("facts-{}.jsonl", corpus.name));
    let mut out =
        std::io::BufWriter::new(std::fs::File::create(&file).expect("a file in the target folder"));
    for fact in facts {
        serde_json::to_writer(&mut out, fact).expect("JSON");
        out.write_all(b"\n").expect("a line");
    }
    out.flush().expect("a file");
    let mut command = Command::new("python3");
    command.arg(shared.join("tools/agreement.py")).arg(&file);
    command.arg(shared.join(format!("truth/{}.jsonl.gz", corpus.truth)));
    command.args(["--show", "1000000"]);
    if !corpus.except.is_empty() {
        command.args(["--except", corpus.except]);
    }
    let output = command.stdin(Stdio::null()).output().expect("python3");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    // The totals are the last line of its standard error.
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let totals = serde_json::from_str(text.trim().lines().last().unwrap_or_default());
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    (totals.expect("totals"), printed)
}

/// Per cent, with two decimals; operations as a count.
fn figures(totals: &BTreeMap<String, u64>) -> BTreeMap<String, f64> {
    let count = |key: &str| totals.get(key).copied().unwrap_or_default() as f64;
    let share =
        |part: &str, whole: &str| (count(part) * 10_000.0 / count(whole).max(1.0)).floor() / 100.0;
    let somewhere = count("response names") + count("response misplaced");
    let mut figures: BTreeMap<String, f64> = FIGURES
        .iter()
        .map(|(name, part, whole)| ((*name).to_owned(), share(part, whole)))
        .collect();
    let somewhere = (somewhere * 10_000.0 / count("response").max(1.0)).floor() / 100.0;
    figures.insert(FOUND_SOMEWHERE.to_owned(), somewhere);
    figures.insert("operations in both".to_owned(), count("operations in both"));
    let agree = share(
        "operations where every page fact agrees",
        "operations in both",
    );
    figures.insert("operations that agree wholly".to_owned(), agree);
    figures
}

/// The shares of facts that agree, of those that no explanation takes out.
fn without_explained(
    totals: &BTreeMap<String, u64>,
    explained: &BTreeMap<String, usize>,
) -> String {
    let count = |key: &str| totals.get(key).copied().unwrap_or_default() as f64;
    let share = |(name, part, whole): &(&str, &str, &str)| {
        let aside = explained.get(*name).copied()? as f64;
        let share = count(part) * 100.0 / (count(whole) - aside).max(1.0);
        Some(format!("{name} {share:.2}"))
    };
    let shares: Vec<String> = FIGURES.iter().filter_map(share).collect();
    shares.join(", ")
}

fn line(
    name: &str,
    pages: usize,
    reported: usize,
    unclaimed: usize,
    figures: &BTreeMap<String, f64>,
) -> String {
    let figure = |name: &str| figures.get(name).copied().unwrap_or_default();
    format!(
        "{name}: {pages} pages, {reported} rows reported, {unclaimed} blocks unclaimed; {} operations in both, {} % agree wholly; \
         request {}/{}/{}, found {}; response {} ({} somewhere)/{}, found {}",
        figure("operations in both"),
        figure("operations that agree wholly"),
        figure("request names"),
        figure("request types"),
        figure("request required"),
        figure("request coverage"),
        figure("response names"),
        figure(FOUND_SOMEWHERE),
        figure("response types"),
        figure("response coverage"),
    )
}

fn falls(name: &str, before: Option<&Value>, now: &BTreeMap<String, f64>) -> Vec<String> {
    let fall = |(figure, value): (&String, &f64)| {
        let before = before?.get(figure)?.as_f64()?;
        (*value < before).then(|| format!("{name}: {figure} {before} -> {value}"))
    };
    now.iter().filter_map(fall).collect()
}
