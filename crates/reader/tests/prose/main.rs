//! The miner of descriptions, checked three ways: phrases of our own (`cases.txt`, one test each), any text at all (no panic,
//! every range inside the text), and the vendors' descriptions against what a person read in them (`prose_labels.jsonl`).
//!
//! The labels hold facts only, keyed by page and item; the texts stay in `../shared`. Where that is absent, the check says so.
//! They were drawn in samples, labelled before the miner was asked; what a sample scored when it was first seen is kept beside
//! what it scores now. No rule was ever changed because of the last sample.

mod cases;
mod labels;
mod rows;

use libtest_mimic::{Arguments, Trial};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use specwright_reader::mining::{Described, Subject, mine};
use specwright_spec::Type;

fn main() {
    let mut trials = cases::trials();
    trials.push(Trial::test("any text is taken", any_text_is_taken));
    trials.push(Trial::test("labelled descriptions", labels::check));
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

/// Pieces that the rules key on, in any order.
const PIECES: &[&str] = &[
    "枚举值：",
    "取值",
    "默认",
    "为",
    "A",
    "b-1",
    "12",
    "-1",
    "~",
    "[",
    "]",
    "（",
    "）",
    "(",
    ")",
    "，",
    ",",
    "；",
    ";",
    "：",
    ":",
    "->",
    "\n",
    "- ",
    "-   ",
    "\"",
    "“",
    "”",
    "|",
    "/",
    "或",
    "and ",
    "Valid values: ",
    "Default value: ",
    "长度",
    "个字符",
    "单位",
    "GB",
    "N的",
    "yyyy-MM-dd",
    "当",
    "时",
    "废弃",
    "建议使用",
    "必填",
    "等",
    "。",
    ". ",
    " ",
    "\u{a0}",
    "ａ",
    "é",
    "値は",
    "기본값은 ",
];

const TYPES: &[&str] = &[
    "string",
    "integer",
    "number",
    "boolean",
    "list<string>",
    "any",
    "Rule",
];

fn any_text_is_taken() -> Result<(), libtest_mimic::Failed> {
    let text = prop::collection::vec(prop::sample::select(PIECES), 0..24)
        .prop_map(|pieces| pieces.concat());
    let strategy = (text, prop::sample::select(TYPES));
    let result = TestRunner::default().run(&strategy, |(text, ty)| {
        let ty: Type = ty.parse().expect("a type");
        let mined = mine(
            &Described::plain(&text),
            &Subject {
                name: "Thing",
                ty: &ty,
            },
        );
        let ranges = [
            mined.default.map(|found| found.at),
            mined.min.map(|found| found.at),
            mined.max.map(|found| found.at),
            mined.max_length.map(|found| found.at),
            mined.max_items.map(|found| found.at),
            mined.unit.map(|found| found.at),
            mined.format.map(|found| found.at),
            mined.deprecated.map(|found| found.at),
            mined.conditional,
        ];
        for range in ranges
            .into_iter()
            .flatten()
            .chain(mined.values.iter().map(|found| found.at.clone()))
        {
            prop_assert!(
                text.get(range.clone()).is_some(),
                "{range:?} is not inside {text:?}"
            );
        }
        for found in &mined.values {
            prop_assert_eq!(text.get(found.at.clone()), Some(found.value.value.as_str()));
        }
        Ok(())
    });
    result.map_err(|error| error.to_string().into())
}
