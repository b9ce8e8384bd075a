//! Errors and faults on demand: the steps of a script, or of a request's own headers.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use http::HeaderMap;
use serde::Deserialize;

/// The header that asks for an error by its code.
const ERROR: &str = "x-mock-error";
/// The header that asks for anything else: a step in JSON.
const STEP: &str = "x-mock-step";

/// What to do with a request in place of the usual answer. Signature, action and version are
/// checked first; parameters are not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Step {
    /// The operation that the step waits for; absent for any.
    pub on: Option<String>,
    /// How many requests it holds for; absent for one.
    pub times: Option<u32>,
    /// The error to answer, by its code. A code that no page lists is answered, too.
    pub error: Option<String>,
    /// Which of a code's cases: 0 is the first.
    pub case: usize,
    /// The message, in place of the code's own.
    pub message: Option<String>,
    /// The HTTP status, in place of the usual one.
    pub status: Option<u16>,
    /// Headers to add or to replace: `Retry-After`, `Content-Type`.
    pub headers: BTreeMap<String, String>,
    /// The body, in place of the usual one.
    pub body: Option<String>,
    /// How the response is sent.
    #[serde(flatten)]
    pub delivery: Delivery,
}

/// How a response is sent. Found in the extensions of a response, and followed by the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Delivery {
    /// Milliseconds before the first byte.
    pub delay_ms: u64,
    /// Milliseconds between the head and the body.
    pub body_delay_ms: u64,
    /// Send only so many bytes of the body, then close.
    pub truncate: Option<usize>,
    /// State this length in place of the body's.
    pub content_length: Option<u64>,
    /// Close the connection early.
    pub close: Option<Close>,
}

/// When a connection is closed early.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Close {
    /// Once the request was read, before any byte of the response.
    BeforeHead,
    /// After the head of the response.
    AfterHead,
}

impl Delivery {
    /// The time before the first byte.
    pub fn delay(&self) -> Duration {
        Duration::from_millis(self.delay_ms)
    }

    /// The time between head and body.
    pub fn body_delay(&self) -> Duration {
        Duration::from_millis(self.body_delay_ms)
    }
}

/// A step or a script that cannot be read, with the place in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepError(String);

impl fmt::Display for StepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for StepError {}

/// Reads a script: a list of steps, in YAML or JSON.
///
/// ```
/// let steps = specwright_mock::script("[{ error: RequestLimitExceeded, times: 2 }]").unwrap();
/// assert_eq!(steps[0].times, Some(2));
/// ```
pub fn script(text: &str) -> Result<Vec<Step>, StepError> {
    serde_saphyr::from_str(text).map_err(|error| StepError(error.to_string()))
}

/// The step that a request asks for itself.
pub(crate) fn of_headers(headers: &HeaderMap) -> Result<Option<Step>, StepError> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(json) = text(STEP) {
        let step = serde_json::from_str(json);
        return step
            .map(Some)
            .map_err(|error| StepError(format!("{STEP}: {error}")));
    }
    let step = text(ERROR).map(|code| Step {
        error: Some(code.to_owned()),
        ..Step::default()
    });
    Ok(step)
}

/// The first step that waits for the operation, counted down; a step that is used up goes.
pub(crate) fn take(steps: &mut Vec<Step>, operation: &str) -> Option<Step> {
    let waits = |step: &Step| step.on.as_deref().is_none_or(|on| on == operation);
    let at = steps.iter().position(waits)?;
    let step = steps.get(at)?.clone();
    let left = step.times.unwrap_or(1).saturating_sub(1);
    if left == 0 {
        steps.remove(at);
    } else if let Some(step) = steps.get_mut(at) {
        step.times = Some(left);
    }
    Some(step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_used_up_in_order() {
        let mut steps = script(
            "- { error: A, times: 2, on: List }\n- { status: 503, body: down, delay_ms: 5, close: after-head }",
        )
        .unwrap();
        let taken: Vec<_> = ["List", "Get", "List", "List"]
            .iter()
            .map(|operation| take(&mut steps, operation).and_then(|step| step.error.or(step.body)))
            .collect();
        let texts: Vec<_> = taken.iter().map(Option::as_deref).collect();
        assert_eq!(texts, [Some("A"), Some("down"), Some("A"), None]);
    }

    #[test]
    fn what_is_no_step_is_refused() {
        assert!(script("[{ close: sometime }]").is_err());
        assert!(script("[{ eror: A }]").is_err());
        let mut headers = HeaderMap::new();
        headers.insert("x-mock-step", "{\"truncate\": true}".parse().unwrap());
        assert!(
            of_headers(&headers)
                .unwrap_err()
                .to_string()
                .contains("x-mock-step")
        );
    }
}
