//! Two trees by their meaning: what of one is lost, extra or changed in the other.

use specwright_runtime::Value;

use super::{Class, Finding};

/// A path without the numbers of items: `Disks[2].Size` is `Disks.Size`.
pub fn without_numbers(path: &str) -> String {
    let mut out = String::new();
    let mut within = false;
    for c in path.chars() {
        match c {
            '[' => within = true,
            ']' => within = false,
            c if !within => out.push(c),
            _ => {}
        }
    }
    let parts = out.split('.').filter(|part| part.parse::<u32>().is_err());
    parts.collect::<Vec<_>>().join(".")
}

/// What of `theirs` is lost, extra or changed in `ours`. Values count by their meaning: `"1"` and
/// `1` are one value, and null, an empty text and an empty list are nothing.
pub(super) fn differences(
    at: &str,
    theirs: &Value,
    ours: &Value,
    explained: &[&str],
    found: &mut Vec<Finding>,
) {
    // A name with dots is one name in a table and several in a tree.
    let is_explained = explained.iter().any(|known| {
        let parts_of = |whole: &str, part: &str| {
            whole
                .strip_prefix(part)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        parts_of(at, known) || !at.is_empty() && is_nothing(theirs) && parts_of(known, at)
    });
    if is_explained || is_nothing(theirs) && is_nothing(ours) || same_scalar(theirs, ours) {
        return;
    }
    let below = |name: &str| {
        if at.is_empty() {
            name.to_owned()
        } else {
            format!("{at}.{name}")
        }
    };
    match (theirs, ours) {
        (Value::Map(a), Value::Map(b)) => {
            for (name, value) in a {
                differences(
                    &below(name),
                    value,
                    ours.get(name).unwrap_or(&Value::Null),
                    explained,
                    found,
                );
            }
            for (name, value) in b.iter().filter(|(name, _)| theirs.get(name).is_none()) {
                differences(&below(name), &Value::Null, value, explained, found);
            }
        }
        (Value::List(a), Value::List(b)) => {
            let longer = a.len().max(b.len());
            let item = |items: &[Value], n: usize| items.get(n).cloned().unwrap_or_default();
            for n in 0..longer {
                differences(at, &item(a, n), &item(b, n), explained, found);
            }
        }
        // A list that went as one text, and a text that was read as a list.
        (Value::String(text), tree @ (Value::List(_) | Value::Map(_))) => {
            let read = Value::from_json(text.as_bytes()).ok();
            match read.filter(|read| matches!(read, Value::List(_) | Value::Map(_))) {
                Some(read) => differences(at, &read, tree, explained, found),
                None => by_commas(at, text, tree, explained, found),
            }
        }
        (tree @ (Value::List(_) | Value::Map(_)), Value::String(text)) => {
            let read = Value::from_json(text.as_bytes()).ok();
            match read.filter(|read| matches!(read, Value::List(_) | Value::Map(_))) {
                Some(read) => differences(at, tree, &read, explained, found),
                None => by_commas(at, text, tree, explained, found),
            }
        }
        (Value::String(a), Value::String(b)) if both_json(a, b).is_some() => {
            if let Some((a, b)) = both_json(a, b) {
                differences(at, &a, &b, explained, found);
            }
        }
        // What is gone is named as deep as it goes: a part of it may be explained.
        (Value::Map(members), ours) if is_nothing(ours) => {
            for (name, value) in members {
                differences(&below(name), value, &Value::Null, explained, found);
            }
        }
        // A single item for a list, and a list within an object of one member.
        (single, Value::List(items)) if items.len() == 1 && !matches!(single, Value::Null) => {
            differences(at, single, &items[0], explained, found);
        }
        (Value::Map(wrapper), Value::List(_)) if wrapper.len() == 1 => {
            differences(at, &wrapper[0].1, ours, explained, found);
        }
        (_, ours) if is_nothing(ours) => found.push(Finding::new(Class::Lost, at)),
        (theirs, _) if is_nothing(theirs) => found.push(Finding::new(Class::Extra, at)),
        _ => found.push(Finding::new(Class::Changed, at)),
    }
}

fn by_commas(at: &str, text: &str, tree: &Value, explained: &[&str], found: &mut Vec<Finding>) {
    let items: Vec<Value> = text.split(',').map(Value::from).collect();
    match tree {
        Value::List(items) if items.len() == 1 && same_scalar(&text.into(), &items[0]) => {}
        Value::List(_) => differences(at, &Value::List(items), tree, explained, found),
        _ => found.push(Finding::new(Class::Changed, at)),
    }
}

/// Two texts that hold lists or objects in JSON.
fn both_json(a: &str, b: &str) -> Option<(Value, Value)> {
    let read = |text: &str| {
        let tree = Value::from_json(text.as_bytes()).ok()?;
        matches!(tree, Value::List(_) | Value::Map(_)).then_some(tree)
    };
    Some((read(a)?, read(b)?))
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => matches!(text.as_str(), "" | "[]" | "{}"),
        Value::List(items) => items.iter().all(is_nothing),
        Value::Map(members) => members.iter().all(|(_, value)| is_nothing(value)),
        _ => false,
    }
}

fn same_scalar(a: &Value, b: &Value) -> bool {
    let text = |value: &Value| match value {
        Value::Null | Value::List(_) | Value::Map(_) => None,
        Value::String(text) => Some(text.trim().to_owned()),
        other => Some(other.to_string()),
    };
    let (Some(a), Some(b)) = (text(a), text(b)) else {
        return false;
    };
    if a == b || a.eq_ignore_ascii_case(&b) && matches!(&*b.to_ascii_lowercase(), "true" | "false")
    {
        return true;
    }
    let truth = |text: &str| match &*text.to_ascii_lowercase() {
        "true" | "1" | "yes" => Some(true),
        "false" | "0" | "no" => Some(false),
        _ => None,
    };
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
    matches!((number(&a), number(&b)), (Some(a), Some(b)) if a == b)
        || matches!((truth(&a), truth(&b)), (Some(a), Some(b)) if a == b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(theirs: &str, ours: &str, explained: &[&str]) -> Vec<String> {
        let read = |text: &str| Value::from_json(text.as_bytes()).expect("JSON");
        let mut found = Vec::new();
        differences("", &read(theirs), &read(ours), explained, &mut found);
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_is_lost_extra_or_changed_is_named() {
        let theirs = r#"{"A": {"B": 1}, "C": [1, 2], "D": "x", "E": null}"#;
        let ours = r#"{"C": [1], "D": "y", "F": true}"#;
        let all = ["lost A.B", "lost C", "changed D", "extra F"];
        assert_eq!(found(theirs, ours, &[]), all);
        assert_eq!(found(theirs, ours, &["A", "D"]), ["lost C", "extra F"]);
    }

    #[test]
    fn one_value_in_other_letters_is_no_difference() {
        let theirs =
            r#"{"A": "1", "B": "True", "C": "[]", "D": "a,b", "E": "[{\"k\": 1}]", "F": 1.0}"#;
        let ours = r#"{"A": 1, "B": true, "D": ["a", "b"], "E": [{"k": 1}], "F": 1}"#;
        assert_eq!(found(theirs, ours, &[]), Vec::<String>::new());
    }

    #[test]
    fn numbers_of_items_are_no_part_of_a_place() {
        assert_eq!(without_numbers("Disks[2].Tags.0.Key"), "Disks.Tags.Key");
    }
}
