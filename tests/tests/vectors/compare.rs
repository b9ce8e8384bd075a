//! What must be equal, and how a difference is said: by the step it shows up in.

use specwright_runtime::Value;
use specwright_runtime::wire::Params;
use std::fmt;

/// Where our request and the recorded one part ways.
#[derive(Debug)]
pub struct Difference {
    step: &'static str,
    what: String,
}

impl Difference {
    pub fn new(step: &'static str, what: impl Into<String>) -> Self {
        Self {
            step,
            what: what.into(),
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.step, self.what)
    }
}

/// Two texts of one step.
pub fn same(step: &'static str, ours: &str, theirs: &str) -> Result<(), Difference> {
    if ours == theirs {
        return Ok(());
    }
    Err(Difference::new(
        step,
        format!("\n  ours:   {ours}\n  theirs: {theirs}"),
    ))
}

/// Parameters as sets of pairs; the order on the wire is nobody's promise.
pub fn same_params(step: &'static str, ours: &Params, theirs: &Params) -> Result<(), Difference> {
    let (a, b) = (sorted(ours), sorted(theirs));
    let only = |these: &[(String, String)], those: &[(String, String)]| -> Vec<String> {
        these
            .iter()
            .filter(|pair| !those.contains(pair))
            .map(|(n, v)| format!("{n}={v}"))
            .collect()
    };
    if a == b {
        return Ok(());
    }
    Err(Difference::new(
        step,
        format!(
            "\n  only ours:   {:?}\n  only theirs: {:?}",
            only(&a, &b),
            only(&b, &a)
        ),
    ))
}

fn sorted(params: &Params) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = params
        .iter()
        .map(|(n, v)| (n.to_owned(), v.to_owned()))
        .collect();
    pairs.sort_unstable();
    pairs
}

/// JSON trees: members in any order, nulls and absent members alike, numbers by value.
pub fn same_json(at: &str, ours: &Value, theirs: &Value) -> Result<(), Difference> {
    let differ = || {
        Err(Difference::new(
            "body",
            format!("`{at}`\n  ours:   {ours}\n  theirs: {theirs}"),
        ))
    };
    match (ours, theirs) {
        (Value::Map(a), Value::Map(b)) => {
            let names = a.iter().chain(b).map(|(name, _)| name);
            for name in names {
                let (a, b) = (
                    ours.get(name).unwrap_or(&Value::Null),
                    theirs.get(name).unwrap_or(&Value::Null),
                );
                same_json(&format!("{at}.{name}"), a, b)?;
            }
            Ok(())
        }
        (Value::List(a), Value::List(b)) if a.len() == b.len() => a
            .iter()
            .zip(b)
            .enumerate()
            .try_for_each(|(n, (a, b))| same_json(&format!("{at}[{n}]"), a, b)),
        (Value::Int(a), Value::Float(b)) | (Value::Float(b), Value::Int(a)) if *a as f64 == *b => {
            Ok(())
        }
        (a, b) if a == b => Ok(()),
        _ => differ(),
    }
}

/// Whether an SDK's text says the same value as ours, if not in the same letters. Which SDKs do
/// this, and why ours is right, stands in `sdk_notes`.
pub fn same_meaning(ours: &str, theirs: &str) -> bool {
    let truth = matches!(ours, "true" | "false") && ours.eq_ignore_ascii_case(theirs);
    // Whole numbers are compared as such: two large ones can be one fraction.
    let whole = |text: &str| text.parse::<i128>().is_ok();
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
    let numbers = matches!((number(ours), number(theirs)), (Some(a), Some(b)) if a == b);
    truth || (numbers && !(whole(ours) && whole(theirs)))
}
