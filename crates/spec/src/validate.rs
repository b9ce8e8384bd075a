//! What a spec must not hold, whoever wrote it: dangling references, names twice,
//! impossible ranges.

use std::collections::BTreeSet;
use std::fmt;

use crate::{FORMAT, Field, Number, Service, Type};

/// One thing wrong with a spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// A stable code: `S001`.
    pub code: &'static str,
    /// The item, as overlays name it: `operations/CreateSnapshot/request/DiskId`.
    pub item: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: &'static str,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "error[{}]: {}: {} (help: {})",
            self.code, self.item, self.message, self.help
        )
    }
}

/// Every finding, in the spec's order.
pub fn validate(service: &Service) -> Vec<Finding> {
    let mut check = Check {
        service,
        findings: Vec::new(),
    };
    check.service();
    check.findings
}

struct Check<'s> {
    service: &'s Service,
    findings: Vec<Finding>,
}

impl Check<'_> {
    fn service(&mut self) {
        let service = self.service;
        if service.format != FORMAT {
            let message = format!("format {} is not {FORMAT}", service.format);
            self.find(
                "S001",
                "format",
                message,
                "regenerate the file, or use the version of this tool that wrote it",
            );
        }
        for (key, name) in [("vendor", &service.vendor), ("service", &service.service)] {
            if !is_folder_name(name) {
                let message = format!("{name:?} cannot name a folder and a module");
                self.find(
                    "S002",
                    key,
                    message,
                    "use lower-case letters, digits and `-`, a letter first",
                );
            }
        }
        self.unique(
            "operations",
            service
                .operations
                .iter()
                .map(|operation| operation.name.as_str()),
        );
        self.unique(
            "structures",
            service
                .structures
                .iter()
                .map(|structure| structure.name.as_str()),
        );
        self.unique(
            "errors",
            service.errors.iter().map(|error| error.code.as_str()),
        );
        for operation in &service.operations {
            let item = format!("operations/{}", operation.name);
            self.unique(
                &format!("{item}/errors"),
                operation.errors.iter().map(|error| error.code.as_str()),
            );
            self.fields(&format!("{item}/request"), &operation.request);
            self.fields(&format!("{item}/response"), &operation.response);
        }
        for structure in &service.structures {
            let item = format!("structures/{}", structure.name);
            if structure.name.parse() != Ok(Type::Structure(structure.name.clone())) {
                let message = "the name cannot stand in a type".to_owned();
                self.find(
                    "S003",
                    &item,
                    message,
                    "give the structure another name in an overlay",
                );
            }
            self.fields(&item, &structure.fields);
        }
        self.unique(
            "waiters",
            service.waiters.iter().map(|waiter| waiter.name.as_str()),
        );
        for waiter in &service.waiters {
            for problem in waiter.problems(service) {
                self.find(
                    "S009",
                    &format!("waiters/{}", waiter.name),
                    problem,
                    "correct the waiter in the service's overlay, or remove it",
                );
            }
        }
    }

    fn fields(&mut self, parent: &str, fields: &[Field]) {
        self.unique(parent, fields.iter().map(|field| field.name.as_str()));
        for field in fields {
            let item = format!("{parent}/{}", field.name);
            self.field(&item, field);
            self.fields(&item, &field.fields);
        }
    }

    fn field(&mut self, item: &str, field: &Field) {
        if field.name.is_empty()
            || field
                .name
                .chars()
                .any(|c| c.is_control() || c.is_whitespace())
        {
            let message = format!("{:?} is no wire name", field.name);
            self.find(
                "S004",
                item,
                message,
                "correct the page or the reader: names hold no spaces",
            );
        }
        if let Some(name) = field.ty.structure()
            && self.service.structure(name).is_none()
        {
            let message = format!("there is no structure `{name}`");
            self.find(
                "S005",
                item,
                message,
                "bring the page that lists it, or make the type `object`",
            );
        }
        if !field.fields.is_empty() && *field.ty.leaf() != Type::Object {
            let message = format!("`{}` cannot have fields of its own", field.ty);
            self.find(
                "S006",
                item,
                message,
                "make the type `object`, or a list or map of it",
            );
        }
        let lengths = |n: Option<u64>| n.and_then(|n| i64::try_from(n).ok()).map(Number::Int);
        let ranges = [
            ("min", field.min, "max", field.max),
            (
                "min_length",
                lengths(field.min_length),
                "max_length",
                lengths(field.max_length),
            ),
            (
                "min_items",
                lengths(field.min_items),
                "max_items",
                lengths(field.max_items),
            ),
        ];
        for (least, min, greatest, max) in ranges {
            if let (Some(min), Some(max)) = (min, max)
                && min > max
            {
                let message = format!("{least} {min} is greater than {greatest} {max}");
                self.find(
                    "S007",
                    item,
                    message,
                    "correct the page, or record which is right in an overlay",
                );
            }
        }
        self.unique(
            &format!("{item}/values"),
            field.values.iter().map(|value| value.value.as_str()),
        );
    }

    fn unique<'n>(&mut self, item: &str, names: impl Iterator<Item = &'n str>) {
        let mut seen = BTreeSet::new();
        for name in names {
            if !seen.insert(name) {
                self.find(
                    "S008",
                    item,
                    format!("`{name}` stands twice"),
                    "keep one; the wire has one name once",
                );
            }
        }
    }

    fn find(&mut self, code: &'static str, item: &str, message: String, help: &'static str) {
        self.findings.push(Finding {
            code,
            item: item.to_owned(),
            message,
            help,
        });
    }
}

/// The one door from a service's name to paths, modules and features.
pub fn is_folder_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.len() <= 64
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EnumValue, Operation, Structure};

    /// A service that holds one field, and the codes found in it.
    fn codes(change: impl FnOnce(&mut Service, &mut Field)) -> Vec<&'static str> {
        let mut service = Service::new("tencent", "cbs");
        let mut field = Field::new("DiskId", Type::String);
        change(&mut service, &mut field);
        service.operations.push(Operation {
            name: "Get".into(),
            request: vec![field],
            ..Operation::default()
        });
        validate(&service)
            .iter()
            .map(|finding| finding.code)
            .collect()
    }

    #[test]
    fn a_good_spec_has_no_findings() {
        assert!(codes(|_, _| {}).is_empty());
    }

    #[test]
    fn each_rule_fires() {
        assert_eq!(codes(|service, _| service.format = 9), ["S001"]);
        assert_eq!(
            codes(|service, _| service.service = "../etc".into()),
            ["S002"]
        );
        let odd = Structure {
            name: "list".into(),
            ..Structure::default()
        };
        assert_eq!(codes(|service, _| service.structures.push(odd)), ["S003"]);
        assert_eq!(
            codes(|_, field| field.name = "Total Count".into()),
            ["S004"]
        );
        assert_eq!(
            codes(|_, field| field.ty = Type::Structure("Gone".into())),
            ["S005"]
        );
        assert_eq!(
            codes(|_, field| field.fields.push(Field::new("A", Type::Any))),
            ["S006"]
        );
        assert_eq!(
            codes(|_, field| (field.min, field.max) = (Some(2.into()), Some(1.into()))),
            ["S007"]
        );
        assert_eq!(
            codes(|_, field| field.values = vec![EnumValue::new("a"), EnumValue::new("a")]),
            ["S008"]
        );
        assert_eq!(
            codes(|service, _| service.waiters.push(crate::Waiter::default())),
            ["S009"]
        );
    }
}
