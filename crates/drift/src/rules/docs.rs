//! Rules for what is no fact of the interface: text, samples, provenance, layout.

use super::rules;

rules! {
    "replacement-changed": Either Replacement Changed, None / None,
        "The pages name something else to use in place of a deprecated item.",
        "in place of the deprecated `{item}` the page names {new}, and named {old}";
    "description-changed": Either Description Changed, None / None,
        "A title, a description or a message has other words.",
        "the text of `{item}` of {owner} has other words";
    "notes-changed": Either Notes Changed, None / None,
        "The notes and warnings of an operation are others.",
        "the notes of {owner} are others";
    "sample-added": Either Sample Added, None / None,
        "A sample is new.",
        "{owner} has a new sample: {item}";
    "sample-removed": Either Sample Removed, None / None,
        "A sample is gone.",
        "a sample of {owner} is gone: {item}";
    "sample-changed": Either Sample Changed, None / None,
        "A sample is another.",
        "a sample of {owner} is another: {item}";
    "provenance-changed": Either Provenance Changed, None / None,
        "The reader is more or less sure of a fact, or has it from elsewhere.",
        "the provenance of `{item}` of {owner} is not what it was";
    "page-text-changed": Either PageText Changed, None / None,
        "The text of a page changed, and no fact of the spec did.",
        "the text changed, and no fact did";
    "page-links-changed": Either PageLinks Changed, None / None,
        "Only the targets of a page's links changed.",
        "only the targets of links changed";
    "page-layout-changed": Either PageLayout Changed, None / None,
        "Only spaces and line ends of a page changed.",
        "only spaces and line ends changed";
}
