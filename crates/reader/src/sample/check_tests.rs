use specwright_spec::Required;

use super::super::{json, query, xml};
use super::*;

fn field(name: &str, ty: &str) -> Field {
    Field::new(name, ty.parse().expect("a type"))
}

fn always(mut field: Field) -> Field {
    field.required = Some(Required::Yes);
    field
}

fn object(name: &str, ty: &str, fields: Vec<Field>) -> Field {
    Field {
        fields,
        ..field(name, ty)
    }
}

fn disk() -> Structure {
    Structure {
        name: "Disk".into(),
        fields: vec![always(field("Id", "string")), field("Size", "int32")],
        ..Structure::default()
    }
}

fn table() -> Vec<Field> {
    vec![
        always(field("Total", "integer")),
        field("Disks", "list<Disk>"),
        object("Vpc", "object", vec![field("Id", "string")]),
        field("Labels", "map<string>"),
        field("Sizes", "map<integer>"),
        field("Free", "object"),
    ]
}

/// The findings in short, with the text they point at.
fn findings(text: &str, sample: &SampleValue, scope: Scope<'_>) -> Vec<String> {
    let disk = disk();
    let table = table();
    let structures = |name: &str| (name == "Disk").then_some(&disk);
    let short = |finding: &Finding| {
        let what = match &finding.kind {
            FindingKind::UnknownKey(None) => "unknown".to_owned(),
            FindingKind::UnknownKey(Some(listed)) => {
                format!("unknown, perhaps {}", listed.field.name)
            }
            FindingKind::OtherCase(listed) => format!("case of {}", listed.field.name),
            FindingKind::CommonInOtherCase(name) => format!("case of the common {name}"),
            FindingKind::Missing(_) => "missing".to_owned(),
            FindingKind::OtherType(listed, shown) => format!("{shown} for {}", listed.field.ty),
            FindingKind::Repeated => "repeated".to_owned(),
        };
        format!(
            "{what}: {} at {}",
            finding.path,
            &text[finding.span.start..finding.span.end]
        )
    };
    check(sample, &table, &structures, scope)
        .iter()
        .map(short)
        .collect()
}

fn of_json(text: &str) -> Vec<String> {
    findings(
        text,
        &json::parse(text).documents[0],
        Scope {
            common: &["RequestId"],
            ..Scope::default()
        },
    )
}

#[test]
fn a_sample_that_agrees_has_no_findings() {
    let text = r#"{"RequestId": "r", "Total": 1, "Disks": [{"Id": "a", "Size": null}], "Vpc": {}, "Labels": {"x": "y"}, "Free": {"z": [1]}}"#;
    assert_eq!(of_json(text), Vec::<String>::new());
}

#[test]
fn keys_that_no_table_has() {
    assert_eq!(
        of_json(r#"{"Total": 1, "Extra": 2}"#),
        ["unknown: Extra at \"Extra\""]
    );
    assert_eq!(
        of_json(r#"{"Total": 1, "Vpc": {"RequestId": 2}}"#),
        ["unknown: Vpc.RequestId at \"RequestId\""]
    );
}

#[test]
fn a_key_that_resembles_what_the_sample_lacks() {
    assert_eq!(
        of_json(r#"{"Total": 1, "Disk": []}"#),
        ["unknown, perhaps Disks: Disk at \"Disk\""]
    );
    assert_eq!(
        of_json(r#"{"Total": 1, "Disks": [], "Disk": []}"#),
        ["unknown: Disk at \"Disk\""]
    );
}

#[test]
fn a_name_that_stands_at_a_level_nobody_tells_is_known() {
    let names = BTreeSet::from(["zone".to_owned()]);
    let scope = Scope {
        elsewhere: Some(&names),
        ..Scope::default()
    };
    let text = r#"{"Total": 1, "Zone": 2, "Other": 3}"#;
    assert_eq!(
        findings(text, &json::parse(text).documents[0], scope),
        ["unknown: Other at \"Other\""]
    );
}

#[test]
fn keys_that_stand_twice() {
    assert_eq!(
        of_json(r#"{"Total": 1, "Total": 2}"#),
        ["repeated: Total at \"Total\""]
    );
    let scope = Scope {
        untyped: true,
        ..Scope::default()
    };
    let text = "/?Total=1&Disks.0.Id=a&Vpc.Id=b&Vpc.Id=c&Disks=[]";
    let (tree, _) = query::parse(text).tree();
    assert_eq!(findings(text, &tree, scope), ["repeated: Vpc.Id at Vpc.Id"]);
}

#[test]
fn keys_in_another_case() {
    assert_eq!(
        of_json(r#"{"total": 1}"#),
        ["case of Total: total at \"total\""]
    );
}

#[test]
fn common_names_in_another_case() {
    assert_eq!(
        of_json(r#"{"Total": 1, "requestid": 2}"#),
        ["case of the common RequestId: requestid at \"requestid\""]
    );
}

#[test]
fn values_that_are_left_out_or_masked_have_no_type() {
    assert_eq!(of_json(r#"{"Total": "10****"}"#), Vec::<String>::new());
    assert_eq!(of_json(r#"{"Total": ""}"#), Vec::<String>::new());
}

#[test]
fn members_that_should_be_there() {
    assert_eq!(of_json("{}"), ["missing: Total at {}"]);
    // Once a path, at the first item that lacks it.
    assert_eq!(
        of_json(r#"{"Total": 1, "Disks": [{"Id": ""}, {}, {"Size": 1}, {"Size": 2}]}"#),
        [r#"missing: Disks[].Id at {"Size": 1}"#]
    );
}

#[test]
fn values_of_other_types() {
    assert_eq!(
        of_json(r#"{"Total": "1"}"#),
        [r#"string for integer: Total at "1""#]
    );
    assert_eq!(
        of_json(r#"{"Total": 1.5}"#),
        ["number for integer: Total at 1.5"]
    );
    assert_eq!(
        of_json(r#"{"Total": 1, "Disks": {"Id": "a"}}"#),
        [r#"object for list<Disk>: Disks at {"Id": "a"}"#]
    );
    assert_eq!(
        of_json(r#"{"Total": 1, "Labels": {"x": 2}}"#),
        Vec::<String>::new()
    );
    assert_eq!(
        of_json(r#"{"Total": 1, "Sizes": {"x": "2"}}"#),
        [r#"string for map<integer>: Sizes.x at "2""#]
    );
    assert_eq!(
        of_json(r#"{"Total": 1, "Vpc": "v"}"#),
        [r#"string for object: Vpc at "v""#]
    );
}

#[test]
fn where_all_is_text_only_containers_can_be_wrong() {
    let scope = Scope {
        untyped: true,
        ..Scope::default()
    };
    let text = "<R><Total>1</Total><Disks><Id>a</Id><Size>40</Size></Disks><Vpc>v</Vpc></R>";
    let reading = xml::parse(text);
    let sample = xml::body(&reading.documents[0], "R");
    assert_eq!(
        findings(text, sample, scope),
        ["string for object: Vpc at v"]
    );

    let text = "/?Total=x&Disks.0.Id=a&Disks.0.Name=b";
    let (tree, _) = query::parse(text).tree();
    assert_eq!(
        findings(text, &tree, scope),
        ["unknown: Disks[].Name at Disks.0.Name"]
    );
}

#[test]
fn structures_that_hold_themselves_end_with_the_sample() {
    let node = Structure {
        name: "Node".into(),
        fields: vec![field("Children", "list<Node>")],
        ..Structure::default()
    };
    let fields = [field("Root", "Node")];
    let structures = |name: &str| (name == "Node").then_some(&node);
    let reading = json::parse(r#"{"Root": {"Children": [{"Children": [{"Name": 1}]}]}}"#);
    let findings = check(
        &reading.documents[0],
        &fields,
        &structures,
        Scope::default(),
    );
    assert_eq!(
        findings
            .iter()
            .map(|finding| finding.path.as_str())
            .collect::<Vec<_>>(),
        ["Root.Children[].Children[].Name"]
    );
}
