//! What differs between vendors when parameters become text, as data.

use std::fmt;

/// How a vendor writes parameters that are flattened into names and texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParamStyle {
    /// Number of the first item of a list: `Ids.0` or `Ids.1`.
    pub list_base: u8,
    /// What false and true are called.
    pub bools: [&'static str; 2],
    /// How a number with a fraction is written.
    pub floats: FloatStyle,
}

impl ParamStyle {
    /// `Ids.0`, `true`, `42`: UCloud, UCloudStack and Tencent Cloud.
    pub const FROM_ZERO: Self = Self {
        list_base: 0,
        bools: ["false", "true"],
        floats: FloatStyle::Plain,
    };
    /// `Ids.1`, `true`, `42`: Alibaba Cloud.
    pub const FROM_ONE: Self = Self {
        list_base: 1,
        ..Self::FROM_ZERO
    };
}

/// How a number with a fraction is written; never with an exponent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FloatStyle {
    /// A zero fraction is dropped: `42`, `0.5`.
    Plain,
    /// There is always a fraction: `42.0`, `0.5`.
    Pointed,
}

/// How one list goes on the wire; a fact of the parameter, not of the vendor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListStyle {
    /// A name an item: `Ids.1=a&Ids.2=b`.
    #[default]
    Indexed,
    /// One parameter that holds JSON: `Ids=["a","b"]`. Objects can go this way too.
    Json,
    /// One parameter: `Ids=a,b`.
    Commas,
}

/// Where the parameters of a request go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// A JSON body.
    Json,
    /// A form body.
    Form,
    /// The query, whatever the method.
    Query,
}

/// A tree that the wire cannot carry.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EncodeError {
    /// A number that is infinite or not a number, at this dotted name.
    NotFinite(String),
    /// The top of a request must be a map of parameters.
    NotAMap,
    /// A path template names a parameter that was not given.
    MissingInPath(String),
    /// A value that would change the path: empty, `.` or `..`.
    UnsafeInPath(String),
    /// A path template whose brackets do not pair.
    BadTemplate(String),
    /// A parameter whose name or value no header can have.
    NotAHeader(String),
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFinite(at) => write!(
                f,
                "`{at}` is not a finite number; the wire has no word for it"
            ),
            Self::NotAMap => {
                f.write_str("the parameters of a request must be a map of names to values")
            }
            Self::MissingInPath(name) => write!(f, "the path needs `{name}`; give it a value"),
            Self::UnsafeInPath(name) => {
                write!(
                    f,
                    "`{name}` stands in the path and may be neither empty nor `.` nor `..`"
                )
            }
            Self::NotAHeader(name) => {
                write!(
                    f,
                    "`{name}` cannot travel in a header; give it one line of text"
                )
            }
            Self::BadTemplate(template) => {
                write!(f, "the brackets of the path `{template}` do not pair")
            }
        }
    }
}

impl std::error::Error for EncodeError {}
