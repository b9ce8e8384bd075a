//! Where on a page an item stands. Known while a page is read, never written: an edit at
//! the top of a page must not change the YAML of every item below it.

use schemars::JsonSchema;

/// A place on a page: 1-based line, 1-based column in characters; 0 where it is not known.
///
/// Two positions always compare equal: where an item stands is no part of what it is, so a
/// spec read from pages equals the same spec read from YAML.
#[derive(Clone, Copy, Debug, Default, JsonSchema)]
pub struct Position {
    /// 1-based line on the page, 0 if unknown.
    pub line: u32,
    /// 1-based column in characters, 0 if unknown.
    pub column: u32,
}

impl Position {
    /// A known place.
    pub const fn new(line: u32, column: u32) -> Self {
        Self { line, column }
    }

    /// Whether the item was read from a page, rather than from YAML.
    pub const fn is_known(self) -> bool {
        self.line != 0
    }
}

impl PartialEq for Position {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Position {}
