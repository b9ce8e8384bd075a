//! Facts of one description that do not agree with each other or with the row's example: what cannot hold beside a
//! surer fact is dropped.

use specwright_spec::{Field, Number, Type};

use super::text::Text;
use super::{Mined, phrases};

/// Drops what the other facts contradict.
pub(super) fn settle(text: &Text<'_>, ty: &Type, mined: &mut Mined) {
    let one_text = *ty == Type::String;
    // What a text that holds JSON says of values and defaults, it says of members.
    if one_text && mined.format.as_ref().is_some_and(|f| f.value == "json") {
        mined.values.clear();
        mined.default = None;
    }
    let several = || one_text && text.has(&phrases::SEVERAL, text.all);
    if !mined.values.is_empty()
        && (several()
            || text.has(&phrases::OTHERS, text.all)
            || text.has(&phrases::PARTS, text.all))
    {
        mined.values.clear();
    }
    // `Status 5XX` stands for values.
    let stands_for_more = mined.values.iter().any(|f| f.value.value.ends_with("XX"));
    if stands_for_more || names_points_of_a_range(ty, mined) {
        mined.values.clear();
    }
    // `30~3600，默认0，表示不开启`, `1~10，传0表示到月底`: the range is not all there is.
    let starts_above = mined
        .min
        .as_ref()
        .is_some_and(|min| Number::Int(0) < min.value);
    let by_default = mined
        .default
        .as_ref()
        .is_some_and(|found| found.value == "0");
    if starts_above && (by_default || text.has(&phrases::NOUGHT, text.all)) {
        (mined.min, mined.max) = (None, None);
    }
}

/// Whether the values are some of a range: `[0, 1]，0为透明，1为不透明`. Between two whole numbers there are others
/// where a number need not be whole.
fn names_points_of_a_range(ty: &Type, mined: &Mined) -> bool {
    let (Some(min), Some(max)) = (&mined.min, &mined.max) else {
        return false;
    };
    let whole = match (min.value, max.value) {
        (Number::Int(min), Number::Int(max)) => max.checked_sub(min),
        _ => None,
    };
    let named = i64::try_from(mined.values.len()).ok();
    let is_all =
        *ty.leaf() != Type::Number && whole.and_then(|steps| steps.checked_add(1)) == named;
    named != Some(0) && !is_all
}

/// Takes away values that the row's example denies. `[{"tagKey": "a"}]` beside a list of `tagKey` and what else
/// there must be: they are the members of a text. `Monday,Friday` beside a list of days: a text holds several.
pub fn settle_by_example(field: &mut Field, example: &str) {
    let is_value = |text: &str| field.values.iter().any(|value| value.value == text);
    let parts = example.split([',', '，', ';', '；']).map(str::trim);
    let has_several = !is_value(example) && parts.filter(|part| is_value(part)).nth(1).is_some();
    let has_members = json_keys(example).into_iter().any(is_value);
    if field.ty == Type::String && (has_members || has_several) {
        field.values.clear();
    }
}

/// The keys in a text that looks like JSON: what stands in quotes before a colon.
fn json_keys(text: &str) -> Vec<&str> {
    if !text.starts_with(['{', '[']) {
        return Vec::new();
    }
    let parts: Vec<&str> = text.split('"').skip(1).collect();
    parts
        .chunks(2)
        .filter_map(|pair| match pair {
            [key, next] if next.trim_start().starts_with(':') => Some(*key),
            _ => None,
        })
        .collect()
}
