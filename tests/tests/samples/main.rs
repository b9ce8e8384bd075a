//! Every sample of every page, through types: a request is filled, encoded by the client and held
//! against the page; a response is decoded, written again and held against the page.
//!
//! The repository's operations go through their generated types, and through tables made of their
//! specs, which must say the same. Where the vendors' real pages are at hand, their samples go
//! through such tables too. What is wrong with a page stands in `defects.yaml` with a reason, and
//! fails when it stops failing; `SPECWRIGHT_WRITE_SAMPLES=1` writes the counts of the real pages.

mod defects;
mod real_pages;
mod typed;

use libtest_mimic::{Arguments, Trial};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = typed::trials();
    let operations = trials.iter().map(|trial| trial.name().to_owned()).collect();
    trials.push(Trial::test("every defect has an operation", move || {
        defects::name_operations(&operations)
    }));
    trials.push(Trial::test(
        "every spec has a client",
        typed::every_spec_has_a_client,
    ));
    trials.extend(real_pages::trials());
    libtest_mimic::run(&arguments, trials).exit_code()
}
