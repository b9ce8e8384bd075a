use super::super::json;
use super::*;

fn models() -> Vec<Structure> {
    let model = |name: &str, fields: &[&str]| Structure {
        name: name.into(),
        fields: fields
            .iter()
            .map(|field| Field::new(*field, Type::String))
            .collect(),
        ..Structure::default()
    };
    vec![
        model("VM", &["Id", "Name", "Disks"]),
        model("Disk", &["Id", "Size"]),
        model("DiskSet", &["Id", "Size", "Zone"]),
    ]
}

fn of(text: &str) -> Option<String> {
    container(&json::parse(text).documents[0], &models()).map(|settled| match settled.wrapper {
        Some(wrapper) => format!("{wrapper}: {}", settled.ty),
        None => settled.ty.to_string(),
    })
}

#[test]
fn containers_are_settled_by_their_keys() {
    let cases = [
        (r#"["a", "b"]"#, Some("list<string>")),
        (r#"[null, 1]"#, Some("list<integer>")),
        (r#"[{"Id": "a", "Name": "b"}]"#, Some("list<VM>")),
        (r#"{"Id": "a", "Size": 1}"#, Some("Disk")),
        (
            r#"[{"Id": "a"}, {"Size": 1, "Zone": "z"}]"#,
            Some("list<DiskSet>"),
        ),
        // Most keys are the model's; one is new.
        (r#"[{"Id": "a", "Name": "b", "New": 1}]"#, Some("list<VM>")),
        (r#"[{"Id": "a", "X": 1, "Y": 2}]"#, Some("list<object>")),
        (
            r#"{"VM": [{"Id": "a", "Name": "b"}]}"#,
            Some("VM: list<VM>"),
        ),
        (r#"{"Ip": ["10.0.0.1"]}"#, Some("Ip: list<string>")),
        // A model with one list is no wrapper.
        (r#"{"Disks": [{"Id": "a", "Size": 1}]}"#, Some("VM")),
        ("[]", None),
        ("{}", None),
        ("1", None),
    ];
    for (text, settled) in cases {
        assert_eq!(of(text).as_deref(), settled, "{text}");
    }
}

#[test]
fn a_tie_settles_nothing() {
    let twins = [
        models()[1].clone(),
        Structure {
            name: "Twin".into(),
            ..models()[1].clone()
        },
    ];
    assert!(model(&json::parse(r#"{"Id": 1, "Size": 2}"#).documents[0], &twins).is_none());
}

#[test]
fn members_that_the_page_forgot() {
    let reading = json::parse(r#"{"RetCode": 0, "infos": [], "VPCID": "v"}"#);
    let fields = [Field::new("Infos", Type::Any)];
    let keys: Vec<&str> = unlisted(&reading.documents[0], &fields, &["RetCode"])
        .iter()
        .map(|entry| entry.key.as_str())
        .collect();
    assert_eq!(keys, ["VPCID"]);
}
