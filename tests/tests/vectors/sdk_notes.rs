//! Where an SDK is wrong, or does what the vendor's rules do not ask for. Said beside each case.

use crate::compare::same_meaning;
use crate::rebuild;
use crate::record::Record;
use specwright_runtime::Scheme;
use specwright_runtime::wire::percent;

/// What there is to say about the source of this record.
pub fn of(record: &Record) -> Vec<String> {
    let notes = NOTES
        .iter()
        .filter(|(applies, _)| applies(record))
        .map(|(_, note)| (*note).to_owned());
    notes.chain(record.wrong.clone()).collect()
}

type Note = (fn(&Record) -> bool, &'static str);

const NOTES: [Note; 7] = [
    (
        roa_without_nonce,
        "the SDK sends no x-acs-signature-nonce, so that its request can be replayed; we send one",
    ),
    (
        capital_truth,
        "the SDK writes Python's True and False; we write true and false, as the pages do",
    ),
    (
        other_number,
        "the SDK writes a zero fraction or an exponent; we write the plain number",
    ),
    (
        encoded_secret,
        "the SDK's typed client encodes this parameter in base64; we send what the caller gave",
    ),
    (
        null_as_text,
        "the SDK sends a parameter that was not given as the word None; we send nothing",
    ),
    (
        unescaped_names,
        "the SDK signs the names of parameters unescaped; the vendor's rule escapes them, so ours must differ",
    ),
    (
        unsigned_token,
        "the session token goes unsigned, by the vendor's rule",
    ),
];

fn roa_without_nonce(record: &Record) -> bool {
    record.scheme == Scheme::AcsRoaHmacSha1 && record.nonce().is_empty()
}

fn capital_truth(record: &Record) -> bool {
    spelled(record, |ours, _| matches!(ours, "true" | "false"))
}

fn other_number(record: &Record) -> bool {
    spelled(record, |ours, theirs| {
        !matches!(ours, "true" | "false") && same_meaning(ours, theirs)
    })
}

fn encoded_secret(record: &Record) -> bool {
    spelled(record, |ours, theirs| {
        rebuild::base64_of(record, ours, theirs)
    })
}

fn null_as_text(record: &Record) -> bool {
    let (query, form) = (record.query(), record.form());
    rebuild::nulls(record)
        .iter()
        .any(|name| query.get(name).or(form.get(name)) == Some("None"))
}

pub fn unescaped_names(record: &Record) -> bool {
    record.scheme == Scheme::Acs3HmacSha256
        && record
            .query()
            .iter()
            .any(|(name, _)| percent::encode(name) != name)
}

fn unsigned_token(record: &Record) -> bool {
    record.scheme == Scheme::Tc3HmacSha256 && record.header("x-tc-token").is_some()
}

/// Whether some parameter stands in the request in other letters than ours, in this way.
fn spelled(record: &Record, how: impl Fn(&str, &str) -> bool) -> bool {
    let (query, form) = (record.query(), record.form());
    rebuild::flat(record).iter().any(|(name, ours)| {
        query
            .get(name)
            .or(form.get(name))
            .is_some_and(|theirs| ours != theirs && how(ours, theirs))
    })
}
