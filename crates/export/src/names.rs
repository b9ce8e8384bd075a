//! The doors from a page's text to names that other tools act on: keys of components, paths, hosts.
//! Everything else in a document is a JSON string, which needs none.

use std::collections::BTreeSet;

/// The keys of a document's components: letters, digits, `.`, `-` and `_`, each once. Keys that
/// differ in case alone would be one file for generators on some systems.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    taken: BTreeSet<String>,
}

impl Keys {
    /// The key of a name, or the first free numbered one.
    pub(crate) fn claim(&mut self, name: &str) -> String {
        let key = key(name);
        let mut free = key.clone();
        let mut number = 2;
        while !self.taken.insert(free.to_ascii_lowercase()) {
            free = format!("{key}_{number}");
            number += 1;
        }
        free
    }
}

/// The name with `_` for each sign that a key cannot have.
fn key(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let key: String = name
        .chars()
        .map(|c| if is_plain(c) { c } else { '_' })
        .collect();
    if key.is_empty() { "_".to_owned() } else { key }
}

/// A path template as it may stand in a document: it begins with `/`, and what no path can hold is
/// percent-encoded. Braces are those of placeholders.
pub(crate) fn path(template: &str) -> String {
    let mut path = String::with_capacity(template.len() + 1);
    if !template.starts_with('/') {
        path.push('/');
    }
    encode(template, "-._~!$&'()*+,;=:@/{}", &mut path);
    path
}

/// A name as it may stand after `#Action=`.
pub(crate) fn fragment(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    encode(name, "-._~", &mut text);
    text
}

fn encode(text: &str, plain: &str, into: &mut String) {
    for byte in text.bytes() {
        let letter = char::from(byte);
        if letter.is_ascii_alphanumeric() || plain.contains(letter) {
            into.push(letter);
        } else {
            into.push_str(&format!("%{byte:02X}"));
        }
    }
}

/// The placeholders of a path template, in order.
pub(crate) fn placeholders(template: &str) -> Vec<&str> {
    let parts = template.split('{').skip(1);
    parts
        .filter_map(|part| part.split_once('}').map(|(name, _)| name))
        .filter(|name| !name.is_empty())
        .collect()
}

/// Whether a text is a host, perhaps with placeholders and a port, and nothing that could lead elsewhere.
pub(crate) fn is_host(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '{' | '}' | ':');
    !text.is_empty() && text.len() <= 253 && text.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_plain_and_each_once() {
        let mut keys = Keys::default();
        let given = ["Disk", "disk", "a b", "a/b", "类"].map(|name| keys.claim(name));
        assert_eq!(given, ["Disk", "disk_2", "a_b", "a_b_2", "_"]);
    }

    #[test]
    fn paths_and_hosts_lead_nowhere_else() {
        assert_eq!(path("/i/{Id}/x"), "/i/{Id}/x");
        assert_eq!(path("i?a=<b>#c"), "/i%3Fa=%3Cb%3E%23c");
        assert_eq!(fragment("A&B=1"), "A%26B%3D1");
        assert_eq!(placeholders("/i/{Id}/{Name}"), ["Id", "Name"]);
        assert!(is_host("cbs.{region}.example.com"));
        for text in ["", "a/b", "a@b", "a b", "a?b", "javascript:alert(1)//"] {
            assert!(!is_host(text), "{text}");
        }
    }
}
