//! JUnit XML: a suite for each service, a case for each change, a failure for each that fails.

use std::collections::BTreeMap;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{Report, levels, message};
use crate::Change;

pub(super) fn render(report: &Report<'_>) -> String {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    // Writing to memory does not fail.
    let _ = document(&mut writer, report);
    let mut text = String::from_utf8(writer.into_inner()).unwrap_or_default();
    text.push('\n');
    text
}

type Xml = Writer<Vec<u8>>;
type Written = std::io::Result<()>;

fn document(xml: &mut Xml, report: &Report<'_>) -> Written {
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let failing = |changes: &[&Change]| changes.iter().filter(|c| report.gate.fails(c)).count();
    let all: Vec<&Change> = report.changes.iter().collect();
    let mut suites: BTreeMap<String, Vec<&Change>> = BTreeMap::new();
    for change in &all {
        let subject = &change.subject;
        let service = subject.service.as_deref().unwrap_or("pages");
        let name = format!("{}.{service}", subject.vendor);
        suites.entry(name).or_default().push(change);
    }
    // A run without changes is a passing case: many viewers take no case for an error.
    let quiet = usize::from(all.is_empty());
    let problems = report.problems.len();
    let tests = (all.len() + quiet + problems).to_string();
    let failures = (failing(&all) + problems).to_string();
    xml.create_element("testsuites")
        .with_attributes([
            ("name", "drift"),
            ("tests", tests.as_str()),
            ("failures", failures.as_str()),
        ])
        .write_inner_content(|xml| {
            for (name, changes) in &suites {
                suite(xml, name, changes.len(), failing(changes), |xml| {
                    changes
                        .iter()
                        .try_for_each(|change| case(xml, report, name, change))
                })?;
            }
            if quiet == 1 {
                suite(xml, "drift", 1, 0, |xml| {
                    let attributes = [("classname", "drift"), ("name", "no changes")];
                    xml.create_element("testcase")
                        .with_attributes(attributes)
                        .write_empty()?;
                    Ok(())
                })?;
            }
            if problems > 0 {
                suite(xml, "allow", problems, problems, |xml| {
                    allow_file(xml, report)
                })?;
            }
            Ok(())
        })?;
    Ok(())
}

fn suite(
    xml: &mut Xml,
    name: &str,
    tests: usize,
    failures: usize,
    content: impl FnOnce(&mut Xml) -> Written,
) -> Written {
    let (tests, failures) = (tests.to_string(), failures.to_string());
    xml.create_element("testsuite")
        .with_attributes([
            ("name", clean(name).as_str()),
            ("tests", tests.as_str()),
            ("failures", failures.as_str()),
        ])
        .write_inner_content(content)?;
    Ok(())
}

fn case(xml: &mut Xml, report: &Report<'_>, suite: &str, change: &Change) -> Written {
    let (file, line) = report.file(change);
    let name = format!("{} {}", change.rule, change.subject);
    let body = format!(
        "{}\n{}\n{}",
        change.subject,
        levels(change),
        change.fingerprint
    );
    let mut attributes = vec![
        ("classname", clean(suite)),
        ("name", clean(&name)),
        ("file", clean(&file)),
    ];
    attributes.extend(line.map(|line| ("line", line.to_string())));
    let attributes = attributes.iter().map(|(key, value)| (*key, value.as_str()));
    let element = xml.create_element("testcase").with_attributes(attributes);
    element.write_inner_content(|xml| {
        let text = clean(&body);
        let text = BytesText::new(&text);
        if report.gate.fails(change) {
            xml.create_element("failure")
                .with_attributes([
                    ("type", change.rule),
                    ("message", clean(&message(change)).as_str()),
                ])
                .write_text_content(text)?;
        } else {
            let text = clean(&format!("{}\n{body}", message(change)));
            xml.create_element("system-out")
                .write_text_content(BytesText::new(&text))?;
        }
        Ok(())
    })?;
    Ok(())
}

fn allow_file(xml: &mut Xml, report: &Report<'_>) -> Written {
    for problem in report.problems {
        let name = format!("{} {}", problem.rule, problem.subject);
        xml.create_element("testcase")
            .with_attributes([("classname", "allow"), ("name", clean(&name).as_str())])
            .write_inner_content(|xml| {
                xml.create_element("failure")
                    .with_attributes([
                        ("type", problem.code),
                        ("message", clean(&problem.message).as_str()),
                    ])
                    .write_text_content(BytesText::new(problem.help))?;
                Ok(())
            })?;
    }
    Ok(())
}

/// XML 1.0 has no form for most control characters, escaped or not.
fn clean(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => c,
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => '\u{fffd}',
            c => c,
        })
        .collect()
}
