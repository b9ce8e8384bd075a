//! The search index: a script that sets one global, since `file://` lets a page load scripts and nothing
//! else. Names only: vendors, services, operations, and the parameters of each request by number.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::html::is_unfit;
use crate::pages::Site;

/// The script's path.
pub(crate) const PATH: &str = "assets/search-index.js";

/// The script: `v` vendors, `p` names of parameters, `s` services with `o` operations and `q` the numbers
/// of their parameters; `f` where a file is not called like its operation.
pub(crate) fn script(site: &Site<'_>) -> String {
    let parameters = Parameters::of(site);
    let vendors: Vec<Value> = site
        .vendors
        .iter()
        .map(|vendor| json!([vendor.file, vendor.title]))
        .collect();
    let mut services = Vec::new();
    for (nth, vendor) in site.vendors.iter().enumerate() {
        for service in &vendor.services {
            let operations: Vec<_> = service
                .operations
                .iter()
                .map(|one| &one.operation.name)
                .collect();
            let numbers: Vec<_> = service
                .operations
                .iter()
                .map(|one| parameters.numbers(one.operation))
                .collect();
            let files: BTreeMap<String, &String> = service
                .operations
                .iter()
                .enumerate()
                .filter(|(_, one)| one.file != one.operation.name)
                .map(|(at, one)| (at.to_string(), &one.file))
                .collect();
            let mut entry = json!({ "v": nth, "n": service.file, "o": operations, "q": numbers });
            if !files.is_empty() {
                entry["f"] = json!(files);
            }
            services.push(entry);
        }
    }
    let index = json!({ "v": vendors, "p": parameters.names, "s": services });
    format!("window.SPECWRIGHT={};\n", literal(&index))
}

/// The names of parameters, the most used first, so that their numbers are short.
struct Parameters<'s> {
    names: Vec<&'s str>,
    numbers: BTreeMap<&'s str, usize>,
}

impl<'s> Parameters<'s> {
    fn of(site: &Site<'s>) -> Self {
        let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
        for operation in site.operations() {
            for field in &operation.request {
                *uses.entry(&field.name).or_default() += 1;
            }
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

    /// The numbers of an operation's parameters, to the base 36, with spaces.
    fn numbers(&self, operation: &specwright_spec::Operation) -> String {
        let numbers = operation
            .request
            .iter()
            .filter_map(|field| self.numbers.get(field.name.as_str()));
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
