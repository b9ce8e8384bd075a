//! `facts` and `lint` from outside.

mod support;

use serde_json::Value;
use support::{Fixture, page};

/// A page with a defect of layout: a row over two lines.
fn with_defect() -> Fixture {
    let fixture = Fixture::with_pages();
    let text =
        page("AttachUDisk", &["UDiskId"]).replace("Words about UDiskId.", "Words,\nmore words.");
    fixture.write("specs/pages/ucloud/udisk/AttachUDisk.md", text);
    fixture
}

#[test]
fn facts_are_json_lines_and_nothing_else() {
    let fixture = with_defect();
    let ran = fixture.fine(&["facts", "--stats", "--pages", "specs/pages"]);
    let facts: Vec<Value> = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let size = facts.iter().find(|fact| fact["path"] == "Size").unwrap();
    assert_eq!(size["vendor"], "ucloud");
    assert_eq!(size["service"], "udisk");
    assert_eq!(size["operation"], "CreateUDisk");
    assert_eq!(size["in"], "request");
    assert_eq!(size["page"], "udisk/CreateUDisk.md");
    assert!(size["line"].as_u64().is_some_and(|line| line > 5), "{size}");
    assert!(
        facts.iter().all(|fact| fact["path"] != "RetCode"),
        "the envelope is no fact"
    );
    let header = ran
        .stderr
        .lines()
        .find(|line| line.starts_with("vendor"))
        .unwrap();
    assert!(
        header.ends_with("rows claimed  rows reported  blocks unclaimed"),
        "{header}"
    );
    assert!(!fixture.has("specs/api"), "facts write nothing");
}

#[test]
fn facts_of_one_service() {
    let ran = with_defect().fine(&["facts", "--service", "usnap"]);
    assert!(ran.stdout.lines().count() >= 1);
    assert!(
        ran.stdout
            .lines()
            .all(|line| line.contains(r#""service":"usnap""#)),
        "{}",
        ran.stdout
    );
}

#[test]
fn lint_as_text_shows_the_lines() {
    let ran = with_defect().fine(&["lint", "--only", "T004"]);
    assert!(ran.stdout.starts_with("note[T004]: "), "{}", ran.stdout);
    assert!(
        ran.stdout
            .contains("--> specs/pages/ucloud/udisk/AttachUDisk.md:13:1"),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout.contains("help: write the row on one line"),
        "{}",
        ran.stdout
    );
    assert!(
        !ran.stdout.contains('\u{1b}'),
        "no colours but on a terminal"
    );
}

#[test]
fn lint_fails_on_what_it_is_told_to() {
    let fixture = with_defect();
    for (level, code) in [("never", 0), ("error", 0), ("warning", 0), ("note", 1)] {
        let ran = fixture.run(&["lint", "--only", "T004", "--fail-on", level]);
        assert_eq!(ran.code, Some(code), "--fail-on {level}");
    }
    // A warning is a finding, a note is not.
    let page = "specs/pages/ucloud/udisk/AttachUDisk.md";
    let odd = fixture
        .read(page)
        .replace("string | What came", "? | What came");
    fixture.write(page, &odd);
    assert_eq!(fixture.run(&["lint"]).code, Some(1));
    assert_eq!(fixture.run(&["lint", "--fail-on", "error"]).code, Some(0));
}

#[test]
fn lint_sums_up_what_matters_most_first() {
    let fixture = with_defect();
    let page = "specs/pages/ucloud/udisk/AttachUDisk.md";
    let odd = fixture
        .read(page)
        .replace("string | What came", "? | What came");
    fixture.write(page, &odd);
    let ran = fixture.run(&["lint"]);
    let codes: Vec<&str> = ran
        .stderr
        .lines()
        .skip_while(|line| !line.starts_with("code "))
        .skip(1)
        .take_while(|line| !line.is_empty())
        .collect();
    let notes = codes.iter().position(|line| line.contains("  note "));
    let warnings = codes.iter().rposition(|line| line.contains("  warning "));
    assert!(warnings.is_some() && notes > warnings, "{}", ran.stderr);
    let report = fixture.run(&["lint", "--format", "markdown"]).stdout;
    let at = |code: &str| report.find(&format!("\n## {code}\n"));
    let first = codes[0].split(' ').next().unwrap();
    assert!(at(first).is_some() && at(first) < at("T004"), "{report}");
}

#[test]
fn lint_as_json() {
    let ran = with_defect().fine(&["lint", "--only", "T004", "--format", "json"]);
    let document: Value = serde_json::from_str(&ran.stdout).unwrap();
    let finding = &document["findings"][0];
    assert_eq!(finding["code"], "T004");
    assert_eq!(
        finding["at"]["page"],
        "specs/pages/ucloud/udisk/AttachUDisk.md"
    );
    assert_eq!(finding["at"]["line"], 13);
    let edit = &finding["fix"]["edits"][0];
    assert_eq!((&edit["line"], &edit["column"]), (&13.into(), &1.into()));
    let text = edit["text"].as_str().unwrap();
    assert!(text.starts_with('|') && text.ends_with('|') && !text.contains('\n'));
    assert_eq!(document["summary"]["fixes"], 1);
    assert_eq!(
        document["summary"]["notes"],
        document["findings"].as_array().unwrap().len()
    );
}

#[test]
fn lint_as_sarif() {
    let ran = with_defect().fine(&["lint", "--only", "T004", "--format", "sarif"]);
    let document: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(document["version"], "2.1.0");
    let run = &document["runs"][0];
    let result = &run["results"][0];
    assert_eq!(result["ruleId"], "T004");
    let rule = result["ruleIndex"].as_u64().unwrap() as usize;
    assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], "T004");
    let location = &result["locations"][0]["physicalLocation"];
    assert_eq!(
        location["artifactLocation"]["uri"],
        "specs/pages/ucloud/udisk/AttachUDisk.md"
    );
    assert_eq!(location["region"]["startLine"], 13);
    assert!(location["region"]["endLine"].as_u64() >= location["region"]["startLine"].as_u64());
    let change = &result["fixes"][0]["artifactChanges"][0];
    assert_eq!(
        change["artifactLocation"]["uri"],
        location["artifactLocation"]["uri"]
    );
    let replacement = &change["replacements"][0];
    assert_eq!(replacement["deletedRegion"]["startLine"], 13);
    assert!(replacement["insertedContent"]["text"].is_string());
}

#[test]
fn lint_as_a_report() {
    let ran = with_defect().fine(&["lint", "--only", "T004", "--format", "markdown"]);
    for part in [
        "| [T004](#t004) | note |",
        "\n## T004\n",
        "To mend it: ",
        "- `specs/pages/ucloud/udisk/AttachUDisk.md`: 13:1",
    ] {
        assert!(
            ran.stdout.contains(part),
            "{part:?} is not in\n{}",
            ran.stdout
        );
    }
}

#[test]
fn codes_are_listed_and_explained() {
    let fixture = Fixture::new();
    let list = fixture.fine(&["lint", "--codes"]).stdout;
    assert!(
        list.lines().any(|line| line.starts_with("T004  note")),
        "{list}"
    );
    for line in list.lines().skip(1) {
        let code = line.split(' ').next().unwrap();
        let text = fixture.fine(&["lint", "--explain", code]).stdout;
        assert!(
            text.contains(&format!("[{code}]: ")) && text.contains("What to do: "),
            "{text}"
        );
    }
    let ran = fixture.run(&["lint", "--explain", "T999"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr.contains("`cargo xtask lint --codes` lists them"),
        "{}",
        ran.stderr
    );
}
