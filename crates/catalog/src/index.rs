//! The search index: a script that sets one global, since `file://` lets a page load scripts and nothing
//! else. Names only: vendors, services, operations, and by number the parameters that each takes and the
//! codes that each answers.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use specwright_spec::{ErrorCode, Operation, Profile};

use crate::html::is_unfit;
use crate::pages::{ServiceEntry, Site};

/// The script's path.
pub(crate) const PATH: &str = "assets/search-index.js";

/// The script: `v` vendors, each with the numbers of its own codes; `p` names of parameters, `c` codes; `s`
/// services with `o` operations, `q` the numbers of their parameters, `e` those of their codes, `x` those of
/// the service's own codes; `f` where a file is not called like its operation.
pub(crate) fn script(site: &Site<'_>) -> String {
    let parameters = Numbered::of(site.operations().flat_map(parameters));
    let services = || site.vendors.iter().flat_map(|vendor| &vendor.services);
    let shared = site
        .vendors
        .iter()
        .flat_map(|vendor| common(vendor.profile));
    let own = services().flat_map(|entry| codes(&entry.service.errors));
    let answered = site.operations().flat_map(|one| codes(&one.errors));
    let errors = Numbered::of(answered.chain(own).chain(shared));
    let vendors: Vec<Value> = site
        .vendors
        .iter()
        .map(|vendor| {
            json!([
                vendor.file,
                vendor.title,
                errors.numbers(common(vendor.profile))
            ])
        })
        .collect();
    let mut entries = Vec::new();
    for (nth, vendor) in site.vendors.iter().enumerate() {
        for service in &vendor.services {
            entries.push(entry(nth, service, &parameters, &errors));
        }
    }
    let index = json!({
        "v": vendors, "p": parameters.names, "c": errors.names, "s": entries,
    });
    format!("window.SPECWRIGHT={};\n", literal(&index))
}

fn entry(
    vendor: usize,
    service: &ServiceEntry<'_>,
    parameters: &Numbered<'_>,
    errors: &Numbered<'_>,
) -> Value {
    let of_each = |tell: &dyn Fn(&Operation) -> String| -> Vec<String> {
        let operations = service.operations.iter();
        operations.map(|one| tell(one.operation)).collect()
    };
    let files: BTreeMap<String, &String> = service
        .operations
        .iter()
        .enumerate()
        .filter(|(_, one)| one.file != one.operation.name)
        .map(|(at, one)| (at.to_string(), &one.file))
        .collect();
    let mut entry = json!({
        "v": vendor,
        "n": service.file,
        "o": of_each(&|one| one.name.clone()),
        "q": of_each(&|one| parameters.numbers(self::parameters(one))),
        "e": of_each(&|one| errors.numbers(codes(&one.errors))),
    });
    let own = errors.numbers(codes(&service.service.errors));
    if !own.is_empty() {
        entry["x"] = json!(own);
    }
    if !files.is_empty() {
        entry["f"] = json!(files);
    }
    entry
}

fn parameters(operation: &Operation) -> impl Iterator<Item = &str> {
    operation.request.iter().map(|field| field.name.as_str())
}

fn codes(errors: &[ErrorCode]) -> impl Iterator<Item = &str> {
    errors.iter().map(|error| error.code.as_str())
}

fn common(profile: &Profile) -> impl Iterator<Item = &str> {
    profile
        .common_errors
        .iter()
        .map(|error| error.code.as_str())
}

/// Names, the most used first, so that their numbers are short.
struct Numbered<'s> {
    names: Vec<&'s str>,
    numbers: BTreeMap<&'s str, usize>,
}

impl<'s> Numbered<'s> {
    fn of(used: impl Iterator<Item = &'s str>) -> Self {
        let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
        for name in used {
            *uses.entry(name).or_default() += 1;
        }
        let mut names: Vec<_> = uses.keys().copied().collect();
        names.sort_by_key(|name| (std::cmp::Reverse(uses.get(name).copied()), *name));
        let numbers = names
            .iter()
            .enumerate()
            .map(|(at, name)| (*name, at))
            .collect();
        Self { names, numbers }
    }

    /// The numbers of names, to the base 36, with spaces.
    fn numbers<'n>(&self, names: impl Iterator<Item = &'n str>) -> String {
        let numbers = names.filter_map(|name| self.numbers.get(name));
        let words: Vec<_> = numbers.map(|number| base36(*number)).collect();
        words.join(" ")
    }
}

fn base36(mut number: usize) -> String {
    let mut digits = Vec::new();
    loop {
        let digit = u32::try_from(number % 36).unwrap_or_default();
        digits.extend(char::from_digit(digit, 36));
        number /= 36;
        if number == 0 {
            return digits.iter().rev().collect();
        }
    }
}

/// The one door to a script: JSON in which nothing can end the script or be markup, and no letter is
/// unfit to be shown.
fn literal(value: &Value) -> String {
    let mut text = String::new();
    for letter in value.to_string().chars() {
        match letter {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                text.push_str(&format!("\\u{:04x}", u32::from(letter)));
            }
            letter if is_unfit(letter) => text.push('\u{fffd}'),
            letter => text.push(letter),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_not_ended_by_a_name() {
        let text = literal(&json!(["</script><!--", "\u{2028}", "a&b", "\"\\"]));
        assert_eq!(
            text,
            r#"["\u003c/script\u003e\u003c!--","\u2028","a\u0026b","\"\\"]"#
        );
    }

    #[test]
    fn numbers_are_short() {
        let words = [0, 35, 36, 1295, 1296].map(base36);
        assert_eq!(words, ["0", "z", "10", "zz", "100"]);
    }
}
