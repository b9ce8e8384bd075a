use proptest::prelude::*;
use serde_json::Value;

use super::*;

/// The same value for serde_json; the last of duplicate keys wins, as there.
fn to_serde(value: &SampleValue) -> Value {
    match &value.data {
        Data::Null => Value::Null,
        Data::Bool(flag) => Value::Bool(*flag),
        Data::Number(text) => serde_json::from_str(text).expect("JSON's grammar of numbers"),
        Data::String(text) => Value::String(text.clone()),
        Data::List(items) => items.iter().map(to_serde).collect(),
        Data::Map(entries) => Value::Object(
            entries
                .iter()
                .map(|entry| (entry.key.clone(), to_serde(&entry.value)))
                .collect(),
        ),
    }
}

/// Every span is a range of whole characters of the text.
fn assert_spans(text: &str, reading: &Reading) {
    for slip in &reading.slips {
        assert!(
            text.get(slip.span.start..slip.span.end).is_some(),
            "{slip:?} of {text:?}"
        );
    }
    for document in &reading.documents {
        document.clone().for_each_span(&mut |span| {
            assert!(
                text.get(span.start..span.end).is_some(),
                "{span:?} of {text:?}"
            )
        });
    }
}

/// Reads a text that is not valid JSON; gives the documents as JSON and the slips.
fn lenient(text: &str) -> (String, Vec<SlipKind>) {
    let reading = parse(text);
    assert_spans(text, &reading);
    let documents: Vec<String> = reading
        .documents
        .iter()
        .map(|document| to_serde(document).to_string())
        .collect();
    (
        documents.join(" "),
        reading.slips.iter().map(|slip| slip.kind).collect(),
    )
}

macro_rules! forgives {
    ($($name:ident: $text:expr => $json:expr, $slips:expr;)*) => {$(
        #[test]
        fn $name() {
            let slips: &[SlipKind] = &$slips;
            assert_eq!(lenient($text), ($json.to_owned(), slips.to_vec()));
        }
    )*};
}

use SlipKind::*;

forgives! {
    nothing_in_valid_json: "{\"a\": [1, -2.5e3, true, null, \"\\u00e9\\\"\"]}" => "{\"a\":[1,-2500.0,true,null,\"é\\\"\"]}", [];
    urls_are_no_comments: "{\"a\": \"http://x#y, /* z */\"}" => "{\"a\":\"http://x#y, /* z */\"}", [];
    dots_in_a_text_are_text: "[\"...\"]" => "[\"...\"]", [];
    comments: "{ // one\n\"a\": 1, # two\n /* three */ \"b\": 2}" => "{\"a\":1,\"b\":2}", [Comment, Comment, Comment];
    comma_after_the_last: "{\"a\": [1, 2,],}" => "{\"a\":[1,2]}", [TrailingComma, TrailingComma];
    comma_too_many: "[1,,2]" => "[1,2]", [ExtraComma];
    missing_comma: "{\"a\": 1\n\"b\": 2}" => "{\"a\":1,\"b\":2}", [MissingComma];
    dots_for_items: "[{\"a\": 1}, ...]" => "[{\"a\":1}]", [Ellipsis];
    dots_then_comma: "{\"a\": 1, ......, \"b\": 2}" => "{\"a\":1,\"b\":2}", [Ellipsis];
    full_width_comma: "{\"a\": 1，\"b\"：2}" => "{\"a\":1,\"b\":2}", [FullWidthMark, FullWidthMark];
    full_width_quotes: "{“a”: \"b\"}" => "{\"a\":\"b\"}", [FullWidthMark];
    single_quotes: "{'a': 'b\"c'}" => "{\"a\":\"b\\\"c\"}", [SingleQuotes, SingleQuotes];
    unquoted_key: "{a: 1, b-c: 2}" => "{\"a\":1,\"b-c\":2}", [UnquotedKey, UnquotedKey];
    unquoted_value: "{\"a\": i-bp67**, \"b\": 10GB}" => "{\"a\":\"i-bp67**\",\"b\":\"10GB\"}", [UnquotedValue, UnquotedValue];
    literals_of_other_languages: "[True, None]" => "[true,null]", [UnquotedValue, UnquotedValue];
    leading_zero_is_text: "[007]" => "[\"007\"]", [UnquotedValue];
    missing_value: "{\"a\":, \"b\"}" => "{\"a\":null,\"b\":null}", [MissingValue, MissingValue];
    missing_colon: "{\"a\" {\"b\": 1}}" => "{\"a\":{\"b\":1}}", [MissingColon];
    quote_inside: "{\"a\": \"say \"hi\" twice\"}" => "{\"a\":\"say \\\"hi\\\" twice\"}", [InnerQuote, InnerQuote];
    line_end_inside: "{\"a\": \"b\nc\"}" => "{\"a\":\"b\\nc\"}", [RawControl];
    quote_forgotten: "{\"a\": \"b,\n \"c\": 1}" => "{\"a\":\"b\",\"c\":1}", [UnclosedText, MissingComma];
    escape_that_does_not_exist: "[\"\\*\"]" => "[\"\\\\*\"]", [BadEscape];
    lone_surrogate: "[\"\\ud800\"]" => "[\"\\\\ud800\"]", [BadEscape];
    cut_off: "{\"a\": [{\"b\": 1" => "{\"a\":[{\"b\":1}]}", [UnclosedContainer, UnclosedContainer, UnclosedContainer];
    bracket_forgotten: "{\"a\": [1, 2}" => "{\"a\":[1,2]}", [UnclosedContainer];
    bracket_too_many: "{\"a\": 1}}" => "{\"a\":1}", [WrongBracket];
    braces_forgotten: "\"a\": 1, \"b\": 2" => "{\"a\":1,\"b\":2}", [MissingBraces];
    http_head: "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"a\": 1}" => "{\"a\":1}", [HttpHead];
    http_head_on_one_line: "HTTP/1.1 200 OK { \"a\": 1 }" => "{\"a\":1}", [HttpHead];
    two_documents: "{\"a\": 1}\n{\"b\": 2}" => "{\"a\":1} {\"b\":2}", [SeveralDocuments];
    text_that_holds_json: "\"{\\\"a\\\": 1}\"" => "{\"a\":1}", [JsonInText];
    text_that_holds_text: "\"a {b}\"" => "\"a {b}\"", [];
    wide_space: "{\u{a0}\"a\": 1}" => "{\"a\":1}", [OddSpace];
    text_before: "The answer is {\"a\": 1}" => "{\"a\":1}", [Skipped];
}

#[test]
fn duplicate_keys_are_kept_with_their_places() {
    let text = "{\"a\": 1, \"a\": \"x\"}";
    let reading = parse(text);
    let entries = reading.documents[0].entries();
    let places: Vec<(&str, &str)> = entries
        .iter()
        .map(|e| {
            (
                &text[e.key_span.start..e.key_span.end],
                &text[e.value.span.start..e.value.span.end],
            )
        })
        .collect();
    assert_eq!(places, [("\"a\"", "1"), ("\"a\"", "\"x\"")]);
    assert!(reading.is_strict());
}

#[test]
fn numbers_stay_as_written() {
    let reading = parse("[1.0, 123456789012345678901234567890]");
    let numbers: Vec<&Data> = reading.documents[0]
        .items()
        .iter()
        .map(|item| &item.data)
        .collect();
    assert_eq!(
        numbers,
        [
            &Data::Number("1.0".into()),
            &Data::Number("123456789012345678901234567890".into())
        ]
    );
}

#[test]
fn depth_has_an_end() {
    let reading = parse(&"[".repeat(100_000));
    assert!(reading.slips.iter().any(|slip| slip.kind == TooDeep));
    assert!(parse(&format!("{}{}", "[".repeat(127), "]".repeat(127))).is_strict());
}

#[test]
fn nothing_is_no_document() {
    for text in ["", "  \n", "// only a comment"] {
        assert!(!parse(text).is_whole(), "{text:?}");
    }
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<i16>().prop_map(|n| Value::from(f64::from(n) / 8.0)),
        "\\PC{0,8}|[\"\\\\/\n\t{}\\[\\],:#“，]{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::vec(("\\PC{0,6}", inner), 0..5)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn valid_json_is_read_as_serde_reads_it(value in json(), pretty: bool) {
        // A text alone may hold JSON, which is then unpacked.
        let value = if value.is_string() { Value::from(vec![value]) } else { value };
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.expect("JSON");
        let reading = parse(&text);
        prop_assert!(reading.is_strict(), "{:?} in {text}", reading.slips);
        prop_assert_eq!(reading.documents.len(), 1);
        prop_assert_eq!(to_serde(&reading.documents[0]), value);
    }

    #[test]
    fn no_slip_means_valid_json(value in json(), at: prop::sample::Index, change in prop_oneof![Just(None), "[{}\\[\\],:\"'\\\\ ntf.0-]".prop_map(Some)]) {
        let text = Value::from(vec![value]).to_string();
        let characters: Vec<char> = text.chars().collect();
        let at = at.index(characters.len());
        let mut mutated: String = characters[..at].iter().collect();
        match &change {
            Some(insert) => mutated.extend(insert.chars().chain(characters[at..].iter().copied())),
            None => mutated.extend(&characters[at + 1..]),
        }
        let reading = parse(&mutated);
        assert_spans(&mutated, &reading);
        let is_valid = serde_json::from_str::<Value>(&mutated).is_ok();
        prop_assert_eq!(reading.is_strict() && reading.documents.len() == 1, is_valid, "{}: {:?}", mutated, reading.slips);
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC*|([\"'\\\\{}\\[\\],:，：“”…#/*\n .=0-9a-c]|//|\\.\\.\\.|HTTP/){0,40}") {
        assert_spans(&text, &parse(&text));
    }
}
