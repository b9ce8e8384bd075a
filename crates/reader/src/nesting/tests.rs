use std::fmt::Write;

use proptest::prelude::*;
use serde_json::{Value, json};
use specwright_spec::Field;

use super::*;
use crate::sample;

/// Rows as `name type`, with `-` for no type, `└` before a marked name and `>` for each level that wide spaces mark.
fn rows(table: &str) -> Vec<Row> {
    table
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(row)
        .collect()
}

fn row(line: &str) -> Row {
    let (name, ty) = line.rsplit_once(' ').expect("name and type");
    let levels = name.bytes().take_while(|b| *b == b'>').count();
    let depth = match name.strip_prefix('└') {
        Some(_) => Some(Depth::Below),
        None => (levels > 0).then_some(Depth::Level(levels)),
    };
    let ty = if ty == "-" {
        Type::Any
    } else {
        ty.parse().expect("a type")
    };
    Row {
        untyped: ty == Type::Any,
        depth,
        ..Row::new(name.trim_start_matches(['└', '>']), ty)
    }
}

/// The tree, indented, with `?` at uncertain places and `+` at made-up ones.
fn tree(rows: &[Row], sample: &str) -> String {
    let reading = sample::json::parse(sample);
    draw(&place(rows, &Shape::of(&reading.documents)))
}

fn draw(places: &[Placed]) -> String {
    let mut out = String::new();
    draw_below(places, None, 0, &mut out);
    out
}

fn draw_below(places: &[Placed], parent: Option<usize>, depth: usize, out: &mut String) {
    for (at, place) in places
        .iter()
        .enumerate()
        .filter(|(_, place)| place.parent == parent)
    {
        let doubt = if place.certain { "" } else { "?" };
        let made_up = if place.derived.is_some() { "+" } else { "" };
        writeln!(
            out,
            "{}{made_up}{}{doubt} {}",
            "  ".repeat(depth),
            place.name,
            place.ty
        )
        .expect("a string");
        draw_below(places, Some(at), depth + 1, out);
    }
}

/// Takes off the indentation that the trees of the cases below have.
fn lines(text: &str) -> String {
    text.lines()
        .map(|line| format!("{}\n", line.strip_prefix("         ").unwrap_or(line)))
        .collect()
}

macro_rules! places {
    ($($name:ident: $table:expr, $sample:expr => $tree:expr;)*) => {$(
        #[test]
        fn $name() {
            assert_eq!(tree(&rows($table), $sample), lines($tree));
        }
    )*};
}

places! {
    samples_tell_the_place:
        "Disks list<Disk>
         Disk -
         Id string
         Vpc object
         VpcId string
         Zone string
         Total integer",
        r#"{"Disks": {"Disk": [{"Id": "a", "Vpc": {"VpcId": "v"}, "Zone": "z"}]}, "Total": 1}"# =>
        "Disks object
           Disk list<object>
             Id string
             Vpc object
               VpcId string
             Zone string
         Total integer";
    a_container_that_no_sample_shows_is_like_another:
        "Down list<Item>
         Id string
         Kinds list<string>
         Times list<Time>
         From integer
         Until integer
         Size integer
         Up list<Thing>
         Id string
         Kinds list<string>
         Times list<Time>
         From integer
         Until integer
         Size integer
         State string",
        r#"{"Down": [{"Id": "a", "Kinds": ["k"], "Times": [{"From": 1}], "Size": 2}], "Up": [], "State": "s"}"# =>
        "Down list<object>
           Id string
           Kinds list<string>
           Times list<object>
             From integer
             Until? integer
           Size integer
         Up list<object>
           Id? string
           Kinds? list<string>
           Times? list<object>
             From? integer
             Until? integer
           Size? integer
         State string";
    without_another_like_it_the_deepest_stays_open:
        "Up list<Thing>
         Id string
         Times list<Time>
         From integer
         Size integer
         State string",
        r#"{"Up": [], "State": "s"}"# =>
        "Up list<object>
           Id? string
           Times? list<object>
             From? integer
             Size? integer
         State string";
    a_key_of_the_sample_is_kept_for_the_row_that_fits_it:
        "Nodes list<Node>
         Id string
         Max integer
         Name string
         Port integer
         Kind string
         Max integer",
        r#"{"Nodes": [], "Kind": "k", "Max": 1}"# =>
        "Nodes list<object>
           Id? string
           Max? integer
           Name? string
           Port? integer
         Kind string
         Max integer";
    a_list_of_texts_has_no_members:
        "Disks list<Disk>
         Zones list<string>
         Size integer
         State string",
        r#"{"Disks": [], "State": "s"}"# =>
        "Disks list<object>
           Zones? list<string>
           Size? integer
         State string";
    a_list_of_texts_has_members_if_the_sample_shows_them:
        "Zones list<string>
         Size integer
         Other integer",
        r#"{"Zones": [{"Size": 1}]}"# =>
        "Zones list<object>
           Size integer
           Other? integer";
    a_wrapper_that_the_table_leaves_out_is_made_up:
        "Disks -
         Id string
         Size integer",
        r#"{"Disks": {"Disk": [{"Id": "a", "Size": 1}]}}"# =>
        "Disks object
           +Disk list<object>
             Id string
             Size integer";
    an_untyped_container_around_its_singular_is_a_list:
        "Hooks -
         Hook -
         Id string",
        r#"{"Hooks": {"Hook": {"Id": "a"}}}"# =>
        "Hooks object
           Hook list<object>
             Id string";
    an_untyped_plural_that_no_sample_shows_is_a_list:
        "Mounts -
         Device string
         Total integer",
        r#"{"Total": 1}"# =>
        "Mounts? list<object>
           Device? string
         Total integer";
    a_word_that_only_ends_like_a_plural_is_none:
        "Status -
         Code string
         Total integer",
        r#"{"Total": 1}"# =>
        "Status object
           Code? string
         Total integer";
    an_untyped_plural_that_the_sample_shows_as_an_object_is_one:
        "Options -
         Kind string
         Size string",
        r#"{"Options": {"Kind": "", "Size": ""}}"# =>
        "Options object
           Kind string
           Size string";
    a_plain_list_gets_no_wrapper:
        "Disks list<object>
         Id string",
        r#"{"Disks": [{"Id": "a"}]}"# =>
        "Disks list<object>
           Id string";
    a_wrapper_that_the_sample_lacks_stays_with_a_doubt:
        "Items list<LogRecord>
         LogRecord -
         Text string",
        r#"{"Items": [{"Text": "t"}]}"# =>
        "Items object
           LogRecord? list<object>
             Text? string";
    a_wrapper_and_its_member_of_one_name:
        "Locks list<Reason>
         Reason -
         Note string
         Reason string
         Zone string",
        r#"{"Locks": {"Reason": [{"Note": "n", "Reason": "r"}]}, "Zone": "z"}"# =>
        "Locks object
           Reason list<object>
             Note string
             Reason string
         Zone string";
    one_name_in_two_containers:
        "Eip object
         Charge string
         Ip string
         Vpc object
         Charge string
         Charge string",
        r#"{"Eip": {"Charge": "a", "Ip": "b"}, "Vpc": {"Charge": "c"}, "Charge": "d"}"# =>
        "Eip object
           Charge? string
           Ip string
         Vpc object
           Charge? string
         Charge string";
    a_list_of_texts_has_its_wrapper_in_the_sample:
        "GroupIds list<any>
         Name string",
        r#"{"GroupIds": {"GroupId": ["g"]}, "Name": "n"}"# =>
        "GroupIds object
           +GroupId list<string>
         Name string";
    order_closes_a_level_where_samples_are_silent:
        "Alpha string
         Beta string
         Delta object
         Kind string
         Note string
         Echo string
         Foxtrot string
         Golf string
         Hotel string",
        r#"{"Alpha": "", "Beta": "", "Foxtrot": "", "Golf": "", "Hotel": ""}"# =>
        "Alpha string
         Beta string
         Delta object
           Kind? string
           Note? string
         Echo? string
         Foxtrot string
         Golf string
         Hotel string";
    order_says_nothing_in_a_table_that_is_not_sorted:
        "Zulu string
         Golf string
         Xray string
         Delta object
         Kind string
         Echo string
         Alpha string",
        r#"{"Zulu": "", "Golf": "", "Xray": "", "Alpha": ""}"# =>
        "Zulu string
         Golf string
         Xray string
         Delta object
           Kind? string
           Echo? string
         Alpha string";
    marks_of_depth_win:
        "Disks list<object>
         └Id string
         └Size string
         Total integer",
        "{}" =>
        "Disks list<object>
           Id string
           Size string
         Total integer";
    a_mark_says_below_and_the_sample_how_deep:
        "Disks -
         └Vpc object
         └VpcId string
         └Zone string
         Total integer",
        r#"{"Disks": [{"Vpc": {"VpcId": "v"}, "Zone": "z"}], "Total": 1}"# =>
        "Disks list<object>
           Vpc object
             VpcId string
           Zone string
         Total integer";
    wide_spaces_count_the_levels:
        "Data object
         >Rows list<object>
         >>Id string
         >Count integer",
        "{}" =>
        "Data object
           Rows list<object>
             Id string
           Count integer";
    marks_of_the_lower_levels_only:
        "Result object
         Configs list<object>
         └Name string
         Status string",
        r#"{"Result": {"Configs": [{"Name": "n"}], "Status": "s"}}"# =>
        "Result object
           Configs list<object>
             Name string
           Status string";
    dotted_names_are_paths:
        "SystemDisk.Size integer
         SystemDisk.Category string
         Name string",
        "{}" =>
        "+SystemDisk object
           Size integer
           Category string
         Name string";
    dotted_names_below_a_container:
        "Disk object
         Id string
         Spec.Size integer
         Spec.Kind string
         Name string",
        r#"{"Disk": {"Id": "d", "Spec": {"Size": 1, "Kind": "k"}}, "Name": "n"}"# =>
        "Disk object
           Id string
           +Spec object
             Size integer
             Kind string
         Name string";
    the_request_id_stands_at_the_top:
        "Disks list<object>
         Id string
         RequestId string",
        "" =>
        "Disks list<object>
           Id? string
         RequestId string";
    samples_that_begin_inside_a_container:
        "RequestId string
         Result object
         Id string
         Rows list<object>
         Name string",
        r#"{"Id": "a", "Rows": [{"Name": "n"}]}"# =>
        "RequestId string
         Result object
           Id string
           Rows list<object>
             Name string";
    samples_with_an_envelope_that_no_row_names:
        "Call object
         Id string
         Users list<object>
         Name string",
        r#"{"code": 200, "data": {"Call": {"Id": "c"}, "Users": [{"Name": "n"}]}}"# =>
        "Call object
           Id string
         Users list<object>
           Name string";
    an_empty_text_is_no_sign:
        "Disks list<Disk>
         Disk -
         Id string",
        r#"{"Disks": ""}"# =>
        "Disks object
           Disk list<object>
             Id? string";
    types_that_the_table_leaves_out_come_from_the_sample:
        "Ids -
         Flag -
         Free object
         Last string",
        r#"{"Ids": ["a"], "Flag": true, "Free": {}, "Last": ""}"# =>
        "Ids list<string>
         Flag boolean
         Free object
         Last string";
    keys_in_another_case:
        "diskinfo object
         Id string",
        r#"{"DiskInfo": {"Id": "a"}}"# =>
        "diskinfo object
           Id string";
}

#[test]
fn tables_are_marked_each_on_its_own() {
    let mut rows = rows(
        "RequestId string
         Result object
         Id string
         Spec -
         └Disk integer
         Kind string",
    );
    rows[2..].iter_mut().for_each(|row| row.table = 1);
    let sample = r#"{"RequestId": "r", "Result": {"Id": "i", "Spec": {"Disk": 1}, "Kind": "k"}}"#;
    assert_eq!(
        tree(&rows, sample),
        "RequestId string\nResult object\n  Id string\n  Spec object\n    Disk integer\n  Kind string\n"
    );
}

#[test]
fn places_become_fields() {
    let rows = rows("Disks list<object>\nId string\nTotal integer");
    let places = place(
        &rows,
        &Shape::of(
            &sample::json::parse(r#"{"Disks": {"Disk": [{"Id": ""}]}, "Total": 1}"#).documents,
        ),
    );
    let fields = fields(&places, |at| Field {
        doc: Some(format!("row {at}")),
        ..Field::default()
    });
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["Disks", "Total"]);
    let wrapper = &fields[0].fields[0];
    assert_eq!(
        (wrapper.name.as_str(), wrapper.derived.as_deref()),
        ("Disk", Some(WRAPPER_IN_SAMPLE))
    );
    assert_eq!(
        (
            wrapper.fields[0].name.as_str(),
            wrapper.fields[0].doc.as_deref()
        ),
        ("Id", Some("row 1"))
    );
    assert_eq!(
        wrapper.fields[0].placed,
        specwright_spec::Placement::Certain
    );
}

#[test]
fn long_tables_take_linear_time() {
    let many: Vec<Row> = (0..20_000)
        .map(|at| {
            Row::new(
                format!("Name{at}"),
                if at % 3 == 0 {
                    Type::Object
                } else {
                    Type::String
                },
            )
        })
        .collect();
    let sample: Vec<String> = many
        .iter()
        .map(|row| format!("\"{}\": 1", row.name))
        .collect();
    let reading = sample::json::parse(&format!("{{{}}}", sample.join(",")));
    let places = place(&many, &Shape::of(&reading.documents));
    assert_eq!(places.len(), many.len());
    assert!(places.iter().all(|place| place.parent.is_none()));
}

fn any_rows() -> impl Strategy<Value = Vec<Row>> {
    let ty = prop_oneof![
        Just(Type::String),
        Just(Type::Int32),
        Just(Type::Any),
        Just(Type::Object),
        Just(Type::list(Type::Object)),
        Just(Type::list(Type::Any)),
        Just(Type::list(Type::Structure("B".into()))),
    ];
    let depth = prop_oneof![4 => Just(None), 1 => Just(Some(Depth::Below)), 1 => (0usize..4).prop_map(|level| Some(Depth::Level(level)))];
    let row = (
        "[A-D](\\.[A-D])?|RequestId|\\.|",
        ty,
        depth,
        any::<bool>(),
        0usize..2,
    );
    let row = row.prop_map(|(name, ty, depth, untyped, table)| Row {
        untyped: untyped && ty == Type::Any,
        depth,
        table,
        ..Row::new(name, ty)
    });
    proptest::collection::vec(row, 0..14)
}

fn any_sample() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        Just(json!("")),
        Just(json!("x")),
        Just(json!(1)),
        Just(json!([]))
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            proptest::collection::btree_map("[A-D]|RequestId", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// A tree whose names are all different, as rows and as a sample.
fn distinct(shape: &[u8]) -> (Vec<Row>, Value, Vec<String>) {
    let mut rows = Vec::new();
    let mut paths = Vec::new();
    let mut bytes = shape.iter().copied();
    let sample = object(&mut bytes, "", 0, &mut rows, &mut paths);
    (rows, sample, paths)
}

fn object(
    shape: &mut impl Iterator<Item = u8>,
    path: &str,
    depth: usize,
    rows: &mut Vec<Row>,
    paths: &mut Vec<String>,
) -> Value {
    let mut members = serde_json::Map::new();
    let count = usize::from(shape.next().unwrap_or(1) % 3) + 1;
    for _ in 0..count {
        let name = format!("Name{}", rows.len());
        let path = format!("{path}/{name}");
        let kind = shape.next().unwrap_or(0) % 4;
        paths.push(path.clone());
        let value = if kind == 0 || depth > 3 {
            rows.push(Row::new(name.clone(), Type::String));
            json!("text")
        } else {
            let ty = if kind == 1 {
                Type::list(Type::Object)
            } else {
                Type::Object
            };
            rows.push(Row::new(name.clone(), ty));
            // A second member keeps it from looking like a wrapper.
            let mut below = object(shape, &path, depth + 1, rows, paths);
            let last = format!("Name{}", rows.len());
            rows.push(Row::new(last.clone(), Type::String));
            paths.push(format!("{path}/{last}"));
            below[last] = json!("text");
            if kind == 1 { json!([below]) } else { below }
        };
        members.insert(name, value);
    }
    Value::Object(members)
}

#[test]
fn what_speaks_of_all_items_lies_in_none() {
    let sample = r#"{"Line": {"Id": "i", "Items": [{"Name": "n"}]}}"#;
    let of = |last: &str| {
        let table =
            format!("Line object\nId string\nItems list<object>\nName string\n{last} integer");
        tree(&rows(&table), sample)
    };
    let all = of("TotalCount");
    assert!(all.contains("\n  TotalCount? integer"), "{all}");
    // A name that may speak of one stays where it follows.
    let one = of("Size");
    assert!(one.contains("\n    Size? integer"), "{one}");
}

proptest! {
    #[test]
    fn every_row_has_one_place_after_its_parent(rows in any_rows(), sample in any_sample()) {
        let reading = sample::json::parse(&sample.to_string());
        let places = place(&rows, &Shape::of(&reading.documents));
        let placed: Vec<usize> = places.iter().filter_map(|place| place.row).collect();
        prop_assert_eq!(placed, (0..rows.len()).collect::<Vec<_>>());
        for (at, place) in places.iter().enumerate() {
            prop_assert!(place.parent.is_none_or(|parent| parent < at));
            prop_assert_eq!(place.row.is_none(), place.derived.is_some());
        }
        let mut seen = 0;
        let fields = fields(&places, |_| { seen += 1; Field::default() });
        prop_assert_eq!(seen, rows.len());
        prop_assert_eq!(fields.len(), places.iter().filter(|place| place.parent.is_none()).count());
    }

    #[test]
    fn a_full_sample_and_distinct_names_leave_no_doubt(shape in proptest::collection::vec(any::<u8>(), 0..40)) {
        let (rows, sample, paths) = distinct(&shape);
        let reading = sample::json::parse(&sample.to_string());
        let places = place(&rows, &Shape::of(&reading.documents));
        let mut found: Vec<String> = Vec::new();
        for place in &places {
            let above = place.parent.map_or(String::new(), |parent| found[parent].clone());
            found.push(format!("{above}/{}", place.name));
        }
        prop_assert_eq!(found, paths);
        prop_assert!(places.iter().all(|place| place.certain));
    }
}
