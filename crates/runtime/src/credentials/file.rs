//! Credentials from the config files of the vendors' own tools. The layouts are data.

use super::Credentials;
use super::provider::{BoxFuture, CredentialsError, ProvideCredentials};
use crate::clock::Moment;
use crate::value::Value;
use std::path::PathBuf;
use zeroize::Zeroizing;

/// A config file and its layout.
#[derive(Clone, Copy, Debug)]
pub struct CredentialFile {
    /// Where it lies; `~/` is the home folder.
    pub path: &'static str,
    /// How it is laid out.
    pub format: FileFormat,
    /// The name of the member or key that holds the key's id.
    pub id: &'static str,
    /// That of the secret.
    pub secret: &'static str,
    /// That of the session token, where the file can hold one.
    pub token: Option<&'static str>,
}

/// The layouts there are.
#[derive(Clone, Copy, Debug)]
pub enum FileFormat {
    /// Sections in brackets with `name = value` lines; the section `default` is read.
    Ini,
    /// One JSON object.
    Json,
    /// A JSON list of objects, whole or under a member; one is picked by name.
    JsonProfiles {
        /// The member that holds the list; none if the document is the list.
        list: Option<&'static str>,
        /// The member of an object that names it.
        name: &'static str,
        /// The member of the document that names the object in use; `default` without one.
        current: Option<&'static str>,
    },
}

/// A provider that reads config files at each call.
#[derive(Clone, Debug)]
pub struct Files {
    files: &'static [CredentialFile],
    home: Option<PathBuf>,
    profile: Option<String>,
}

impl Files {
    /// Reads files of the user's home folder.
    pub fn new(files: &'static [CredentialFile]) -> Self {
        let home = ["HOME", "USERPROFILE"]
            .iter()
            .find_map(std::env::var_os)
            .map(PathBuf::from);
        Self {
            files,
            home,
            profile: None,
        }
    }

    /// Reads them below another folder.
    #[must_use]
    pub fn home(mut self, home: impl Into<PathBuf>) -> Self {
        self.home = Some(home.into());
        self
    }

    /// Takes the section or object of this name.
    #[must_use]
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    fn find(&self) -> Result<Credentials, CredentialsError> {
        let mut tried = Vec::new();
        for file in self.files {
            let Some(path) = self.locate(file.path) else {
                continue;
            };
            match std::fs::read_to_string(&path).map(Zeroizing::new) {
                Ok(text) => match file.read(&text, self.profile.as_deref()) {
                    Ok(Some(found)) => return Ok(found),
                    Ok(None) => tried.push(file.path.to_owned()),
                    Err(reason) => return Err(CredentialsError::failed(file.path, reason)),
                },
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    tried.push(file.path.to_owned())
                }
                Err(error) => {
                    return Err(CredentialsError::failed(
                        file.path,
                        error.kind().to_string(),
                    ));
                }
            }
        }
        Err(CredentialsError::NotFound(tried))
    }

    fn locate(&self, path: &str) -> Option<PathBuf> {
        match path.strip_prefix("~/") {
            Some(rest) => self.home.as_ref().map(|home| home.join(rest)),
            None => Some(PathBuf::from(path)),
        }
    }
}

impl ProvideCredentials for Files {
    fn provide(&self, _: Moment) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(std::future::ready(self.find()))
    }

    fn name(&self) -> &str {
        "the config files"
    }
}

impl CredentialFile {
    /// The key in a text; nothing if the text holds none. Errors show no part of the text.
    fn read(&self, text: &str, profile: Option<&str>) -> Result<Option<Credentials>, String> {
        let section = match self.format {
            FileFormat::Ini => Some(ini_section(text, profile.unwrap_or("default"))),
            FileFormat::Json => Some(json(text)?),
            FileFormat::JsonProfiles {
                list,
                name,
                current,
            } => pick(&json(text)?, list, name, current, profile),
        };
        let Some(section) = section else {
            return Ok(None);
        };
        let member = |name: &str| section.get(name)?.as_str().filter(|text| !text.is_empty());
        let (Some(id), Some(secret)) = (member(self.id), member(self.secret)) else {
            return Ok(None);
        };
        let found = Credentials::new(id, secret);
        Ok(Some(match self.token.and_then(member) {
            Some(token) => found.with_token(token),
            None => found,
        }))
    }
}

/// The parser's own message could quote the text; the line is enough.
fn json(text: &str) -> Result<Value, String> {
    Value::from_json(text.as_bytes())
        .map_err(|error| format!("it is no JSON at line {}", error.line()))
}

fn pick(
    document: &Value,
    list: Option<&str>,
    name: &str,
    current: Option<&str>,
    profile: Option<&str>,
) -> Option<Value> {
    let wanted = profile
        .or_else(|| document.get(current?)?.as_str())
        .unwrap_or("default");
    let objects = match list {
        Some(list) => document.get(list)?,
        None => document,
    };
    objects
        .as_list()?
        .iter()
        .find(|object| object.get(name).and_then(Value::as_str) == Some(wanted))
        .cloned()
}

fn ini_section(text: &str, wanted: &str) -> Value {
    let mut members = Vec::new();
    let mut inside = false;
    for line in text
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with(['#', ';']))
    {
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            inside = name.trim() == wanted;
        } else if let (true, Some((name, value))) = (inside, line.split_once('=')) {
            members.push((name.trim(), value.trim().trim_matches('"')));
        }
    }
    Value::map(members)
}

#[cfg(test)]
mod tests {
    use super::*;

    const INI: CredentialFile = CredentialFile {
        path: "~/.tencentcloud/credentials",
        format: FileFormat::Ini,
        id: "secret_id",
        secret: "secret_key",
        token: Some("token"),
    };
    const ALIYUN: CredentialFile = CredentialFile {
        path: "~/.aliyun/config.json",
        format: FileFormat::JsonProfiles {
            list: Some("profiles"),
            name: "name",
            current: Some("current"),
        },
        id: "access_key_id",
        secret: "access_key_secret",
        token: Some("sts_token"),
    };
    const UCLOUD: CredentialFile = CredentialFile {
        path: "~/.ucloud/credential.json",
        format: FileFormat::JsonProfiles {
            list: None,
            name: "profile",
            current: None,
        },
        id: "public_key",
        secret: "private_key",
        token: None,
    };

    #[test]
    fn an_ini_section_is_read() {
        let text = "# keys\n[other]\nsecret_id=no\n[default]\nsecret_id = a\nsecret_key=\"b\"\n";
        assert_eq!(
            INI.read(text, None).unwrap(),
            Some(Credentials::new("a", "b"))
        );
        assert_eq!(INI.read(text, Some("other")).unwrap(), None);
    }

    #[test]
    fn a_profile_is_picked_by_name() {
        let text = r#"{"current":"work","profiles":[
            {"name":"default","access_key_id":"x","access_key_secret":"y"},
            {"name":"work","access_key_id":"a","access_key_secret":"b","sts_token":"t"}]}"#;
        assert_eq!(
            ALIYUN.read(text, None).unwrap(),
            Some(Credentials::new("a", "b").with_token("t"))
        );
        assert_eq!(
            ALIYUN.read(text, Some("default")).unwrap(),
            Some(Credentials::new("x", "y"))
        );
        let text = r#"[{"profile":"default","public_key":"a","private_key":"b"}]"#;
        assert_eq!(
            UCLOUD.read(text, None).unwrap(),
            Some(Credentials::new("a", "b"))
        );
    }

    #[test]
    fn a_broken_file_is_an_error_that_shows_none_of_it() {
        let error = ALIYUN.read("{\"secret\": hunter2", None).unwrap_err();
        assert_eq!(error, "it is no JSON at line 1");
        let debug = format!("{:?}", Files::new(&[INI, ALIYUN, UCLOUD]).home("/nowhere"));
        assert!(!debug.contains("hunter2"));
    }

    #[test]
    fn absent_files_are_named() {
        const FILES: &[CredentialFile] = &[INI, UCLOUD];
        let error = Files::new(FILES)
            .home("/nonexistent-folder")
            .find()
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "no credentials in ~/.tencentcloud/credentials, ~/.ucloud/credential.json; set one of them"
        );
    }
}
