//! One named test for each file in `tests/cases`: two revisions of a spec, and every change
//! between them.
//!
//! Every rule runs over every pair, and the whole list is asserted, so a rule that fires
//! where it must not shows in all cases. A file in `cases/` is named after the rule that it
//! is for; one in `cases/quiet/` shows what must be told apart. To accept new answers after
//! review of the difference: `SPECWRIGHT_BLESS=1 cargo test -p specwright-drift --test cases`.
//!
//! Fences: `yaml old` and `yaml new` (one for each service), `yaml profile`, `page old PATH`
//! and `page new PATH` (texts of pages), `changes`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use specwright_drift::{Change, Pages, compare, compare_pages, rules};
use specwright_spec::{Profile, Service, validate, yaml};

fn main() -> ExitCode {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files = markdown_files(&folder);
    files.extend(markdown_files(&folder.join("quiet")));
    files.sort();
    let names: BTreeSet<String> = files.iter().filter_map(|file| stem(file)).collect();
    let mut trials: Vec<Trial> = files
        .into_iter()
        .map(|file| {
            let name = file
                .strip_prefix(&folder)
                .unwrap_or(&file)
                .with_extension("");
            Trial::test(name.to_string_lossy().replace('\\', "/"), move || {
                run(&file)
            })
        })
        .collect();
    trials.push(Trial::test("every_rule_has_a_case", move || {
        let missing: Vec<&str> = rules::all()
            .map(|rule| rule.id)
            .filter(|id| !names.contains(*id))
            .collect();
        if missing.is_empty() {
            Ok(())
        } else {
            Err(format!("no case for {}", missing.join(", ")).into())
        }
    }));
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn markdown_files(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect()
}

fn stem(file: &Path) -> Option<String> {
    Some(file.file_stem()?.to_string_lossy().into_owned())
}

/// A fence: its words, its text, and where the text stands in the file.
struct Fence {
    words: Vec<String>,
    text: String,
    range: std::ops::Range<usize>,
}

fn run(file: &Path) -> Result<(), Failed> {
    let text = std::fs::read_to_string(file)?;
    let fences = fences(&text);
    let changes = changes(&fences)?;
    let answer: String = changes.iter().map(line).collect();

    let rule = stem(file).unwrap_or_default();
    let is_quiet = file
        .parent()
        .is_some_and(|parent| parent.ends_with("quiet"));
    if !is_quiet {
        let levels = rules::by_id(&rule).map(|rule| (rule.wire, rule.source));
        let shows =
            |change: &Change| change.rule == rule && Some((change.wire, change.source)) == levels;
        if !changes.iter().any(shows) {
            let why = "does not fire with the verdicts of its table";
            return Err(format!("{rule} {why}; these do:\n{answer}").into());
        }
    }
    check_mirrors(&fences, &changes)?;

    let expected = fences
        .iter()
        .find(|fence| fence.words == ["changes"])
        .ok_or("there is no fence of changes")?;
    if expected.text == answer {
        return Ok(());
    }
    if std::env::var_os("SPECWRIGHT_BLESS").is_some() {
        let blessed = format!(
            "{}{answer}{}",
            &text[..expected.range.start],
            &text[expected.range.end..]
        );
        return Ok(std::fs::write(file, blessed)?);
    }
    Err(format!("expected:\n{}\nfound:\n{answer}", expected.text).into())
}

/// `wire source rule subject old -> new`, and who is reached.
fn line(change: &Change) -> String {
    let reaches = if change.reaches.is_empty() {
        String::new()
    } else {
        format!(" reaches {}", change.reaches.join(","))
    };
    format!(
        "{} {} {} {} {} -> {}{reaches}\n",
        change.wire, change.source, change.rule, change.subject, change.old, change.new
    )
}

fn fences(text: &str) -> Vec<Fence> {
    let mut fences = Vec::new();
    let mut open: Option<(Vec<String>, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        if let Some(info) = line.trim_end().strip_prefix("```") {
            open = match open.take() {
                Some((words, start)) => {
                    let range = start..at;
                    fences.push(Fence {
                        words,
                        text: text[range.clone()].to_owned(),
                        range,
                    });
                    None
                }
                None => Some((info.split_whitespace().map(str::to_owned).collect(), end)),
            };
        }
        at = end;
    }
    fences
}

fn services(fences: &[Fence], side: &str) -> Result<Vec<Service>, Failed> {
    let mut services = Vec::new();
    for fence in fences.iter().filter(|fence| fence.words == ["yaml", side]) {
        let service: Service = yaml::read(&fence.text)?;
        let findings = validate(&service);
        if let Some(finding) = findings.first() {
            return Err(finding.to_string().into());
        }
        services.push(service);
    }
    Ok(services)
}

fn profiles(fences: &[Fence]) -> Result<Vec<Profile>, Failed> {
    let profiles = fences
        .iter()
        .filter(|fence| fence.words == ["yaml", "profile"]);
    Ok(profiles
        .map(|fence| yaml::read(&fence.text))
        .collect::<Result<_, _>>()?)
}

fn changes(fences: &[Fence]) -> Result<Vec<Change>, Failed> {
    let (old, new) = (services(fences, "old")?, services(fences, "new")?);
    let mut changes = compare(&old, &new, &profiles(fences)?);
    let texts = |side: &str| {
        fences
            .iter()
            .filter(|fence| fence.words.len() == 3 && fence.words[..2] == ["page", side])
            .map(|fence| (fence.words[2].as_str(), fence.text.as_str()))
            .collect()
    };
    let pages = Pages {
        vendor: "tencent".to_owned(),
        old: texts("old"),
        new: texts("new"),
    };
    changes.extend(compare_pages(&pages, &changes));
    Ok(changes)
}

/// The same edit undone gives the mirror of each change: of the same kind, with the facts
/// swapped. Where rules are not mirrored one to one, a waiver says so.
fn check_mirrors(fences: &[Fence], changes: &[Change]) -> Result<(), Failed> {
    let (old, new) = (services(fences, "old")?, services(fences, "new")?);
    let undone = compare(&new, &old, &profiles(fences)?);
    for change in changes
        .iter()
        .filter(|change| change.subject.service.is_some())
    {
        let rule = change.rule().ok_or("a change by no rule")?;
        let is_mirrored = undone.iter().any(|back| {
            back.rule()
                .is_some_and(|r| r.kind == rule.kind && r.direction == rule.direction)
                && (&back.old, &back.new) == (&change.new, &change.old)
                && back.subject.r#where == change.subject.r#where
        });
        if !is_mirrored {
            return Err(format!("nothing mirrors {}", line(change)).into());
        }
    }
    if undone.len()
        != changes
            .iter()
            .filter(|c| c.subject.service.is_some())
            .count()
    {
        return Err("the edit undone gives another number of changes".into());
    }
    Ok(())
}
