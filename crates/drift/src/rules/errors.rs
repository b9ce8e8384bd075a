//! Rules for the codes of failures.

use super::rules;

rules! {
    "error-code-added": Either ErrorCode Added, Info / Info,
        "A failure may have a new code.",
        "{owner} may answer the code `{item}`";
    "error-code-removed": Either ErrorCode Removed, Warning / Error,
        "A code is no longer listed.",
        "{owner} no longer lists the code `{item}`";
    "error-code-renamed": Either ErrorCode Renamed, Warning / Error,
        "A code seems to have another name.",
        "the code {old} of {owner} seems to be {new} now";
    "error-status-changed": Either ErrorStatus Changed, Warning / None,
        "A code comes with another HTTP status.",
        "the code `{item}` of {owner} comes with status {new}, and came with {old}";
    "error-status-stated": Either ErrorStatus Stated, Info / None,
        "The page names the HTTP status of a code for the first time.",
        "the page now says that the code `{item}` of {owner} comes with status {new}";
    "error-status-unstated": Either ErrorStatus Unstated, Info / None,
        "The page no longer names the HTTP status of a code.",
        "the page no longer names the status of the code `{item}` of {owner}; it was {old}";
    "error-retry-changed": Either RetryClass Changed, Warning / Warning,
        "Whether or when a failed request may be tried again is not what it was.",
        "the code `{item}` of {owner} counts as {new}, and counted as {old}";
    "error-cases-changed": Either ErrorCases Changed, None / None,
        "A code is listed in more rows, or in fewer.",
        "the code `{item}` of {owner} is listed {new} times, and was listed {old} times";
}
