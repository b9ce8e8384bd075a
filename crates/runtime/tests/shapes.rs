//! Generated types in small: what the macros make, and what encoding and decoding do with it.

#![allow(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]
#![allow(missing_docs, reason = "the types of a test")]

use proptest::prelude::*;
use specwright_runtime as rt;
use specwright_runtime::Value;
use specwright_runtime::decode::{self, LeniencyKind};
use specwright_runtime::encode;
use specwright_runtime::shape::{self, Unlisted};
use specwright_runtime::wire::{ParamStyle, Params};

rt::values! {
    /// How fast.
    pub enum Speed {
        /// `fast`.
        Fast = "fast",
        /// `slow`.
        Slow = "slow",
    }
}

#[derive(Default)]
pub struct Disk {
    pub name: Option<String>,
    pub size: Option<i64>,
    pub tags: Vec<String>,
    pub inner: Option<Box<Disk>>,
    unlisted: Unlisted,
}

rt::shape!(Disk = DISK: name, size, tags, inner);

rt::setters! {
    Disk {
        into name: String,
        plain size: i64,
        list tags: String,
        into inner: Box<Disk>,
    }
}

rt::fields! {
    DISK = "Disk" {
        "Name": "string", Yes;
        "Size": "integer";
        "Tags": "list<string>";
        "Inner": "Disk" [Fields(rt::tables::Members::of(&DISK))];
    }
}

#[derive(Default)]
pub struct All {
    pub text: Option<String>,
    pub whole: Option<i64>,
    pub fraction: Option<f64>,
    pub truth: Option<bool>,
    pub speed: Option<Speed>,
    pub texts: Option<Vec<String>>,
    pub matrix: Option<Vec<Vec<i64>>>,
    pub labels: Option<rt::Map<String>>,
    pub disks: Option<Vec<Disk>>,
    pub any: Option<Value>,
    pub commas: Option<Vec<i64>>,
    pub json: Option<Vec<String>>,
    pub password: Option<String>,
    unlisted: Unlisted,
}

rt::shape!(All = ALL:
    text, whole, fraction, truth, speed, texts, matrix, labels, disks, any, commas, json, password,
);

rt::fields! {
    ALL = "All" {
        "Text": "string", Yes [Nullable];
        "Whole": "integer";
        "Fraction": "number";
        "Truth": "boolean";
        "Speed": "string" [Values(&["fast", "slow"])];
        "Texts": "list<string>";
        "Matrix": "list<list<integer>>";
        "Labels": "map<string>";
        "Disks": "list<Disk>" [Fields(rt::tables::Members::of(&DISK))];
        "Any": "any";
        "Commas": "list<integer>" [AsCommas];
        "Json": "list<string>" [AsJson];
        "Password": "string" [Secret];
    }
}

/// Reads JSON, and says in one line what was lenient.
fn read(json: &str) -> (All, String) {
    let mut all = All::default();
    let leniencies = decode::from_json(json.as_bytes(), &mut all).unwrap();
    let told: Vec<String> = leniencies
        .iter()
        .map(|l| format!("{} {:?}", l.path, l.kind))
        .collect();
    (all, told.join("; "))
}

fn json(shape: &dyn rt::Shape) -> String {
    String::from_utf8(encode::to_json(shape)).unwrap()
}

fn flat(shape: &dyn rt::Shape, style: ParamStyle) -> String {
    let params = encode::to_params(shape, style);
    params
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn what_is_as_the_page_says_is_read_without_a_word() {
    let text = concat!(
        r#"{"Text":"a","Whole":1,"Fraction":0.5,"Truth":true,"Speed":"slow","Texts":["x"],"Matrix":[[1],[]],"#,
        r#""Labels":{"k":"v"},"Disks":[{"Name":"d","Inner":{"Size":3}}],"Any":{"z":[1,null]}}"#
    );
    let (all, told) = read(text);
    assert_eq!(told, "");
    assert_eq!(all.speed, Some(Speed::Slow));
    assert_eq!(
        all.disks.as_ref().unwrap()[0].inner.as_ref().unwrap().size,
        Some(3)
    );
    assert_eq!(json(&all), text);
}

#[test]
fn each_leniency_is_read_and_told() {
    let cases = [
        (r#"{"Text":5}"#, r#"{"Text":"5"}"#, "Text NumberAsText"),
        (r#"{"Text":1.5}"#, r#"{"Text":"1.5"}"#, "Text NumberAsText"),
        (
            r#"{"Text":18446744073709551615}"#,
            r#"{"Text":"18446744073709551615"}"#,
            "Text NumberAsText",
        ),
        (
            r#"{"Text":false}"#,
            r#"{"Text":"false"}"#,
            "Text TruthAsText",
        ),
        (r#"{"Text":null}"#, "{}", ""),
        (r#"{"Whole":"5"}"#, r#"{"Whole":5}"#, "Whole TextAsScalar"),
        (r#"{"Whole":"5.0"}"#, r#"{"Whole":5}"#, "Whole TextAsScalar"),
        (r#"{"Whole":5.0}"#, r#"{"Whole":5}"#, "Whole WholeFraction"),
        (r#"{"Whole":null}"#, "{}", "Whole Null"),
        (r#"{"Whole":""}"#, "{}", "Whole EmptyText"),
        (r#"{"Whole":true}"#, r#"{"Whole":1}"#, "Whole NumberAsTruth"),
        (r#"{"Fraction":3}"#, r#"{"Fraction":3.0}"#, ""),
        (
            r#"{"Fraction":"3.5"}"#,
            r#"{"Fraction":3.5}"#,
            "Fraction TextAsScalar",
        ),
        (
            r#"{"Truth":"True"}"#,
            r#"{"Truth":true}"#,
            "Truth TextAsScalar",
        ),
        (
            r#"{"Truth":0}"#,
            r#"{"Truth":false}"#,
            "Truth NumberAsTruth",
        ),
        (r#"{"Speed":"warp"}"#, r#"{"Speed":"warp"}"#, ""),
        (r#"{"Speed":7}"#, r#"{"Speed":"7"}"#, "Speed NumberAsText"),
        (r#"{"Texts":null}"#, "{}", "Texts Null"),
        (r#"{"Texts":"a"}"#, r#"{"Texts":["a"]}"#, "Texts SingleItem"),
        (
            r#"{"Texts":5}"#,
            r#"{"Texts":["5"]}"#,
            "Texts NumberAsText; Texts SingleItem",
        ),
        (
            r#"{"Texts":{"Text":["a","b"]}}"#,
            r#"{"Texts":["a","b"]}"#,
            "Texts WrappedList",
        ),
        (
            r#"{"Texts":"[\"a\"]"}"#,
            r#"{"Texts":["a"]}"#,
            "Texts JsonText",
        ),
        (
            r#"{"Texts":["a",null,1]}"#,
            r#"{"Texts":["a","","1"]}"#,
            "Texts[1] Null; Texts[2] NumberAsText",
        ),
        (
            r#"{"Disks":{"Disk":[{"Size":1}]}}"#,
            r#"{"Disks":[{"Size":1}]}"#,
            "Disks WrappedList",
        ),
        (
            r#"{"Disks":{"Size":1}}"#,
            r#"{"Disks":[{"Size":1}]}"#,
            "Disks SingleItem",
        ),
        (
            r#"{"Disks":{"Tags":["a"]}}"#,
            r#"{"Disks":[{"Tags":["a"]}]}"#,
            "Disks SingleItem",
        ),
        (
            r#"{"Disks":[{"Size":"1"}]}"#,
            r#"{"Disks":[{"Size":1}]}"#,
            "Disks[0].Size TextAsScalar",
        ),
        (r#"{"Json":"[\"a\"]"}"#, r#"{"Json":"[\"a\"]"}"#, ""),
        (r#"{"Commas":"1,2"}"#, r#"{"Commas":"1,2"}"#, ""),
        (r#"{"New":[1]}"#, r#"{"New":[1]}"#, "New UnlistedMember"),
        (
            r#"{"Whole":{"a":1}}"#,
            r#"{"Whole":{"a":1}}"#,
            "Whole Misfit",
        ),
        (r#"{"Whole":"many"}"#, r#"{"Whole":"many"}"#, "Whole Misfit"),
        (r#"{"Whole":[1]}"#, r#"{"Whole":[1]}"#, "Whole Misfit"),
        (
            r#"{"Whole":18446744073709551615}"#,
            r#"{"Whole":18446744073709551615}"#,
            "Whole Misfit",
        ),
        (
            r#"{"Labels":{"a":1}}"#,
            r#"{"Labels":{"a":"1"}}"#,
            "Labels.a NumberAsText",
        ),
        (
            r#"{"Disks":[{"Inner":"x"}]}"#,
            r#"{"Disks":[{"Inner":"x"}]}"#,
            "Disks[0].Inner Misfit",
        ),
    ];
    for (given, again, told) in cases {
        let (all, found) = read(given);
        assert_eq!(
            (json(&all).as_str(), found.as_str()),
            (again, told),
            "{given}"
        );
    }
}

#[test]
fn only_what_is_no_object_is_an_error() {
    for bad in ["", "[]", "{", "5", r#"{"Text":"a"} x"#, "<html>"] {
        assert!(
            decode::from_json(bad.as_bytes(), &mut All::default()).is_err(),
            "{bad:?}"
        );
    }
    let error = decode::from_json_at(b"{}", &["Response"], &mut All::default()).unwrap_err();
    assert!(error.to_string().contains("`Response`"), "{error}");
}

#[test]
fn the_envelope_is_passed_over_and_no_leniency() {
    let body = br#"{"Other":{"Text":"no"},"Response":{"RequestId":"r","Text":"a","Disks":[{"RequestId":"kept"}]}}"#;
    let mut all = All::default();
    let leniencies = decode::from_envelope(body, &["Response"], &["RequestId"], &mut all).unwrap();
    assert_eq!(json(&all), r#"{"Text":"a","Disks":[{"RequestId":"kept"}]}"#);
    assert_eq!(leniencies.len(), 1);
    assert_eq!(
        (leniencies[0].path.as_str(), leniencies[0].kind),
        ("Disks[0].RequestId", LeniencyKind::UnlistedMember)
    );
}

#[test]
fn flat_parameters_count_from_the_base() {
    let all = All {
        text: Some("a".into()),
        truth: Some(true),
        speed: Some(Speed::Fast),
        texts: Some(vec!["x".into(), "y".into()]),
        disks: Some(vec![
            Disk::default()
                .size(3)
                .tags(["t"])
                .inner(Disk::default().name("n")),
        ]),
        commas: Some(vec![1, 2]),
        json: Some(vec!["j".into()]),
        ..All::default()
    };
    assert_eq!(
        flat(&all, ParamStyle::FROM_ONE),
        "Text=a Truth=true Speed=fast Texts.1=x Texts.2=y Disks.1.Size=3 Disks.1.Tags.1=t Disks.1.Inner.Name=n \
         Commas=1,2 Json=[\"j\"]"
    );
    assert!(flat(&all, ParamStyle::FROM_ZERO).contains("Texts.0=x Texts.1=y"));
}

#[test]
fn required_fields_are_missed_where_their_parents_are_there() {
    let mut all = All {
        disks: Some(vec![Disk::default().inner(Disk::default())]),
        ..All::default()
    };
    assert_eq!(
        encode::missing(&all),
        ["Text", "Disks[0].Name", "Disks[0].Inner.Name"]
    );
    shape::set_unlisted(&mut all, "Text", 5);
    assert_eq!(
        encode::missing(&all),
        ["Disks[0].Name", "Disks[0].Inner.Name"]
    );
    assert_eq!(shape::unlisted(&all).get("Text"), Some(&Value::Int(5)));
}

#[test]
fn debug_shows_what_is_set_and_no_secret() {
    let mut all = All {
        text: Some("a".into()),
        password: Some("hunter2".into()),
        ..All::default()
    };
    shape::set_unlisted(&mut all, "Token", "hunter3");
    assert_eq!(
        format!("{all:?}"),
        r#"All { Text: "a", Password: <redacted>, unlisted: ["Token"] }"#
    );
}

#[test]
fn words_go_through_text_and_back() {
    for (text, word) in [("fast", Speed::Fast), ("slow", Speed::Slow)] {
        assert_eq!(text.parse::<Speed>().unwrap(), word);
        assert_eq!((word.as_str(), word.to_string().as_str()), (text, text));
    }
    let warp = Speed::from("warp");
    assert!(matches!(warp, Speed::Unknown(_)));
    assert_eq!(warp.as_str(), "warp");
    assert_eq!(Speed::VALUES, ["fast", "slow"]);
}

#[test]
fn shapes_can_cross_threads() {
    fn check<T: Send + Sync + 'static>() {}
    check::<All>();
    check::<Speed>();
}

fn disks() -> impl Strategy<Value = Disk> {
    let text = || proptest::option::of(any::<String>());
    let tags = || proptest::collection::vec(any::<String>(), 0..3);
    let leaf =
        (text(), proptest::option::of(any::<i64>()), tags()).prop_map(|(name, size, tags)| Disk {
            name,
            size,
            tags,
            ..Disk::default()
        });
    leaf.prop_recursive(3, 8, 1, move |inner| {
        (inner, proptest::option::of(any::<i64>())).prop_map(|(inner, size)| Disk {
            size,
            inner: Some(Box::new(inner)),
            ..Disk::default()
        })
    })
}

/// Values that both JSON and flat parameters can say: a flat form knows no empty list or map, and
/// an item must hold something to be seen.
fn values() -> impl Strategy<Value = All> {
    let option = proptest::option::of::<BoxedStrategy<String>>;
    let texts = || proptest::collection::vec(any::<String>(), 1..4);
    let finite = any::<f64>().prop_filter("JSON has no word for it", |it| it.is_finite());
    let scalars = (
        option(any::<String>().boxed()),
        proptest::option::of(any::<i64>()),
        proptest::option::of(finite),
        proptest::option::of(any::<bool>()),
        proptest::option::of("[a-z]{1,5}"),
    );
    let lists = (
        proptest::option::of(texts()),
        proptest::option::of(proptest::collection::vec(
            proptest::collection::vec(any::<i64>(), 1..3),
            1..3,
        )),
        proptest::option::of(proptest::collection::btree_map(
            "[A-Za-z][a-z]{0,4}",
            any::<String>(),
            1..3,
        )),
        proptest::option::of(proptest::collection::vec(disks(), 1..3)),
        proptest::option::of(proptest::collection::vec(any::<i64>(), 1..4)),
        proptest::option::of(texts()),
    );
    (scalars, lists).prop_map(
        |((text, whole, fraction, truth, speed), (texts, matrix, labels, disks, commas, json))| {
            All {
                text,
                whole,
                fraction,
                truth,
                speed: speed.map(|speed| speed.as_str().into()),
                texts,
                matrix,
                labels,
                disks,
                commas,
                json,
                ..All::default()
            }
        },
    )
}

/// Whether the disk and all within it have something that a flat form can show.
fn is_seen(disk: &Disk) -> bool {
    let own = disk.name.is_some() || disk.size.is_some() || !disk.tags.is_empty();
    disk.inner.as_deref().map_or(own, is_seen)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn json_there_and_back(all in values()) {
        let mut again = All::default();
        let leniencies = decode::from_json(&encode::to_json(&all), &mut again).unwrap();
        prop_assert_eq!(&again, &all);
        prop_assert!(leniencies.is_empty(), "{:?}", leniencies);
        prop_assert_eq!(&all.clone(), &all);
    }

    #[test]
    fn flat_there_and_back(all in values(), base in 0u8..=1) {
        prop_assume!(all.disks.iter().flatten().all(is_seen));
        let style = ParamStyle { list_base: base, ..ParamStyle::FROM_ZERO };
        let params = Params::from_encoded(&encode::to_params(&all, style).encoded());
        let mut again = All::default();
        let leniencies = decode::from_params(&params, style, &mut again).unwrap();
        prop_assert_eq!(&again, &all);
        prop_assert!(leniencies.is_empty(), "{:?}", leniencies);
    }

    #[test]
    fn any_json_is_read_without_a_panic_and_nothing_is_lost(text in any_json()) {
        let mut all = All::default();
        if decode::from_json(text.as_bytes(), &mut all).is_ok() {
            let mut again = All::default();
            decode::from_json(&encode::to_json(&all), &mut again).unwrap();
            prop_assert_eq!(again, all);
        }
    }
}

/// Objects with the names of the shape and values of any kind.
fn any_json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<i32>().prop_map(|it| Value::Float(f64::from(it) / 4.0)),
        "[a-z0-9,\\[\\]{}\"]{0,6}".prop_map(Value::from),
    ];
    let names = prop_oneof![
        Just("Text"),
        Just("Whole"),
        Just("Truth"),
        Just("Speed"),
        Just("Texts"),
        Just("Matrix"),
        Just("Labels"),
        Just("Disks"),
        Just("Commas"),
        Just("Json"),
        Just("Any"),
        Just("Inner"),
        Just("Size"),
        Just("Tags"),
        Just("New"),
    ];
    let tree = leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
            proptest::collection::vec((names.clone(), inner), 0..4).prop_map(Value::map),
        ]
    });
    tree.prop_map(|tree| tree.to_string())
}
