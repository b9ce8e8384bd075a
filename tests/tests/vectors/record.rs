//! One recorded request, as it stands in a vectors file, and what can be read off it.

use specwright_runtime::clock::Moment;
use specwright_runtime::wire::{Params, percent};
use specwright_runtime::{Credentials, Scheme, Value};

/// A record: the inputs somebody gave an SDK and the request it sent.
pub struct Record {
    pub vendor: String,
    pub scheme: Scheme,
    pub credentials: Credentials,
    /// The part before the first dot or space of `operation`; empty if there is none.
    pub service: String,
    /// The operation's name, where the record gives one.
    pub action: Option<String>,
    /// The template of a path, where the operation is known by its path.
    pub path: Option<String>,
    pub region: Option<String>,
    pub params: Value,
    pub note: String,
    pub method: http::Method,
    /// The encoded path and query as sent.
    pub target_path: String,
    pub target_query: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
    /// Intermediates by name, where the source prints them.
    pub steps: Vec<(String, String)>,
    /// Why the source's own text is not what the vendor accepts.
    pub wrong: Option<String>,
    operation: String,
    scheme_name: String,
}

impl Record {
    pub fn parse(line: &str) -> Result<Self, String> {
        let json = Value::from_json(line.as_bytes()).map_err(|error| error.to_string())?;
        let text = |path: &[&str]| json.at(path).and_then(Value::as_str).map(str::to_owned);
        let need = |path: &[&str]| {
            text(path).ok_or_else(|| format!("the record has no text at `{}`", path.join(".")))
        };
        let (vendor, scheme_name, operation) = (
            need(&["vendor"])?,
            need(&["scheme"])?,
            need(&["operation"])?,
        );
        let target = need(&["request", "target"])?;
        let (target_path, target_query) = target.split_once('?').unwrap_or((&target, ""));
        let (service, action, path) = split_operation(&operation);
        let method = need(&["request", "method"])?;
        Ok(Self {
            scheme: scheme(&scheme_name, &vendor)?,
            credentials: credentials(json.get("credentials").unwrap_or(&Value::Null)),
            service,
            action,
            path,
            region: text(&["region"]).filter(|region| !region.is_empty()),
            params: json.get("params").cloned().unwrap_or_default(),
            note: text(&["note"]).unwrap_or_default(),
            method: method
                .parse()
                .map_err(|_| format!("`{method}` is no method"))?,
            target_path: target_path.to_owned(),
            target_query: target_query.to_owned(),
            headers: pairs(json.at(&["request", "headers"]))
                .map(|(n, v)| (n.to_ascii_lowercase(), v))
                .collect(),
            body: body(json.at(&["request", "body"]))?,
            steps: pairs(json.get("steps")).collect(),
            wrong: text(&["wrong"]),
            vendor,
            operation,
            scheme_name,
        })
    }

    /// The name of the case.
    pub fn title(&self) -> String {
        let note = if self.note.is_empty() {
            String::new()
        } else {
            format!(" ({})", self.note)
        };
        format!(
            "{} {} {}{note}",
            self.vendor, self.scheme_name, self.operation
        )
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, value)| value.as_str())
    }

    pub fn step(&self, name: &str) -> Option<&str> {
        self.steps
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, value)| value.as_str())
    }

    pub fn query(&self) -> Params {
        Params::from_encoded(&self.target_query)
    }

    pub fn content_type(&self) -> &str {
        self.header("content-type").unwrap_or_default()
    }

    /// The form body; empty if the body is something else.
    pub fn form(&self) -> Params {
        if self.is_form() {
            Params::from_encoded(&self.body)
        } else {
            Params::new()
        }
    }

    pub fn is_form(&self) -> bool {
        self.content_type()
            .starts_with("application/x-www-form-urlencoded")
            && !self.body.is_empty()
    }

    /// The JSON body, if there is one.
    pub fn json(&self) -> Option<Value> {
        let is_json =
            self.content_type().contains("json") || self.body.trim_start().starts_with('{');
        (is_json && !self.is_form())
            .then(|| Value::from_json(self.body.as_bytes()).ok())
            .flatten()
    }

    /// A text of the protocol, wherever the request carries it: a header, a parameter or a member.
    pub fn carried(&self, headers: &[&str], params: &[&str]) -> Option<String> {
        let header = headers
            .iter()
            .find_map(|name| self.header(name))
            .map(str::to_owned);
        let (query, form) = (self.query(), self.form());
        let param = || {
            params
                .iter()
                .find_map(|name| query.get(name).or(form.get(name)))
                .map(str::to_owned)
        };
        let member = || {
            let json = self.json()?;
            params
                .iter()
                .find_map(|name| json.get(name)?.as_str().map(str::to_owned))
        };
        header.or_else(param).or_else(member)
    }

    pub fn authorization(&self) -> Option<&str> {
        self.header("authorization")
    }

    /// When the request was signed.
    pub fn moment(&self) -> Result<Moment, String> {
        if let Some(at) = self.carried(&["x-acs-date", "date"], &[]) {
            return Moment::parse_iso(&at)
                .or_else(|| Moment::parse_http(&at))
                .ok_or(format!("`{at}` is no date"));
        }
        if let Some(millis) = self
            .header("u-timestamp-ms")
            .and_then(|text| text.parse().ok())
        {
            return Ok(Moment::from_unix_millis(millis));
        }
        let at = self
            .carried(&["x-tc-timestamp", "x-zc-timestamp"], &["Timestamp"])
            .unwrap_or_default();
        match at.parse() {
            Ok(seconds) => Ok(Moment::from_unix(seconds)),
            Err(_) if at.is_empty() => Ok(Moment::from_unix(0)),
            Err(_) => Moment::parse_iso(&at).ok_or(format!("`{at}` is no time")),
        }
    }

    pub fn nonce(&self) -> String {
        self.carried(&["x-acs-signature-nonce"], &["Nonce", "SignatureNonce"])
            .unwrap_or_default()
    }

    pub fn version(&self) -> String {
        self.carried(
            &["x-tc-version", "x-acs-version", "x-zc-version"],
            &["Version"],
        )
        .unwrap_or_default()
    }

    /// The operation's name: the record's, or what the request itself carries.
    pub fn action_name(&self) -> String {
        let carried = || self.carried(&["x-tc-action", "x-acs-action", "x-zc-action"], &["Action"]);
        self.action.clone().or_else(carried).unwrap_or_default()
    }

    /// Names of the signed headers, where the request says them.
    pub fn signed_headers(&self) -> Vec<String> {
        let list = self
            .authorization()
            .and_then(|text| text.split("SignedHeaders=").nth(1));
        let list = list
            .and_then(|text| text.split([',', ' ']).next())
            .unwrap_or_default();
        list.split(';')
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect()
    }
}

/// `cbs.CreateSnapshot`, or `elasticsearch /openapi/instances/[InstanceId]`.
fn split_operation(operation: &str) -> (String, Option<String>, Option<String>) {
    if let Some((service, path)) = operation.split_once(" /") {
        return (service.to_owned(), None, Some(format!("/{path}")));
    }
    match operation.rsplit_once('.') {
        Some((service, action)) => (service.to_owned(), Some(action.to_owned()), None),
        None => (String::new(), Some(operation.to_owned()), None),
    }
}

fn scheme(name: &str, vendor: &str) -> Result<Scheme, String> {
    let ours = match (name, vendor) {
        ("HMAC-SHA1-ROA", _) => "acs-roa-hmac-sha1",
        ("HMAC-SHA1" | "HMAC-SHA1-RPC", "alibaba") => "acs-rpc-hmac-sha1",
        ("SHA1", "ucloud" | "ucloudstack") => "ucloud-sha1",
        ("HmacSHA1", _) => "hmac-sha1",
        ("HmacSHA256", _) => "hmac-sha256",
        (other, _) => &other.to_ascii_lowercase(),
    };
    ours.parse().map_err(|error| format!("{error}"))
}

fn credentials(json: &Value) -> Credentials {
    let first = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| json.get(name)?.as_str())
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    let id = first(&["secret_id", "access_key_id", "public_key", "id"]).unwrap_or_default();
    let secret = first(&[
        "secret_key",
        "access_key_secret",
        "private_key",
        "access_key_password",
        "secret",
    ]);
    let credentials = Credentials::new(id, secret.unwrap_or_default());
    match first(&["token", "security_token", "sts_token", "session_token"]) {
        Some(token) => credentials.with_token(token),
        None => credentials,
    }
}

fn pairs(map: Option<&Value>) -> impl Iterator<Item = (String, String)> {
    map.into_iter()
        .flat_map(Value::members)
        .filter_map(|(n, v)| Some((n.to_owned(), v.as_str()?.to_owned())))
}

fn body(body: Option<&Value>) -> Result<String, String> {
    match body {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(other) => Err(format!("the recorded body must be text, not {other}")),
    }
}

/// The recorded path, decoded, for comparison.
pub fn decoded(path: &str) -> String {
    percent::decode(path, false).into_owned()
}
