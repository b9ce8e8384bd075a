//! The YAML form: how it looks, and that nothing changes on the way through it.

use proptest::prelude::*;
use specwright_spec::{
    Deprecation, EnumValue, ErrorCase, ErrorCode, Field, Number, Operation, Period, Profile,
    RateLimit, Required, Sample, SampleFormat, SampleKind, Service, Structure, Type, yaml,
};

fn example() -> Service {
    let mut service = Service::new("tencent", "cbs");
    service.version = Some("2017-03-12".into());
    let name = Field {
        required: Some(Required::No),
        doc: Some(
            "Name of the new snapshot; a long description moves the item to several lines, one for each."
                .into(),
        ),
        default: Some("On".into()),
        max_length: Some(60),
        ..Field::new("SnapshotName", Type::String)
    };
    let key = Field {
        deprecated: Some(Deprecation {
            replacement: Some("Key".into()),
        }),
        ..Field::new("key", Type::String)
    };
    let tag = Field {
        derived: Some("no row of its own; built from Tag.N.Key and Tag.N.key".into()),
        max_items: Some(20),
        fields: vec![Field::new("Key", Type::String), key],
        ..Field::new("Tag", Type::list(Type::Object))
    };
    service.operations.push(Operation {
        name: "CreateSnapshot".into(),
        page: "cbs/CreateSnapshot.md".into(),
        rate_limit: Some(RateLimit {
            requests: 20,
            per: Period::Second,
        }),
        request: vec![
            Field {
                required: Some(Required::Yes),
                ..Field::new("DiskId", Type::String)
            },
            name,
            tag,
            Field {
                required: Some(Required::Unknown),
                values: vec![
                    EnumValue::new("no"),
                    EnumValue {
                        value: "2014-05-26".into(),
                        doc: Some("A date.".into()),
                    },
                ],
                min: Some(Number::Float(0.5)),
                max: Some(Number::Int(10)),
                ..Field::new("Odd", Type::Any)
            },
        ],
        response: vec![Field::new("SnapshotId", Type::String)],
        errors: vec![
            ErrorCode {
                code: "InvalidDisk.Busy".into(),
                doc: Some("Try again later.".into()),
                ..ErrorCode::default()
            },
            ErrorCode {
                code: "InternalError".into(),
                status: Some(500),
                also: vec![ErrorCase {
                    status: Some(503),
                    ..ErrorCase::default()
                }],
                ..ErrorCode::default()
            },
        ],
        samples: vec![Sample {
            kind: SampleKind::Response,
            format: SampleFormat::Json,
            text: "{\n  \"SnapshotId\": \"snap-1\"\n}".into(),
            at: Default::default(),
        }],
        ..Operation::default()
    });
    service.structures.push(Structure {
        name: "Tag".into(),
        page: "cbs/structures.md".into(),
        fields: vec![Field::new("Key", Type::String)],
        ..Structure::default()
    });
    service
}

#[test]
fn how_a_service_looks() {
    let text = yaml::write(&example()).unwrap();
    insta::assert_snapshot!(text);
    assert_eq!(yaml::read::<Service>(&text).unwrap(), example());
}

#[test]
fn keys_twice_and_unknown_keys_are_refused() {
    let twice = "format: 1\nvendor: a\nvendor: b\nservice: s\n";
    let unknown = "format: 1\nvendor: a\nservice: s\nregoin: x\n";
    for text in [twice, unknown] {
        let error = yaml::read::<Service>(text).unwrap_err().to_string();
        assert!(
            error.contains("vendor") || error.contains("regoin"),
            "{error}"
        );
    }
}

#[test]
fn a_service_of_thousands_of_operations_reads() {
    let mut service = example();
    let operation = service.operations[0].clone();
    for number in 0..3_000 {
        service.operations.push(Operation {
            name: format!("Create{number}"),
            ..operation.clone()
        });
    }
    let text = yaml::write(&service).unwrap();
    assert_eq!(
        yaml::read::<Service>(&text).unwrap().operations.len(),
        3_001
    );
}

#[test]
fn another_format_is_refused_with_what_to_do() {
    let error = yaml::read::<Service>("format: 2\nvendor: a\nservice: s\n").unwrap_err();
    assert!(error.to_string().contains("regenerate"), "{error}");
}

#[test]
fn the_schema_takes_what_is_written() {
    let (_, schema) = specwright_spec::schema::schemas().remove(0);
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let value = serde_json::to_value(example()).unwrap();
    let errors: Vec<_> = validator
        .iter_errors(&value)
        .map(|error| error.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert!(!validator.is_valid(&serde_json::json!({"format": 1})));
}

#[test]
fn schemas_in_the_repository_are_those_of_the_model() {
    let specs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs");
    for (name, text) in specwright_spec::schema::schemas() {
        let stored = std::fs::read_to_string(specs.join(name)).unwrap_or_default();
        if std::env::var_os("SPECWRIGHT_WRITE_SCHEMAS").is_some() {
            std::fs::write(specs.join(name), &text).unwrap();
        } else {
            assert!(
                stored == text,
                "specs/{name} is stale: run SPECWRIGHT_WRITE_SCHEMAS=1 cargo test -p specwright-spec"
            );
        }
    }
}

#[test]
fn profiles_in_the_repository_read() {
    let vendors = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs/vendors");
    let mut names = Vec::new();
    for entry in std::fs::read_dir(vendors).unwrap() {
        let path = entry.unwrap().path();
        let profile: Profile = yaml::read(&std::fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(
            path.file_stem().unwrap().to_str(),
            Some(profile.vendor.as_str())
        );
        names.push(profile.vendor);
    }
    names.sort();
    assert_eq!(
        names,
        ["alibaba", "tencent", "ucloud", "ucloudstack", "zenlayer"]
    );
}

#[test]
fn a_page_has_an_address_where_each_part_of_it_is_known() {
    let profile = |vendor: &str| -> Profile {
        let vendors = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs/vendors");
        yaml::read(&std::fs::read_to_string(vendors.join(format!("{vendor}.yaml"))).unwrap())
            .unwrap()
    };
    let operation = Operation {
        name: "CreateSnapshot".into(),
        page: "usnap-api/create_snapshot.md".into(),
        ..example().operations.remove(0)
    };
    let url = |vendor: &str, service: &str, version: Option<&str>| {
        let mut service = Service::new(vendor, service);
        service.version = version.map(str::to_owned);
        profile(vendor).page_url(&service, &operation)
    };
    assert_eq!(
        url("alibaba", "ecs", None).as_deref(),
        Some("https://api.aliyun.com/#product=Ecs&api=CreateSnapshot")
    );
    assert_eq!(url("alibaba", "no-such-product", None), None);
    assert_eq!(
        url("tencent", "cbs", Some("2017-03-12")).as_deref(),
        Some(
            "https://console.cloud.tencent.com/api/explorer?Product=cbs&Version=2017-03-12&Action=CreateSnapshot"
        )
    );
    assert_eq!(url("tencent", "cbs", None), None);
    assert_eq!(
        url("ucloud", "usnap", None).as_deref(),
        Some("https://docs.ucloud.cn/api/usnap-api/create_snapshot")
    );
    assert_eq!(url("zenlayer", "zec", None), None);
}

/// Words that some YAML reader takes for something else, and characters that break naive writers.
fn awkward() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("On".to_owned()),
        Just("no".to_owned()),
        Just("2014-05-26".to_owned()),
        Just("<<".to_owned()),
        Just("~".to_owned()),
        Just("1e3".to_owned()),
        Just("0x1F".to_owned()),
        Just("12:30:45".to_owned()),
        Just("".to_owned()),
        Just(" padded ".to_owned()),
        Just("two\nlines\n".to_owned()),
        Just("\n leading".to_owned()),
        Just("tab\there".to_owned()),
        "[ -~]{0,40}",
        "\\PC{0,20}",
        "[a-z:#,{}\\[\\]&*!|>'\"%@` -]{0,30}",
    ]
}

proptest! {
    #[test]
    fn text_survives(doc in awkward(), value in awkward(), title in awkward(), sample in awkward()) {
        let mut service = Service::new("v", "s");
        service.title = Some(title);
        let field = Field {
            doc: Some(doc.clone()),
            default: Some(value.clone()),
            values: vec![EnumValue { value, doc: Some(doc) }],
            ..Field::new("A", Type::String)
        };
        service.operations.push(Operation {
            name: "Get".into(),
            request: vec![field],
            samples: vec![Sample {
                kind: SampleKind::Request,
                format: SampleFormat::Text,
                text: sample,
                at: Default::default(),
            }],
            ..Operation::default()
        });
        let text = yaml::write(&service).unwrap();
        prop_assert_eq!(yaml::read::<Service>(&text).unwrap(), service, "{}", text);
    }
}
