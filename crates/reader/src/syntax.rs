//! The syntax of a request as a page states it: method, path and query as a template, the host.
//! Where tables have no column for it, the syntax tells where parameters travel, and which there
//! are beside those that the tables list.

use specwright_spec::{Field, Http, Place, Required, Type};

use crate::samples;

/// What a syntax states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Syntax {
    /// Method and path, with `{name}` for what varies.
    pub http: Http,
    /// Keys of the query; true for those without a value (`?uploads`).
    query: Vec<(String, bool)>,
    /// The host, with `{name}` for what varies.
    pub host: Option<String>,
}

/// A parameter that a table and the syntax spell in two ways: the table's name and the syntax's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Respelled {
    /// As the table has it.
    pub listed: String,
    /// As the syntax has it: what stands on the wire.
    pub wire: String,
}

/// Reads a syntax, if the text begins with a request line.
pub fn read(text: &str) -> Option<Syntax> {
    let http = samples::request_line(text)?;
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    let target = line.split_whitespace().nth(1)?;
    let pairs = target
        .split_once('?')
        .map_or("", |(_, query)| query)
        .split('&')
        .filter(|pair| !pair.is_empty());
    let query = pairs.map(|pair| match pair.split_once('=') {
        Some((key, _)) => (key.to_owned(), false),
        None => (pair.to_owned(), true),
    });
    let query = query.filter(|(key, _)| is_name(key)).collect();
    let host = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("Host:"))
        .map(|host| samples::template(host.trim()));
    Some(Syntax {
        http,
        query,
        host: host.filter(|host| !host.is_empty() && !host.contains(char::is_whitespace)),
    })
}

impl Syntax {
    /// Puts parameters where the syntax has them, and adds those that only the syntax names.
    pub fn apply(&mut self, request: &mut Vec<Field>) -> Vec<Respelled> {
        let mut respelled = Vec::new();
        self.http.path = literal_segments(&self.http.path, request);
        for name in placeholders(&self.http.path) {
            let wire = put(request, &name, "the path names it");
            self.http.path = self
                .http
                .path
                .replace(&format!("{{{name}}}"), &format!("{{{wire}}}"));
        }
        for name in self.host.as_deref().map(placeholders).unwrap_or_default() {
            let wire = put(request, &name, "the host names it");
            self.host = self
                .host
                .take()
                .map(|host| host.replace(&format!("{{{name}}}"), &format!("{{{wire}}}")));
        }
        for (key, is_flag) in &self.query {
            match find(request, key) {
                Some(field) => {
                    if field.name != *key {
                        respelled.push(Respelled {
                            listed: field.name.clone(),
                            wire: key.clone(),
                        });
                        field.name.clone_from(key);
                    }
                    field.position = Some(Place::Query);
                }
                None => request.push(Field {
                    default: is_flag.then(String::new),
                    // A key without a value is what makes the operation; of others nothing is said.
                    required: Some(if *is_flag {
                        Required::Yes
                    } else {
                        Required::Unknown
                    }),
                    ..derived(key, Place::Query, "the syntax of the request names it")
                }),
            }
        }
        if self
            .http
            .methods
            .iter()
            .all(|method| matches!(method.as_str(), "GET" | "HEAD" | "DELETE"))
        {
            let open = request
                .iter_mut()
                .filter(|field| matches!(field.position, None | Some(Place::Body)));
            open.for_each(|field| field.position = Some(Place::Query));
        }
        respelled
    }
}

/// The wire name of the parameter that a placeholder stands for; made up if no table lists one.
fn put(request: &mut Vec<Field>, name: &str, why: &str) -> String {
    if let Some(field) = find(request, name).filter(|field| field.position != Some(Place::Header)) {
        field.position = Some(Place::Path);
        return field.name.clone();
    }
    request.push(derived(name, Place::Path, why));
    name.to_owned()
}

fn derived(name: &str, place: Place, why: &str) -> Field {
    Field {
        required: Some(Required::Yes),
        position: Some(place),
        derived: Some(why.to_owned()),
        ..Field::new(name, Type::String)
    }
}

/// `/ArchiveName`: a segment that is a parameter's name stands for it.
fn literal_segments(path: &str, request: &[Field]) -> String {
    let is_parameter = |segment: &str| {
        request
            .iter()
            .any(|field| field.name == segment && field.position != Some(Place::Header))
    };
    let segment = |segment: &str| {
        if is_parameter(segment) {
            format!("{{{segment}}}")
        } else {
            segment.to_owned()
        }
    };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}

fn placeholders(template: &str) -> Vec<String> {
    let inside = |part: &str| part.split_once('}').map(|(name, _)| name.to_owned());
    template
        .split('{')
        .skip(1)
        .filter_map(inside)
        .filter(|name| is_name(name))
        .collect()
}

/// The parameter of that name, whatever its case and joints: `max-keys` is `MaxKeys`.
fn find<'f>(request: &'f mut [Field], name: &str) -> Option<&'f mut Field> {
    let bare = |name: &str| {
        name.chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect::<String>()
    };
    request
        .iter_mut()
        .find(|field| bare(&field.name) == bare(name))
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(
        text: &str,
        rows: &[(&str, Option<Place>)],
    ) -> (Syntax, Vec<String>, Vec<Respelled>) {
        let mut syntax = read(text).unwrap();
        let field = |(name, position): &(&str, Option<Place>)| Field {
            position: *position,
            ..Field::new(*name, Type::String)
        };
        let mut request: Vec<Field> = rows.iter().map(field).collect();
        let respelled = syntax.apply(&mut request);
        let shown = request
            .iter()
            .map(|field| format!("{} {:?}", field.name, field.position.unwrap_or(Place::Body)))
            .collect();
        (syntax, shown, respelled)
    }

    #[test]
    fn placeholders_are_parameters() {
        let text = "PUT /<object_name>?storageClass=<storage_class> HTTP/1.1\nHost: <bucket_name>.example.com";
        let (syntax, shown, respelled) = applied(
            text,
            &[
                ("storageClass", None),
                ("Content-Type", Some(Place::Header)),
            ],
        );
        assert_eq!(
            shown,
            [
                "storageClass Query",
                "Content-Type Header",
                "object_name Path",
                "bucket_name Path"
            ]
        );
        assert_eq!(
            (syntax.http.path.as_str(), syntax.host.as_deref()),
            ("/{object_name}", Some("{bucket_name}.example.com"))
        );
        assert!(respelled.is_empty());
    }

    #[test]
    fn a_query_tells_names_and_flags() {
        let (_, shown, respelled) = applied(
            "GET /?list&max-keys=<max-keys> HTTP/1.1",
            &[("MaxKeys", Some(Place::Body))],
        );
        assert_eq!(shown, ["max-keys Query", "list Query"]);
        assert_eq!(
            respelled,
            [Respelled {
                listed: "MaxKeys".into(),
                wire: "max-keys".into()
            }]
        );
    }

    #[test]
    fn a_segment_may_be_a_parameters_name() {
        let (syntax, shown, _) = applied(
            "POST /ArchiveName?activate HTTP/1.1",
            &[("ArchiveName", Some(Place::Body))],
        );
        assert_eq!(
            (syntax.http.path.as_str(), shown[0].as_str()),
            ("/{ArchiveName}", "ArchiveName Path")
        );
    }
}
