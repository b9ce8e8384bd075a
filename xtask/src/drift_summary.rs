//! Drift in a few lines, for the end of a run that changed specs: how many changes of which level, and
//! those that break someone, by name.

use std::fmt::Write;

use specwright_drift::{Change, Gate, Level};

/// So many changes that break are named; the others are counted.
const NAMED: usize = 12;

/// The summary; nothing if nothing changed.
pub fn text(changes: &[Change]) -> String {
    if changes.is_empty() {
        return String::new();
    }
    let verdict = Gate::default().verdict(changes);
    let mut text = format!("drift: {verdict}\n");
    for (audience, counts) in [("wire", verdict.wire), ("source", verdict.source)] {
        let levels = [
            (counts.error, "error"),
            (counts.warning, "warning"),
            (counts.info, "info"),
            (counts.none, "none"),
        ];
        let levels = levels.map(|(number, level)| format!("{number} {level}"));
        let _ = writeln!(text, "  {audience}: {}", levels.join(", "));
    }
    let breaking: Vec<&Change> = changes
        .iter()
        .filter(|change| change.level() == Level::Error)
        .collect();
    for change in breaking.iter().take(NAMED) {
        let guess = if change.guess { " (a guess)" } else { "" };
        let _ = writeln!(
            text,
            "  breaks {}: {} [{}]{guess}",
            broken(change),
            change.message,
            change.rule
        );
    }
    if breaking.len() > NAMED {
        let _ = writeln!(text, "  and {} more that break", breaking.len() - NAMED);
    }
    text
}

fn broken(change: &Change) -> &'static str {
    match (change.wire, change.source) {
        (Level::Error, Level::Error) => "clients and source code",
        (Level::Error, _) => "clients",
        _ => "source code",
    }
}
