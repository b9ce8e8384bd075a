//! The forms of a report: what they look like, and that the stable ones keep their schemas.

use jsonschema::Validator;
use serde_json::{Value, json};
use specwright_drift::{
    Allow, Applied, Bump, Change, Date, FailOn, Format, Gate, Report, bump, changelog, compare,
    render, schema,
};
use specwright_spec::{EnumValue, ErrorCode, Field, Operation, Position, Required, Service, Type};

/// A pair with a change of each weight, a removal, a service's own fact and odd names.
fn pair() -> [Service; 2] {
    let mut old = Service::new("tencent", "cbs");
    old.version = Some("2017-03-12".into());
    let kind = |values: &[&str]| Field {
        values: values.iter().map(|value| EnumValue::new(*value)).collect(),
        at: Position::new(12, 1),
        ..Field::new("Kind", Type::String)
    };
    old.operations.push(Operation {
        name: "CreateDisk".into(),
        page: "云硬盘/Create Disk.md".into(),
        doc: Some("Makes a disk.".into()),
        request: vec![Field::new("Old,Name", Type::String), kind(&["A"])],
        response: vec![kind(&["A"])],
        errors: vec![ErrorCode {
            code: "Busy".into(),
            ..ErrorCode::default()
        }],
        at: Position::new(3, 1),
        ..Operation::default()
    });
    let mut new = old.clone();
    new.version = Some("2020-01-01".into());
    let operation = &mut new.operations[0];
    operation.doc = Some("Creates a disk.".into());
    operation.request = vec![
        kind(&["A", "B"]),
        Field {
            required: Some(Required::Yes),
            at: Position::new(14, 1),
            ..Field::new("Zone<%>", Type::String)
        },
    ];
    operation.response = vec![kind(&["A", "B|`x`"])];
    operation.errors.clear();
    [old, new]
}

fn changes() -> Vec<Change> {
    let [old, new] = pair();
    compare(&[old], &[new], &[])
}

fn report<'r>(changes: &'r [Change], applied: &'r Applied) -> Report<'r> {
    Report {
        changes,
        allowed: applied.allowed.len(),
        problems: &applied.problems,
        gate: Gate::default(),
        from: "HEAD",
        to: "the pages",
        pages: "specs/pages",
        specs: "specs/api",
    }
}

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

/// A report with an entry that has nothing left to allow.
fn with_problems() -> Applied {
    let stale =
        "allow:\n- { rule: service-removed, subject: tencent/clb/-/service, reason: agreed }\n";
    Allow::read(stale)
        .expect("an allow-file")
        .apply(changes(), day("2026-11-21"))
}

fn written(format: Format) -> String {
    let applied = with_problems();
    render(format, &report(&applied.kept, &applied))
}

#[test]
fn text() {
    insta::assert_snapshot!(written(Format::Text));
}

#[test]
fn markdown() {
    insta::assert_snapshot!(written(Format::Markdown));
}

#[test]
fn github() {
    let text = written(Format::Github);
    for line in text.lines() {
        assert!(line.starts_with("::"), "no command: {line}");
    }
    insta::assert_snapshot!(text);
}

#[test]
fn junit() {
    let text = written(Format::Junit);
    // Well-formed to the end, with as many failures as it says.
    let mut reader = quick_xml::Reader::from_str(&text);
    let mut failures = 0;
    loop {
        match reader.read_event().expect("well-formed XML") {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(tag) if tag.name().as_ref() == "failure" => {
                failures += 1
            }
            _ => {}
        }
    }
    let all = format!("failures=\"{failures}\"");
    assert!(
        text.lines().nth(1).is_some_and(|line| line.contains(&all)),
        "{text}"
    );
    insta::assert_snapshot!(text);
}

#[test]
fn a_run_without_changes_is_a_passing_case() {
    let applied = Applied::default();
    let text = render(Format::Junit, &report(&[], &applied));
    assert!(text.contains("tests=\"1\" failures=\"0\""), "{text}");
    assert!(
        text.contains("<testcase classname=\"drift\" name=\"no changes\"/>"),
        "{text}"
    );
    let text = render(Format::Text, &report(&[], &applied));
    assert_eq!(text, "no changes; passes --fail-on source\n");
}

#[test]
fn json_keeps_its_schema() {
    let schema: Value = serde_json::from_str(&schema()).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    let report: Value = serde_json::from_str(&written(Format::Json)).expect("JSON");
    check(&validator, &report);
    let first = &report["changes"][0];
    for key in [
        "rule",
        "subject",
        "old",
        "new",
        "wire",
        "source",
        "from",
        "to",
        "fingerprint",
    ] {
        assert!(first.get(key).is_some(), "a change has no `{key}`");
    }
    let mut broken = report.clone();
    broken["changes"][0]["wire"] = json!("grave");
    assert!(!validator.is_valid(&broken), "the schema takes anything");
    insta::assert_snapshot!(
        "json_change",
        serde_json::to_string_pretty(first).expect("JSON")
    );
    insta::assert_snapshot!("json_schema", specwright_drift::schema());
}

/// The part of SARIF 2.1.0 that we write, in our words and closed to anything else. With the
/// published schema at hand, `SARIF_SCHEMA=FILE` checks against that too.
#[test]
fn sarif_keeps_its_schema() {
    let text = written(Format::Sarif);
    let log: Value = serde_json::from_str(&text).expect("JSON");
    let ours: Value = serde_json::from_str(include_str!("sarif-subset.schema.json")).expect("JSON");
    check(
        &jsonschema::validator_for(&ours).expect("a valid schema"),
        &log,
    );
    match std::env::var("SARIF_SCHEMA") {
        Ok(file) => {
            let official = std::fs::read_to_string(file).expect("the published schema");
            // A stray bracket: a pattern to browsers and to nobody else. We write no language.
            let official = official.replace("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}$");
            let official: Value = serde_json::from_str(&official).expect("JSON");
            check(
                &jsonschema::validator_for(&official).expect("a valid schema"),
                &log,
            );
            println!("checked against the published schema");
        }
        Err(_) => println!("SARIF_SCHEMA is not set: checked against our subset only"),
    }

    let run = &log["runs"][0];
    for result in run["results"].as_array().expect("results") {
        let index = result["ruleIndex"]
            .as_u64()
            .and_then(|index| usize::try_from(index).ok());
        let rule = &run["tool"]["driver"]["rules"][index.expect("an index")];
        assert_eq!(rule["id"], result["ruleId"], "the index names another rule");
    }
    // The gravest result, and one that stands on no page.
    let results = json!([run["results"][4], run["results"][0]["locations"]]);
    insta::assert_snapshot!(
        "sarif_results",
        serde_json::to_string_pretty(&results).expect("JSON")
    );
}

fn check(validator: &Validator, value: &Value) {
    let errors: Vec<String> = validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn changelog_entries() {
    assert_eq!(changelog(&[]), "");
    insta::assert_snapshot!(changelog(&changes()));
}

/// A name of a page must not become markup of a pull request, whatever stands in it.
#[test]
fn names_cannot_end_a_code_span() {
    for name in [
        "<b>``",
        "`<b>",
        "``<b>`",
        "@all",
        "[x](y)",
        "a\u{1b}[31m\nb",
    ] {
        let service = |names: &[&str]| {
            let mut service = Service::new("tencent", "cbs");
            service.operations.push(Operation {
                name: "Get".into(),
                request: names
                    .iter()
                    .map(|name| Field::new(*name, Type::Any))
                    .collect(),
                ..Operation::default()
            });
            service
        };
        let changes = compare(&[service(&[name])], &[service(&[])], &[]);
        let applied = Applied::default();
        let report = report(&changes, &applied);
        let text = render(Format::Markdown, &report);
        let line = text
            .lines()
            .find(|line| line.contains("Get"))
            .expect("an entry");
        let outside: String = line.split('`').step_by(2).collect();
        assert_eq!(line.matches('`').count() % 2, 0, "{line}");
        assert!(!outside.contains(['<', '@', '[', '\u{1b}']), "{line}");
        assert!(!line.contains("``"), "{line}");
        assert!(!render(Format::Text, &report).contains('\u{1b}'));
    }
}

#[test]
fn gates_look_at_what_they_say() {
    let changes = changes();
    let failing = |fail_on, strict| Gate { fail_on, strict }.verdict(&changes).failing;
    assert_eq!(failing(FailOn::None, true), 0);
    // The version and the required parameter break deployed clients …
    assert_eq!(failing(FailOn::Wire, false), 2);
    // … the removed parameter and code break source code besides …
    assert_eq!(failing(FailOn::Source, false), 4);
    // … and a further value of a response may surprise.
    assert_eq!(failing(FailOn::Source, true), 5);
    assert_eq!(failing(FailOn::Docs, false), changes.len());
    assert_eq!(bump(&changes), Bump::Major);
    assert_eq!(bump(&[]), Bump::None);
    assert_eq!("wire".parse(), Ok(FailOn::Wire));
    assert!("all".parse::<FailOn>().is_err());
}

#[test]
fn an_allow_file_takes_away_what_it_names_and_rots_loudly() {
    let yaml = "\
allow:
- rule: request-required-parameter-added
  subject: tencent/cbs/CreateDisk/request/*
  reason: the old client is gone
  until: 2027-01-31
- { rule: api-version-changed, subject: tencent/**, reason: over, until: 2026-01-01 }
- { rule: error-code-removed, subject: tencent/cbs/*/errors/Bus, reason: does not match }
- { rule: no-such-rule, subject: tencent/**, reason: x }
- { rule: error-code-removed, subject: '**', reason: all }
- { rule: response-enum-value-added, subject: tencent/cbs/**, reason: ' ' }
";
    let allow = Allow::read(yaml).expect("an allow-file");
    let all = changes().len();
    let on_its_last_day = allow.apply(changes(), day("2027-01-31"));
    let rules = |changes: &[Change]| changes.iter().map(|change| change.rule).collect::<Vec<_>>();
    assert_eq!(
        rules(&on_its_last_day.allowed),
        ["request-required-parameter-added", "error-code-removed"]
    );
    assert_eq!(
        on_its_last_day.kept.len() + on_its_last_day.allowed.len(),
        all
    );
    let codes = |applied: &Applied| applied.problems.iter().map(|p| p.code).collect::<Vec<_>>();
    assert_eq!(
        codes(&on_its_last_day),
        ["A003", "A004", "A001", "A005", "A002"]
    );
    let a_day_later = allow.apply(changes(), day("2027-02-01"));
    assert_eq!(codes(&a_day_later)[0], "A003");
    assert!(!rules(&a_day_later.allowed).contains(&"request-required-parameter-added"));
    assert!(
        Allow::read("allow: [{ rule: a, subject: b }]").is_err(),
        "an entry needs a reason"
    );
    assert!(Allow::read("allow: [{ rule: a, subject: b, reason: c, until: soon }]").is_err());
}

#[test]
fn a_fingerprint_outlives_unrelated_edits() {
    let [old, mut new] = pair();
    let before = compare(std::slice::from_ref(&old), std::slice::from_ref(&new), &[]);
    // Another page, another line, another change beside it.
    new.operations[0].page = "elsewhere.md".into();
    new.operations[0].request[1].at = Position::new(99, 1);
    new.operations[0]
        .request
        .push(Field::new("More", Type::Any));
    let after = compare(&[old], &[new], &[]);
    for change in &before {
        assert!(
            after
                .iter()
                .any(|other| other.fingerprint == change.fingerprint),
            "{} has another fingerprint",
            change.subject
        );
    }
}

/// A set of values can grow by hundreds in one edit; a reader wants to know that, and to go on.
#[test]
fn values_of_one_set_are_one_entry() {
    let revision = |values: usize| {
        let mut kind = Field::new("Kind", Type::String);
        kind.values = (0..values)
            .map(|at| EnumValue::new(format!("v{at:02}")))
            .collect();
        let mut service = Service::new("tencent", "cbs");
        service.operations = vec![Operation {
            name: "ModifyDisk".into(),
            page: "cbs/ModifyDisk.md".into(),
            response: vec![kind],
            ..Operation::default()
        }];
        [service]
    };
    let changes = compare(&revision(1), &revision(12), &[]);
    assert_eq!(changes.len(), 11);
    let applied = Applied::default();
    let markdown = render(Format::Markdown, &report(&changes, &applied));
    let entries: Vec<&str> = markdown
        .lines()
        .filter(|line| line.contains("response-enum-value-added"))
        .collect();
    assert_eq!(entries.len(), 1, "{markdown}");
    assert!(entries[0].contains("; also `v02`, `v03`"), "{markdown}");
    assert!(entries[0].contains("`v09` and 2 more"), "{markdown}");
    // Programs are told of each.
    let text = render(Format::Text, &report(&changes, &applied));
    assert_eq!(text.matches("response-enum-value-added").count(), 11);
    assert!(changelog(&changes).contains("`v09` and 2 more."));
}
