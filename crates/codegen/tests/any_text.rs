//! Whatever text a spec holds, what comes out is Rust, the same every time, and in its place.

#![allow(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

use proptest::prelude::*;
use specwright_codegen::{Input, generate};
use specwright_spec::{
    EnumValue, ErrorCode, Field, Operation, Profile, Service, Structure, Type, yaml,
};

fn profile() -> Profile {
    yaml::read(include_str!("golden/profile.yaml")).unwrap()
}

/// Texts that pages are known to hold, and any other.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[A-Za-z]{1,8}",
        "[A-Z][a-z]{1,3}[0-9.*/\\-_]{1,3}[A-Z]{1,3}",
        "[`*\\[\\]#<>&\\\\\"'\n/!{}-]{1,8}",
        Just("*/ #![allow(x)]".to_owned()),
    ]
}

/// Texts that the spec takes for a name.
fn name() -> impl Strategy<Value = String> {
    text().prop_map(|text| {
        let name: String = text
            .chars()
            .filter(|c| !c.is_control() && !c.is_whitespace())
            .collect();
        if name.is_empty() {
            "Name".to_owned()
        } else {
            name
        }
    })
}

fn field() -> impl Strategy<Value = Field> {
    let ty = prop_oneof![
        Just(Type::String),
        Just(Type::Integer),
        Just(Type::list(Type::String)),
        Just(Type::map(Type::Any)),
        Just(Type::Structure("Shared".into())),
        Just(Type::list(Type::Object)),
    ];
    let leaf = (
        name(),
        ty,
        proptest::option::of(text()),
        proptest::collection::btree_set(text(), 0..4),
    );
    let leaf = leaf.prop_map(|(name, ty, doc, values)| Field {
        doc,
        default: values.first().cloned(),
        format: values.last().cloned(),
        values: values.into_iter().map(EnumValue::new).collect(),
        ..Field::new(name, ty)
    });
    leaf.prop_recursive(2, 8, 3, |inner| {
        (name(), fields(inner)).prop_map(|(name, fields)| Field {
            fields,
            ..Field::new(name, Type::Object)
        })
    })
}

fn fields(field: impl Strategy<Value = Field>) -> impl Strategy<Value = Vec<Field>> {
    proptest::collection::vec(field, 0..5).prop_map(|mut fields| {
        let mut seen = std::collections::BTreeSet::new();
        fields.retain(|field| seen.insert(field.name.clone()));
        fields
    })
}

fn service() -> impl Strategy<Value = Service> {
    let errors = proptest::collection::btree_map(text(), proptest::option::of(text()), 0..4);
    (
        name(),
        text(),
        text(),
        fields(field()),
        fields(field()),
        fields(field()),
        errors,
    )
        .prop_map(|(name, page, doc, request, response, members, errors)| {
            let mut service = Service::new("acme", "any");
            service.title = Some(doc.clone());
            service.operations.push(Operation {
                name,
                page: page.clone(),
                doc: Some(doc),
                request,
                response,
                errors: errors
                    .into_iter()
                    .map(|(code, message)| ErrorCode {
                        code,
                        message,
                        ..ErrorCode::default()
                    })
                    .collect(),
                ..Operation::default()
            });
            service.structures.push(Structure {
                name: "Shared".into(),
                page,
                fields: members,
                ..Structure::default()
            });
            service
        })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn becomes_rust(service in service()) {
        let input = Input { services: std::slice::from_ref(&service), profiles: &[profile()] };
        let files = generate(&input).unwrap();
        prop_assert_eq!(&files, &generate(&input).unwrap());
        for file in files.iter().filter(|file| file.path.ends_with(".rs")) {
            let parsed = syn::parse_file(&file.text);
            prop_assert!(parsed.is_ok(), "{}: {:?}\n{}", file.path, parsed.err(), file.text);
            prop_assert!(!file.path.contains(".."), "{}", file.path);
            let bad = |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c);
            prop_assert!(!file.text.contains(bad), "{}: {}", file.path, file.text);
        }
    }
}
