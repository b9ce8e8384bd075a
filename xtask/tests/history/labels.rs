//! Labels: what a rough parser saw change between two revisions of a page, in one form for three files.

use serde_json::Value;
use specwright_drift::{Action, Change, Kind, Where, rules};

/// Where a label says that something changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Request,
    Response,
    Structure,
    Error,
}

/// What a label says became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    Added,
    Removed,
    Type,
    Required,
    Words,
}

/// One label.
#[derive(Clone, Debug)]
pub struct Label {
    /// As the file has it, in one line.
    pub text: String,
    /// Where; nothing for a label about a page as a whole.
    pub part: Option<Part>,
    /// What became of it.
    pub became: Became,
    /// The item: names joined with dots, without marks of lists.
    pub path: String,
}

impl Label {
    /// A label of `tencent.jsonl`: `req+Tags.N`, `err-Some.Code`, `out~type Name: A -> B`, `links`.
    pub fn of_tencent(text: &str) -> Self {
        let parts = [
            ("req", Part::Request),
            ("out", Part::Response),
            ("err", Part::Error),
        ];
        let marks = [
            ("+", Became::Added),
            ("-", Became::Removed),
            ("~type ", Became::Type),
        ];
        for (word, part) in parts {
            for (mark, became) in marks {
                if let Some(rest) = text
                    .strip_prefix(word)
                    .and_then(|rest| rest.strip_prefix(mark))
                {
                    let path = rest.split(": ").next().unwrap_or_default();
                    let path = if part == Part::Error {
                        path.to_owned()
                    } else {
                        plain(path)
                    };
                    return Self {
                        text: text.to_owned(),
                        part: Some(part),
                        became,
                        path,
                    };
                }
            }
        }
        Self {
            text: text.to_owned(),
            part: None,
            became: Became::Words,
            path: String::new(),
        }
    }

    /// A label of the other two files: `{"change": "added", "field": "model Disk.Name", …}`.
    pub fn of_ucloud(label: &Value) -> Self {
        let text = |key: &str| label[key].as_str().unwrap_or_default().to_owned();
        let (change, field) = (text("change"), text("field"));
        let (part, path) = if let Some(path) = field.strip_prefix("request.") {
            (Part::Request, path)
        } else if let Some(path) = field.strip_prefix("model ") {
            (Part::Structure, path)
        } else {
            (
                Part::Response,
                field.strip_prefix("response.").unwrap_or(&field),
            )
        };
        let became = match change.as_str() {
            "added" => Became::Added,
            "removed" => Became::Removed,
            "type" => Became::Type,
            "required" => Became::Required,
            _ => Became::Words,
        };
        Self {
            text: format!("{change} {field}"),
            part: Some(part),
            became,
            path: plain(path),
        }
    }

    /// Whether a change says what the label says.
    pub fn is_told_by(&self, change: &Change) -> bool {
        let Some(rule) = rules::by_id(change.rule) else {
            return false;
        };
        let Some(part) = self.part else { return false };
        self.fits_place(part, change, rule.kind)
            && self.fits_action(part, change, rule.kind, rule.action)
    }

    fn fits_place(&self, part: Part, change: &Change, kind: Kind) -> bool {
        let place = change.subject.r#where;
        match part {
            Part::Error => place == Where::Errors && self.names_it(change, false),
            Part::Request => place == Where::Request && self.names_it(change, true),
            Part::Response => place == Where::Response && self.names_it(change, true),
            // A structure is told of where it stands, or in place.
            Part::Structure if place == Where::Structure => {
                self.names_it(change, true) || kind == Kind::Structure && self.is_below(change)
            }
            Part::Structure => self.ends_alike(change),
        }
    }

    fn fits_action(&self, part: Part, change: &Change, kind: Kind, action: Action) -> bool {
        let is_item = matches!(kind, Kind::Field | Kind::ErrorCode | Kind::Structure);
        let is_renamed = matches!(action, Action::Renamed | Action::RenamedRequired);
        match self.became {
            Became::Added if is_item && is_renamed => self.is(&change.new, part),
            Became::Removed if is_item && is_renamed => self.is(&change.old, part),
            Became::Added => {
                is_item
                    && matches!(
                        action,
                        Action::Added | Action::AddedRequired | Action::AddedUnclear
                    )
            }
            Became::Removed => is_item && action == Action::Removed,
            Became::Type => matches!(
                kind,
                Kind::Type | Kind::TypeName | Kind::IntegerWidth | Kind::ListStyle
            ),
            Became::Required => matches!(kind, Kind::Need | Kind::Condition),
            Became::Words => kind.is_docs(),
        }
    }

    /// Whether a change is of this item, under its old or its new name.
    fn names_it(&self, change: &Change, is_field: bool) -> bool {
        let path = if is_field {
            plain(&change.subject.path)
        } else {
            change.subject.path.clone()
        };
        let is_new_name = || {
            change.new.as_str().is_some_and(|new| {
                let renamed = match path.rsplit_once('.') {
                    Some((above, _)) if is_field => format!("{above}.{new}"),
                    _ => new.to_owned(),
                };
                renamed == self.path
            })
        };
        // What is gone or new with all its members is told once.
        path == self.path || is_new_name() || is_field && self.is_below(change)
    }

    fn is_below(&self, change: &Change) -> bool {
        let above = plain(&change.subject.path);
        self.path
            .strip_prefix(&above)
            .is_some_and(|rest| rest.starts_with('.'))
    }

    fn ends_alike(&self, change: &Change) -> bool {
        let last = |path: &str| path.rsplit('.').next().unwrap_or_default().to_owned();
        let item = last(&plain(&change.subject.path));
        // A new field that holds a new structure brings all its members.
        self.path.split('.').next() == Some(&item)
            || item == last(&self.path)
            || change
                .new
                .as_str()
                .is_some_and(|new| new == last(&self.path))
    }

    fn is(&self, name: &Value, part: Part) -> bool {
        let Some(name) = name.as_str() else {
            return false;
        };
        match part {
            Part::Error => name == self.path,
            _ => self.path.rsplit('.').next() == Some(name),
        }
    }
}

/// A path without marks of lists: `Filter.N.Name` and `Filter[].Name` are `Filter.Name`.
pub fn plain(path: &str) -> String {
    let is_name = |part: &&str| !matches!(*part, "N" | "n" | "M" | "X" | "");
    let path = path.replace("[]", "");
    path.split('.')
        .filter(is_name)
        .collect::<Vec<_>>()
        .join(".")
}
