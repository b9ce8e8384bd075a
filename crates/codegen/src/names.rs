//! The one door from wire names to identifiers: splitting into words, case, keywords, digits,
//! letters beyond ASCII, and collisions.
//!
//! - Words are split by the acronym table first, by capitals (heck) second.
//! - A keyword gets an underscore behind it: `type` → `type_`. A raw identifier would read worse in
//!   a chain of setters, and `self` cannot be one.
//! - What begins with a digit gets a letter or a word before it: `v3des`, `Code17007`.
//! - Letters beyond ASCII become their number: `类` → `u7c7b`; signs that carry meaning become words.
//! - Names that fall together are numbered in the order they are asked for: `key`, `key_2`.
//!
//! The same names in the same order give the same identifiers on every machine.

use std::collections::BTreeSet;

use heck::ToSnakeCase;

use crate::acronyms;

/// Words that are no identifiers in edition 2024, and those reserved for later.
const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "union", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Names of types that generated code uses without a path.
const TYPES_IN_USE: &[&str] = &["Box", "None", "Option", "Self", "Some", "String", "Vec"];

/// Names of files that some systems cannot have.
const BAD_FILE_NAMES: &[&str] = &["aux", "con", "nul", "prn"];

/// Signs that tell values apart, and words for them.
const SIGNS: &[(char, &str)] = &[
    ('!', "not"),
    ('#', "hash"),
    ('%', "percent"),
    ('&', "and"),
    ('*', "star"),
    ('+', "plus"),
    ('<', "less"),
    ('=', "equal"),
    ('>', "greater"),
    ('@', "at"),
    ('~', "tilde"),
];

/// The words of a name, in lower case, of `a-z` and `0-9` only; none empty.
pub fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for piece in pieces(name) {
        split_piece(&piece, &mut words);
    }
    words
}

/// A name of a field, function or module; `prefix` goes before a digit.
pub fn snake(name: &str, prefix: &str) -> String {
    let joined = words(name).join("_");
    let joined = started(joined, prefix, "_");
    if KEYWORDS.contains(&joined.as_str()) {
        joined + "_"
    } else {
        joined
    }
}

/// A name of a type or variant; `prefix` goes before a digit, `suffix` behind a name in use.
pub fn pascal(name: &str, prefix: &str, suffix: &str) -> String {
    let mut joined = String::new();
    for word in words(name) {
        // `1.0` and `10` are two values.
        let ends_in_digit = joined.ends_with(|c: char| c.is_ascii_digit());
        if ends_in_digit && word.starts_with(|c: char| c.is_ascii_digit()) {
            joined.push('_');
        }
        joined.push_str(&capitalized(&word));
    }
    let joined = started(joined, prefix, "");
    if TYPES_IN_USE.contains(&joined.as_str()) {
        joined + suffix
    } else {
        joined
    }
}

/// A name of a module and its file.
pub fn module(name: &str) -> String {
    let name = snake(name, "m");
    if BAD_FILE_NAMES.contains(&name.as_str()) {
        name + "_"
    } else {
        name
    }
}

/// Identifiers already given in one namespace.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    taken: BTreeSet<String>,
}

impl Scope {
    /// A namespace in which these are taken.
    pub fn with(taken: &[&str]) -> Self {
        Self {
            taken: taken.iter().map(|&name| name.to_owned()).collect(),
        }
    }

    /// Whether the name is taken.
    pub fn has(&self, name: &str) -> bool {
        self.taken.contains(name)
    }

    /// Takes the name, or the first free numbered one; `joint` stands before the number.
    pub fn claim(&mut self, name: String, joint: &str) -> String {
        let mut free = name.clone();
        let mut number = 2;
        while !self.taken.insert(free.clone()) {
            free = format!("{}{joint}{number}", name.trim_end_matches('_'));
            number += 1;
        }
        free
    }
}

/// Runs of ASCII letters and digits; signs and letters beyond ASCII as words of their own.
fn pieces(name: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        let is_minus = c == '-' && pieces == [""] && chars.peek().is_some_and(char::is_ascii_digit);
        let word = match c {
            c if c.is_ascii_alphanumeric() => {
                if let Some(last) = pieces.last_mut() {
                    last.push(c);
                }
                continue;
            }
            _ if is_minus => "minus".to_owned(),
            c if c.is_ascii() => SIGNS
                .iter()
                .find(|(sign, _)| *sign == c)
                .map(|(_, word)| (*word).to_owned())
                .unwrap_or_default(),
            c if c.is_alphanumeric() => format!("u{:x}", u32::from(c)),
            _ => String::new(),
        };
        pieces.extend([word, String::new()]);
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// Splits a run of letters and digits into words.
fn split_piece(piece: &str, words: &mut Vec<String>) {
    let mut rest = piece;
    let mut plain = 0;
    while plain < rest.len() {
        let begins = plain == 0 || begins_word(rest, plain);
        match begins.then(|| acronyms::at_start(&rest[plain..])).flatten() {
            Some(acronym) => {
                push_plain(&rest[..plain], words);
                words.push(acronym.to_lowercase());
                rest = &rest[plain + acronym.len()..];
                plain = 0;
                // Digits belong to the word before them.
                let digits =
                    rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                if let Some(last) = words.last_mut() {
                    last.push_str(&rest[..digits]);
                }
                rest = &rest[digits..];
            }
            None => plain += 1,
        }
    }
    push_plain(rest, words);
}

/// Whether a capital after a small letter or a digit stands here.
fn begins_word(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    bytes[at].is_ascii_uppercase() && !bytes[at - 1].is_ascii_uppercase()
}

fn push_plain(text: &str, words: &mut Vec<String>) {
    words.extend(
        text.to_snake_case()
            .split('_')
            .filter(|word| !word.is_empty())
            .map(str::to_owned),
    );
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map(|first| first.to_ascii_uppercase().to_string() + chars.as_str())
        .unwrap_or_default()
}

/// Makes the name begin with a letter.
fn started(name: String, prefix: &str, joint: &str) -> String {
    match name.bytes().next() {
        None => format!("{prefix}{joint}empty")
            .trim_start_matches('_')
            .to_owned(),
        Some(first) if first.is_ascii_digit() => format!("{prefix}{name}"),
        Some(_) => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields() {
        for (wire, field) in [
            ("DiskId", "disk_id"),
            ("UHostId", "uhost_id"),
            ("UHostIds", "uhost_ids"),
            ("VDiskId", "vdisk_id"),
            ("ProjectIDs", "project_ids"),
            ("SnapshotIDs", "snapshot_ids"),
            ("EIPId", "eip_id"),
            ("EIPID", "eip_id"),
            ("VPCId", "vpc_id"),
            ("IPv4", "ipv4"),
            ("IPv6CidrBlock", "ipv6_cidr_block"),
            ("Ipv6Address", "ipv6_address"),
            ("IDC", "idc"),
            ("IDENTITY", "identity"),
            ("TotalCount", "total_count"),
            ("totalCount", "total_count"),
            ("resourceGroupId", "resource_group_id"),
            ("X-Amz-Date", "x_amz_date"),
            ("a.b_c d", "a_b_c_d"),
            ("HTTPServerURL", "http_server_url"),
            ("MySQLVersion", "mysql_version"),
            ("Md5", "md5"),
            ("MD5Sum", "md5_sum"),
            ("QPSLimit2", "qps_limit2"),
            ("type", "type_"),
            ("Self", "self_"),
            ("3DES", "v3des"),
            ("类型", "u7c7b_u578b"),
            ("", "v_empty"),
            ("*/", "star"),
            ("-1", "minus_1"),
            ("K8SVersion", "k8s_version"),
            ("SnapshotServiceId", "snapshot_service_id"),
            ("DBInstanceId", "db_instance_id"),
            ("VSwitchId", "vswitch_id"),
            ("OSType", "os_type"),
            ("UK8SClusterId", "uk8s_cluster_id"),
            ("DDoSInfo", "ddos_info"),
        ] {
            assert_eq!(snake(wire, "v"), field, "{wire:?}");
        }
    }

    #[test]
    fn types() {
        for (wire, name) in [
            ("CreateUHostInstance", "CreateUhostInstance"),
            ("SnapshotInfo", "SnapshotInfo"),
            ("InvalidDisk.Busy", "InvalidDiskBusy"),
            ("INVALID_DISK_NOT_FOUND", "InvalidDiskNotFound"),
            ("17007", "Code17007"),
            ("Option", "OptionData"),
            ("self", "SelfData"),
            ("PREPAID_BY_MONTH", "PrepaidByMonth"),
            ("1.0", "Code1_0"),
        ] {
            assert_eq!(pascal(wire, "Code", "Data"), name, "{wire:?}");
        }
    }

    #[test]
    fn names_that_fall_together_are_numbered() {
        let mut scope = Scope::with(&["unlisted"]);
        let names = ["key", "key", "key", "unlisted", "type_", "type_"];
        let claimed: Vec<_> = names
            .iter()
            .map(|name| scope.claim((*name).to_owned(), "_"))
            .collect();
        assert_eq!(
            claimed,
            ["key", "key_2", "key_3", "unlisted_2", "type_", "type_2"]
        );
    }

    #[test]
    fn whatever_comes_in_an_identifier_comes_out() {
        for hostile in [
            "*/",
            "\"",
            "\\",
            "\n#![x]",
            "../..",
            "r#type",
            "🦀",
            "a\u{202e}b",
            "'a",
            "{}",
            "١٢",
        ] {
            for name in [
                snake(hostile, "v"),
                pascal(hostile, "V", "Value"),
                module(hostile),
            ] {
                assert!(
                    syn::parse_str::<syn::Ident>(&name).is_ok(),
                    "{hostile:?} became {name:?}"
                );
            }
        }
    }
}
