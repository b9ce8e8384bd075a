//! Phrases of our own and what they must give: one named test a case.

use libtest_mimic::Trial;
use specwright_reader::mining::{Described, Mined, Subject, mine, mine_operation, mine_region};
use specwright_spec::{Period, Required, Type};

/// One test for each block of `cases.txt`.
pub fn trials() -> Vec<Trial> {
    let file = include_str!("cases.txt");
    let blocks = file.split("\n== ").skip(1).map(Case::read);
    blocks
        .map(|case| Trial::test(case.title.clone(), move || case.check()))
        .collect()
}

struct Case {
    title: String,
    kind: String,
    ty: String,
    name: String,
    text: String,
    want: String,
}

impl Case {
    fn read(block: &str) -> Self {
        let (title, rest) = block.split_once('\n').unwrap_or((block, ""));
        let member = |key: &str, otherwise: &str| {
            let line = rest
                .lines()
                .find_map(|line| line.strip_prefix(key)?.strip_prefix(": "));
            line.unwrap_or(otherwise).to_owned()
        };
        Case {
            title: title.to_owned(),
            kind: member("kind", "parameter"),
            ty: member("type", "string"),
            name: member("name", "Thing"),
            text: member("text", "").replace("\\n", "\n"),
            want: member("want", ""),
        }
    }

    fn check(&self) -> Result<(), libtest_mimic::Failed> {
        let got = match self.kind.as_str() {
            "operation" => operation(&self.text, &self.name),
            "region" => region(&self.text),
            _ => {
                let ty: Type = self.ty.parse().map_err(|error| format!("{error}"))?;
                facts(&mine(
                    &Described::plain(&self.text),
                    &Subject {
                        name: &self.name,
                        ty: &ty,
                    },
                ))
            }
        };
        let mut want: Vec<&str> = self
            .want
            .split("; ")
            .filter(|fact| *fact != "nothing")
            .collect();
        let mut got: Vec<&str> = got.iter().map(String::as_str).collect();
        want.sort_unstable();
        got.sort_unstable();
        if want == got {
            Ok(())
        } else {
            Err(format!("{:?}\n  wanted {want:?}\n  got    {got:?}", self.text).into())
        }
    }
}

fn facts(mined: &Mined) -> Vec<String> {
    let mut facts = Vec::new();
    let mut put = |name: &str, value: Option<String>| {
        facts.extend(value.map(|value| format!("{name}={value}")))
    };
    let values: Vec<&str> = mined
        .values
        .iter()
        .map(|found| found.value.value.as_str())
        .collect();
    put("values", (!values.is_empty()).then(|| values.join("|")));
    put(
        "constant",
        mined.constant.as_ref().map(|found| found.value.clone()),
    );
    put(
        "default",
        mined.default.as_ref().map(|found| found.value.clone()),
    );
    put(
        "min",
        mined.min.as_ref().map(|found| found.value.to_string()),
    );
    put(
        "max",
        mined.max.as_ref().map(|found| found.value.to_string()),
    );
    put(
        "min_length",
        mined
            .min_length
            .as_ref()
            .map(|found| found.value.to_string()),
    );
    put(
        "max_length",
        mined
            .max_length
            .as_ref()
            .map(|found| found.value.to_string()),
    );
    put(
        "min_items",
        mined
            .min_items
            .as_ref()
            .map(|found| found.value.to_string()),
    );
    put(
        "max_items",
        mined
            .max_items
            .as_ref()
            .map(|found| found.value.to_string()),
    );
    put("unit", mined.unit.as_ref().map(|found| found.value.clone()));
    put(
        "format",
        mined.format.as_ref().map(|found| found.value.clone()),
    );
    put(
        "use",
        mined
            .deprecated
            .as_ref()
            .and_then(|found| found.value.replacement.clone()),
    );
    let flags = [
        ("deprecated", mined.deprecated.is_some()),
        ("conditional", mined.conditional.is_some()),
        ("nullable", mined.nullable.is_some()),
        ("idempotent", mined.idempotent.is_some()),
    ];
    facts.extend(
        flags
            .iter()
            .filter(|(_, set)| *set)
            .map(|(name, _)| (*name).to_owned()),
    );
    facts
}

fn operation(text: &str, name: &str) -> Vec<String> {
    let mined = mine_operation(&Described::plain(text), name);
    let mut facts = Vec::new();
    if let Some(rate) = mined.rate_limit {
        let per = match rate.value.per {
            Period::Second => "second",
            Period::Minute => "minute",
            Period::Hour => "hour",
            Period::Day => "day",
        };
        facts.push(format!("rate={}/{per}", rate.value.requests));
    }
    if let Some(deprecated) = mined.deprecated {
        facts.push("deprecated".to_owned());
        facts.extend(
            deprecated
                .value
                .replacement
                .map(|name| format!("use={name}")),
        );
    }
    facts
}

fn region(text: &str) -> Vec<String> {
    let region = mine_region(text, None);
    let required = match region.required {
        Some(Required::Yes) => "yes",
        Some(Required::No) => "no",
        _ => "unknown",
    };
    let mut facts = vec![format!("required={required}")];
    facts.extend(region.unused.then(|| "unused".to_owned()));
    facts.extend((!region.only.is_empty()).then(|| format!("only={}", region.only.join("|"))));
    facts
}
