//! Samples held against the tables, as findings on the page: a sample that is not what its format
//! allows, keys that no table lists, required ones that it lacks, other types, another operation's
//! name. Runs when all structures are known. Must not decide who is right: the tables are the spec.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::iter;

use specwright_spec::{
    Field, Operation, Place as Travels, Profile, Sample, SampleFormat, SampleKind, Structure, Type,
};

use crate::diagnostic::{Code, Diagnostic};
use crate::dialect::Dialect;
use crate::field_findings::{is_masked, is_secret};
use crate::page::PageFacts;
use crate::sample::check::{self, Finding, FindingKind, Scope};
use crate::sample::query::Request;
use crate::sample::{Data, Reading, SampleValue, Slip, SlipKind, json, query, similar, xml};
use crate::samples::{self, LineMap};
use crate::text::{Place, Span};

/// Slips that are no defect: a head above a body, `<common parameters>` for what every request has.
const HABITS: &[SlipKind] = &[SlipKind::HttpHead, SlipKind::Placeholder];

mod messages;

/// What samples are held against.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The vendor's dialect.
    pub dialect: &'a Dialect,
    /// The vendor's profile.
    pub profile: &'a Profile,
    /// The service's structures.
    pub structures: &'a BTreeMap<&'a str, &'a Structure>,
    /// All pages, by path.
    pub pages: &'a BTreeMap<&'a str, &'a PageFacts>,
}

/// The findings in an operation's samples; `lines` tells where each stands on `page`.
pub fn of_operation(
    context: Context<'_>,
    page: &PageFacts,
    operation: &Operation,
    lines: &[LineMap],
) -> Vec<Diagnostic> {
    let mut report = Report {
        context,
        page,
        operation,
        found: Vec::new(),
        seen: BTreeSet::new(),
        masked: Vec::new(),
        request_names: OnceCell::new(),
        response_names: OnceCell::new(),
    };
    for (sample, lines) in operation.samples.iter().zip(lines) {
        report.sample(sample, lines);
    }
    report.masked();
    report.found
}

struct Report<'a> {
    context: Context<'a>,
    page: &'a PageFacts,
    operation: &'a Operation,
    found: Vec<Diagnostic>,
    /// What earlier samples of the operation have shown already: side, kind, path.
    seen: BTreeSet<(bool, u8, String)>,
    /// Masked values, where they stand on the page.
    masked: Vec<Span>,
    /// All names of the request, and of the response, where they are asked for.
    request_names: OnceCell<BTreeSet<String>>,
    response_names: OnceCell<BTreeSet<String>>,
}

/// A sample that is being looked at.
#[derive(Clone, Copy)]
struct Shown<'s> {
    sample: &'s Sample,
    lines: &'s LineMap,
    is_request: bool,
}

impl<'a> Report<'a> {
    fn sample(&mut self, sample: &'a Sample, lines: &'a LineMap) {
        let shown = Shown {
            sample,
            lines,
            is_request: sample.kind == SampleKind::Request,
        };
        match (sample.kind, sample.format) {
            (_, SampleFormat::Text) => {}
            (SampleKind::Request, SampleFormat::Query | SampleFormat::Http) => self.request(shown),
            (SampleKind::Request, SampleFormat::Shell)
                if sample.text.trim_start().starts_with("curl") =>
            {
                self.request(shown)
            }
            (_, SampleFormat::Shell | SampleFormat::Query) => {}
            (_, SampleFormat::Xml) => self.documents(shown, "XML", xml::parse(&sample.text)),
            (_, SampleFormat::Json | SampleFormat::Http) => {
                self.documents(shown, "JSON", json::parse(&sample.text))
            }
        }
    }

    fn request(&mut self, shown: Shown<'a>) {
        let request = query::parse(&shown.sample.text);
        let is_request = request.method.is_some()
            || request.host.is_some()
            || !request.pairs.is_empty()
            || request.body.is_some();
        self.slips(
            shown,
            "a request",
            &defects(shown.sample, &request),
            !is_request,
        );
        if let Some(name) = samples::operation_name(shown.sample) {
            self.name(shown, name);
        }
        let (tree, _) = request.tree();
        self.mask(shown, "", &tree);
        let headers: BTreeSet<String> = request
            .headers
            .iter()
            .map(|header| header.key.to_lowercase())
            .collect();
        let is_given = |field: &Field| match field.position {
            Some(Travels::Path) => true,
            Some(Travels::Header) => {
                headers.contains(&field.name.to_lowercase())
                    || skips(&request, &shown.sample.text, &field.name)
            }
            Some(Travels::Query) => has_flag(&shown.sample.text, &field.name),
            _ => false,
        };
        // `HTTP/1.1 common headers { … }` on one line: there is a body, and it was not found.
        let has_lost_body =
            request.pairs.is_empty() && request.body.is_none() && shown.sample.text.contains('{');
        let is_cut = has_lost_body
            || request
                .slips
                .iter()
                .any(|slip| slip.kind == SlipKind::Ellipsis);
        let mut findings = self.check(&tree, shown, true);
        findings.retain(|finding| match &finding.kind {
            FindingKind::Missing(listed) => {
                let is_given = listed.structure.is_none() && is_given(listed.field);
                !is_cut && !is_given
            }
            _ => true,
        });
        self.differences(shown, findings);
    }

    fn documents(&mut self, shown: Shown<'a>, format: &str, reading: Reading) {
        let is_head = reading
            .slips
            .iter()
            .all(|slip| slip.kind == SlipKind::HttpHead)
            && shown.sample.format == SampleFormat::Http;
        self.slips(
            shown,
            format,
            &reading.slips,
            reading.documents.is_empty() && !is_head,
        );
        let untyped = shown.sample.format == SampleFormat::Xml;
        let is_cut = reading
            .slips
            .iter()
            .any(|slip| matches!(slip.kind, SlipKind::Ellipsis | SlipKind::Skipped));
        for document in &reading.documents {
            self.mask(shown, "", document);
            if shown.sample.kind == SampleKind::Error || (shown.is_request && untyped) {
                continue;
            }
            let Some(body) = self.body(shown, document) else {
                continue;
            };
            let mut findings = self.check(body, shown, untyped);
            findings.retain(|finding| !(is_cut && matches!(finding.kind, FindingKind::Missing(_))));
            self.differences(shown, findings);
        }
    }

    /// What the envelope holds; nothing if the sample is of something else.
    fn body<'v>(&mut self, shown: Shown<'a>, document: &'v SampleValue) -> Option<&'v SampleValue> {
        if shown.is_request {
            return Some(document);
        }
        if shown.sample.format == SampleFormat::Xml {
            if let [root] = document.entries()
                && let Some(name) = root
                    .key
                    .strip_suffix("Response")
                    .filter(|name| !name.is_empty())
            {
                self.name_at(shown, name, root.key_span);
            }
            let is_listed = |key: &str| {
                self.operation
                    .response
                    .iter()
                    .any(|field| field.name == key)
            };
            return Some(match document.entries() {
                // Some roots are the service's name, or misspelt.
                [root] if root.value.is_container() && !is_listed(&root.key) => &root.value,
                _ => document,
            });
        }
        if let Some(Data::String(action)) = document.get("Action").map(|value| &value.data) {
            let name = action.strip_suffix("Response").unwrap_or(action);
            let span = document
                .get("Action")
                .map_or(Span::default(), |value| value.span);
            self.name_at(shown, name, span);
        }
        let Some(wrapper) = &self.context.profile.envelope.wrapper else {
            return Some(xml::body(document, &self.operation.name));
        };
        let inside = document.get(wrapper);
        let is_wanted =
            !self.operation.response.is_empty() && matches!(document.data, Data::Map(_));
        if inside.is_none() && is_wanted && self.is_new(shown, 9, wrapper) {
            let message = format!("the sample lacks `{wrapper}`, which wraps every response");
            self.add(Code::SAMPLE_LACKS, self.at(shown, document.span), message);
        }
        inside.or(Some(document))
    }

    fn check(&self, value: &SampleValue, shown: Shown<'a>, untyped: bool) -> Vec<Finding<'a>> {
        let profile = self.context.profile;
        let common: Vec<&str> = if shown.is_request {
            let names = profile
                .common_parameters
                .iter()
                .chain(&profile.region_parameter);
            names.map(String::as_str).collect()
        } else {
            profile
                .envelope
                .members
                .iter()
                .map(String::as_str)
                .collect()
        };
        let fields = if shown.is_request {
            &self.operation.request
        } else {
            &self.operation.response
        };
        let all_names = if shown.is_request {
            &self.request_names
        } else {
            &self.response_names
        };
        let is_flat = self.context.dialect.flat_responses;
        let elsewhere = is_flat.then(|| all_names.get_or_init(|| names(fields)));
        let structures = self.context.structures;
        let scope = Scope {
            common: &common,
            untyped,
            elsewhere,
        };
        check::check(value, fields, &|name| structures.get(name).copied(), scope)
    }

    fn slips(&mut self, shown: Shown<'a>, format: &str, slips: &[Slip], nothing: bool) {
        let told: Vec<&Slip> = slips
            .iter()
            .filter(|slip| !HABITS.contains(&slip.kind))
            .collect();
        if let Some(skipped) = told.iter().find(|slip| slip.kind == SlipKind::Skipped) {
            let message = format!("part of the sample is not {format} and was not read");
            self.add(Code::SAMPLE_NOT_READ, self.at(shown, skipped.span), message);
        } else if nothing {
            self.add(
                Code::SAMPLE_NOT_READ,
                self.whole(shown),
                format!("the sample is not {format}"),
            );
        } else if let Some(first) = told.first() {
            let mut titles: Vec<&str> = Vec::new();
            told.iter().map(|slip| slip.kind.title()).for_each(|title| {
                if !titles.contains(&title) {
                    titles.push(title);
                }
            });
            let message = format!("the sample is not quite {format}: {}", titles.join("; "));
            let diagnostic =
                Diagnostic::new(Code::SAMPLE_SLIPS, self.at(shown, first.span), message);
            self.found.push(diagnostic.label(first.kind.title()));
        }
    }

    fn name(&mut self, shown: Shown<'a>, name: &str) {
        let at = shown.sample.text.find(name).unwrap_or_default();
        self.name_at(shown, name, Span::new(at, at + name.len()));
    }

    /// The sample states whose it is.
    fn name_at(&mut self, shown: Shown<'a>, name: &str, span: Span) {
        let own = &self.operation.name;
        let is_name = name.len() > 2 && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if is_name && !name.eq_ignore_ascii_case(own) && self.is_new(shown, 7, name) {
            let diagnostic =
                |message| Diagnostic::new(Code::SAMPLE_OF_ANOTHER, self.at(shown, span), message);
            let is_slip = similar::misspelt(name, iter::once(own.as_str())).is_some();
            // `CreateDiskRespose`: the word behind the name has the slip.
            let behind = name
                .strip_prefix(own.as_str())
                .and_then(|rest| similar::misspelt(rest, iter::once("Response")));
            let found = match behind {
                Some(word) => diagnostic(format!(
                    "the sample says `{name}` where `{own}{word}` is meant"
                ))
                .help("correct the spelling"),
                None if is_slip => diagnostic(format!(
                    "the sample is of `{name}`, nearly the page's `{own}`"
                ))
                .help(format!("if `{own}` is meant, write that")),
                None => diagnostic(format!("the sample is of `{name}`, the page of `{own}`")),
            };
            self.found.push(found);
        }
    }

    fn differences(&mut self, shown: Shown<'a>, findings: Vec<Finding<'a>>) {
        let mut groups = Groups::default();
        for finding in findings {
            if self.is_settled_by_samples(&finding) {
                continue;
            }
            let (kind, group) = match finding.kind {
                FindingKind::UnknownKey(Some(_)) => (1, &mut groups.similar),
                FindingKind::UnknownKey(None) => (1, &mut groups.unknown),
                FindingKind::OtherCase(_) | FindingKind::CommonInOtherCase(_) => {
                    (2, &mut groups.cases)
                }
                FindingKind::Missing(_) => (3, &mut groups.missing),
                FindingKind::OtherType(..) => (4, &mut groups.types),
                FindingKind::Repeated => (5, &mut groups.repeated),
            };
            if self
                .seen
                .insert((shown.is_request, kind, finding.path.clone()))
            {
                let path = in_one_line(&finding.path);
                group.push(Finding { path, ..finding });
            }
        }
        self.tell(shown, &groups);
    }

    /// Where tables are flat, samples tell the wrappers of lists and the items of a bare `List`: the table says nothing of them.
    fn is_settled_by_samples(&self, finding: &Finding<'_>) -> bool {
        let FindingKind::OtherType(listed, shown) = &finding.kind else {
            return false;
        };
        let is_wrapper = matches!(listed.field.fields.as_slice(), [only] if only.ty.is_list());
        let other_wrapper = listed.field.ty == Type::Object && shown.is_list() && is_wrapper;
        let is_scalar = matches!(shown, Type::Integer | Type::Number | Type::Boolean);
        let other_item =
            finding.path.ends_with("[]") && *listed.field.ty.leaf() == Type::String && is_scalar;
        self.context.dialect.flat_responses && (other_wrapper || other_item)
    }

    fn mask(&mut self, shown: Shown<'a>, key: &str, value: &SampleValue) {
        match &value.data {
            Data::String(text) if is_masked(text) && !is_secret(key) => {
                self.masked.push(shown.lines.on_page(value.span))
            }
            Data::List(items) => items.iter().for_each(|item| self.mask(shown, key, item)),
            Data::Map(entries) => entries
                .iter()
                .for_each(|entry| self.mask(shown, &entry.key, &entry.value)),
            _ => {}
        }
    }

    fn masked(&mut self) {
        let Some(&first) = self.masked.first() else {
            return;
        };
        let message = match self.masked.len() {
            1 => "a value in the samples is masked".to_owned(),
            count => format!("{count} values in the samples are masked"),
        };
        self.add(Code::SAMPLE_MASKED, self.page.source.place(first), message);
    }

    fn is_new(&mut self, shown: Shown<'a>, kind: u8, what: &str) -> bool {
        self.seen.insert((shown.is_request, kind, what.to_owned()))
    }

    fn at(&self, shown: Shown<'a>, span: Span) -> Place {
        self.page.source.place(shown.lines.on_page(span))
    }

    fn whole(&self, shown: Shown<'a>) -> Place {
        self.first_line(shown, Span::new(0, shown.sample.text.len()))
    }

    /// Of a container the first line is enough.
    fn first_line(&self, shown: Shown<'a>, span: Span) -> Place {
        let text = shown
            .sample
            .text
            .get(span.start..span.end)
            .unwrap_or_default();
        let length = text.lines().next().map_or(0, str::len);
        self.at(shown, Span::new(span.start, span.start + length))
    }

    fn add(&mut self, code: Code, place: Place, message: String) {
        self.found.push(Diagnostic::new(code, place, message));
    }
}

/// The findings of a sample by kind.
#[derive(Default)]
struct Groups<'a> {
    unknown: Vec<Finding<'a>>,
    similar: Vec<Finding<'a>>,
    cases: Vec<Finding<'a>>,
    missing: Vec<Finding<'a>>,
    types: Vec<Finding<'a>>,
    repeated: Vec<Finding<'a>>,
}

/// Whether a line that could not be read begins with a header's name: `Content-Length 53`.
fn skips(request: &Request, text: &str, name: &str) -> bool {
    let skipped = |slip: &&Slip| slip.kind == SlipKind::Skipped;
    let begins = |slip: &Slip| {
        let line = text.get(slip.span.start..slip.span.end).unwrap_or_default();
        let front = line.get(..name.len());
        front.is_some_and(|front| front.eq_ignore_ascii_case(name))
    };
    request.slips.iter().filter(skipped).any(begins)
}

/// Whether a request has a parameter without a value: `GET /?list`.
fn has_flag(text: &str, name: &str) -> bool {
    let ends = |rest: &str| rest.starts_with(|c: char| c == '&' || c.is_ascii_whitespace());
    text.match_indices(['?', '&'])
        .filter_map(|(at, _)| text.get(at + 1..)?.strip_prefix(name))
        .any(|rest| rest.is_empty() || ends(rest))
}

/// What of a request's slips is a defect of the page.
fn defects(sample: &Sample, request: &Request) -> Vec<Slip> {
    let is_defect = |slip: &&Slip| {
        let before = sample.text.get(..slip.span.start).unwrap_or_default();
        // `PUT /key?restore`: a flag of an operation by path.
        let is_flag =
            slip.kind == SlipKind::Skipped && request.method.is_some() && before.ends_with('?');
        // `[4096 bytes of data]`: no JSON is meant.
        let stands_for_data = request.body.as_ref().is_some_and(|body| {
            matches!(body.data, Data::List(_)) && body.span.contains(slip.span)
        });
        !is_flag && !stands_for_data
    };
    request.slips.iter().filter(is_defect).copied().collect()
}

/// A key as a message has it: some samples hold text between requests, which looks like a key of many lines.
fn in_one_line(path: &str) -> String {
    const LENGTH: usize = 80;
    let line: String = path
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    match line.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// All names of a tree, in lower case.
fn names(fields: &[Field]) -> BTreeSet<String> {
    fn add(fields: &[Field], names: &mut BTreeSet<String>) {
        for field in fields {
            names.insert(field.name.to_ascii_lowercase());
            add(&field.fields, names);
        }
    }
    let mut all = BTreeSet::new();
    add(fields, &mut all);
    all
}
