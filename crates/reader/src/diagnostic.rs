//! What the reader has to say about a page, as plain data: a code, a level, a message, spans, a help line.
//!
//! Drawing a diagnostic for a terminal, as JSON or as SARIF is the caller's business. The codes themselves are in [`crate::codes`].

use crate::codes::CodeInfo;
use crate::fix::Fix;
use crate::text::Place;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Read without doubt; other readers of the page may not manage.
    Note,
    /// A defect of the page, or something that was read with a doubt.
    Warning,
    /// What the page says cannot be used.
    Error,
}

impl Level {
    /// The word for it: `note`, `warning` or `error`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Level::Note => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// The stable name of a kind of finding, such as `T004`. [`CodeInfo`] has the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub(crate) &'static str);

impl Code {
    /// The code as it is printed.
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    /// Level, title, help and explanation of this code.
    pub fn info(self) -> Option<&'static CodeInfo> {
        CodeInfo::find(self.0)
    }
}

/// A place and what it has to do with the finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// A few words to stand beside the marked text; may be empty.
    pub text: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind of finding.
    pub code: Code,
    /// How much it matters here; the code's default unless the rule knows better.
    pub level: Level,
    /// One line: what is the matter.
    pub message: String,
    /// The place meant.
    pub primary: Label,
    /// Places that explain it.
    pub secondary: Vec<Label>,
    /// What to do about it; the code's default unless the rule knows better.
    pub help: Option<String>,
    /// What mends it, where one answer is right whatever the author meant.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A finding at `place`, with level and help as the code has them.
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        let info = code.info();
        Diagnostic {
            code,
            level: info.map_or(Level::Warning, |info| info.level),
            message: message.into(),
            primary: Label {
                place,
                text: String::new(),
            },
            secondary: Vec::new(),
            help: info.map(|info| info.help.to_owned()),
            fix: None,
        }
    }

    /// The same, with words beside the marked text.
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// The same, with one more place that explains it.
    pub fn also(mut self, place: Place, text: impl Into<String>) -> Self {
        self.secondary.push(Label {
            place,
            text: text.into(),
        });
        self
    }

    /// The same, with a help line of its own.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// The same, with what mends it, if that is known.
    pub fn fix(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
        self
    }

    /// The same at another level.
    pub fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }
}
