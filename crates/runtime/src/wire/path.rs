//! Path templates: `/instances/[InstanceId]` or `/instances/{InstanceId}` with values put in.
//!
//! Every value is one segment: a slash in it is escaped, and what would climb or vanish is refused.

use super::percent;
use super::style::EncodeError;

/// The path with each bracketed name replaced by its encoded value.
///
/// # Errors
/// A name has no value, a value is empty or made of dots, or brackets do not pair.
pub fn expand<'v>(
    template: &str,
    mut value: impl FnMut(&str) -> Option<&'v str>,
) -> Result<String, EncodeError> {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(at) = rest.find(['[', '{']) {
        out.push_str(&rest[..at]);
        let close = if rest[at..].starts_with('[') {
            ']'
        } else {
            '}'
        };
        let length = rest[at..]
            .find(close)
            .ok_or_else(|| EncodeError::BadTemplate(template.to_owned()))?;
        let name = &rest[at + 1..at + length];
        let text = value(name).ok_or_else(|| EncodeError::MissingInPath(name.to_owned()))?;
        if matches!(text, "" | "." | "..") {
            return Err(EncodeError::UnsafeInPath(name.to_owned()));
        }
        percent::encode_into(text, &mut out);
        rest = &rest[at + length + 1..];
    }
    out.push_str(rest);
    if !out.starts_with('/') {
        out.insert(0, '/');
    }
    Ok(out)
}

/// The names a template asks for, in order.
pub fn names(template: &str) -> impl Iterator<Item = &str> {
    template
        .split(['[', '{'])
        .skip(1)
        .filter_map(|piece| piece.split([']', '}']).next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_brackets_are_filled_and_escaped() {
        let path = expand("/a/[X]/b/{Y}.json", |name| {
            Some(if name == "X" { "1/2" } else { "é" })
        })
        .unwrap();
        assert_eq!(path, "/a/1%2F2/b/%C3%A9.json");
        assert_eq!(names("/a/[X]/b/{Y}.json").collect::<Vec<_>>(), ["X", "Y"]);
        assert_eq!(expand("", |_| None).unwrap(), "/");
    }

    #[test]
    fn nothing_climbs_out_of_the_path() {
        assert_eq!(
            expand("/a/{X}/b", |_| Some("..")),
            Err(EncodeError::UnsafeInPath("X".into()))
        );
        assert_eq!(
            expand("/a/{X}/b", |_| None),
            Err(EncodeError::MissingInPath("X".into()))
        );
        assert_eq!(
            expand("/a/{X", |_| Some("1")),
            Err(EncodeError::BadTemplate("/a/{X".into()))
        );
    }
}
