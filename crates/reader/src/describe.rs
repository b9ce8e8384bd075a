//! Descriptions: the text that is kept, and the facts that are mined from it.

use specwright_spec::Field;

use crate::inline::Inline;
use crate::wire_name::Segment;

/// Adds to a field what its description says. `path` is the whole name.
pub fn field(field: &mut Field, path: &[Segment], description: &Inline) {
    let _ = path;
    field.doc = text(description);
}

/// The text of a description; nothing if it is empty or a placeholder.
pub fn text(description: &Inline) -> Option<String> {
    let text = description.text.trim();
    (!matches!(text, "" | "-" | "--" | "无" | "N/A")).then(|| text.to_owned())
}
