//! What holds for any two specs, whatever stands in them.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use specwright_drift::{Action, Change, compare};
use specwright_spec::{
    Deprecation, Encoding, EnumValue, ErrorCode, Field, Idempotency, Number, Operation, Paging,
    PagingStyle, Period, Placement, RateLimit, Region, Required, Service, Structure, Type,
};

const NAMES: &[&str] = &["Zone", "zone", "DiskId", "DiskIds", "Size"];

fn maybe<T: Clone + std::fmt::Debug + 'static>(values: Vec<T>) -> impl Strategy<Value = Option<T>> {
    prop_oneof![3 => Just(None), 1 => select(values).prop_map(Some)]
}

/// A type, and fields if it is an object that has some.
fn ty(depth: u32) -> BoxedStrategy<(Type, Vec<Field>)> {
    let texts = [
        "string",
        "integer",
        "int32",
        "int64",
        "number",
        "boolean",
        "any",
        "object",
        "Disk",
        "Kind",
        "Node",
        "list<string>",
        "list<Disk>",
        "map<any>",
    ];
    let plain = select(texts.to_vec()).prop_map(|text| (text.parse().expect("a type"), Vec::new()));
    if depth == 0 {
        return plain.boxed();
    }
    let object = (any::<bool>(), fields(depth - 1)).prop_map(|(is_list, fields)| {
        let ty = if is_list {
            Type::list(Type::Object)
        } else {
            Type::Object
        };
        (ty, fields)
    });
    prop_oneof![3 => plain, 1 => object].boxed()
}

/// Without prose, and without two ways to say one thing.
fn field(name: &'static str, depth: u32) -> impl Strategy<Value = Field> {
    let need = select(vec![Required::Yes, Required::No, Required::Unknown]);
    let texts = (
        maybe(vec!["a".to_owned(), "b".to_owned()]),
        subsequence(vec!["a", "b", "c"], 0..=3),
        maybe(vec!["date".to_owned(), "json".to_owned()]),
        maybe(vec!["GB".to_owned(), "MB".to_owned()]),
    );
    let bounds = (
        maybe(vec![Number::Int(1), Number::Float(1.5)]),
        maybe(vec![Number::Int(10), Number::Int(20)]),
        maybe(vec![1_u64, 2]),
        maybe(vec![8_u64, 9]),
    );
    let rest = (
        maybe(vec![Encoding::Json, Encoding::Comma]),
        any::<bool>(),
        maybe(vec![
            Deprecation::default(),
            Deprecation {
                replacement: Some("X".into()),
            },
        ]),
        any::<bool>(),
        any::<bool>(),
    );
    (ty(depth), need, texts, bounds, rest).prop_map(
        move |(
            (ty, fields),
            need,
            (default, values, format, unit),
            (min, max, least, most),
            rest,
        )| Field {
            required: Some(need),
            conditional: rest.1 && need == Required::No,
            encoding: rest.0,
            default,
            values: values.into_iter().map(EnumValue::new).collect(),
            min,
            max,
            min_length: least,
            max_length: most,
            min_items: most.filter(|_| rest.1),
            max_items: least.filter(|_| rest.3),
            format,
            unit,
            nullable: rest.3,
            deprecated: rest.2,
            placed: if rest.4 {
                Placement::Certain
            } else {
                Placement::Uncertain
            },
            fields,
            ..Field::new(name, ty)
        },
    )
}

fn fields(depth: u32) -> BoxedStrategy<Vec<Field>> {
    subsequence(NAMES.to_vec(), 0..=3)
        .prop_flat_map(move |names| {
            names
                .into_iter()
                .map(|name| field(name, depth))
                .collect::<Vec<_>>()
        })
        .boxed()
}

fn errors() -> impl Strategy<Value = Vec<ErrorCode>> {
    let codes = vec![
        "Busy",
        "Invalid.Disk",
        "Invalid.Disks",
        "RequestLimitExceeded.X",
        "5001",
    ];
    (subsequence(codes, 0..=4), maybe(vec![400_u16, 429, 503])).prop_map(|(codes, status)| {
        codes
            .into_iter()
            .map(|code| ErrorCode {
                code: code.into(),
                status,
                ..ErrorCode::default()
            })
            .collect()
    })
}

fn operation(name: &'static str) -> impl Strategy<Value = Operation> {
    let limits = vec![
        RateLimit {
            requests: 20,
            per: Period::Second,
        },
        RateLimit {
            requests: 30,
            per: Period::Minute,
        },
    ];
    let regions = vec![
        Region {
            required: Some(Required::Yes),
            ..Region::default()
        },
        Region {
            only: vec!["a".into(), "b".into()],
            ..Region::default()
        },
        Region {
            only: vec!["b".into()],
            unused: true,
            ..Region::default()
        },
    ];
    let paging = |style, cursor: &str| Paging {
        style,
        cursor: cursor.into(),
        limit: None,
        next: None,
        total: None,
        items: None,
        derived: "its names".into(),
    };
    let facts = (
        maybe(limits),
        maybe(regions),
        maybe(vec![
            paging(PagingStyle::Offset, "Offset"),
            paging(PagingStyle::Token, "Next"),
        ]),
        maybe(vec![Idempotency {
            token: "Token".into(),
            derived: "its name".into(),
        }]),
        maybe(vec!["own.example".to_owned()]),
    );
    let page = select(vec!["cbs/disks.md", "cbs/other.md"]);
    (page, fields(1), fields(1), errors(), facts).prop_map(
        move |(
            page,
            request,
            response,
            errors,
            (rate_limit, region, paging, idempotency, endpoint),
        )| Operation {
            name: name.into(),
            page: page.into(),
            request,
            response,
            errors,
            rate_limit,
            region,
            paging,
            idempotency,
            endpoint,
            ..Operation::default()
        },
    )
}

fn structure(name: &'static str) -> impl Strategy<Value = Structure> {
    fields(1).prop_map(move |fields| Structure {
        name: name.into(),
        page: "cbs/types.md".into(),
        fields,
        ..Structure::default()
    })
}

fn service() -> impl Strategy<Value = Service> {
    let operations = subsequence(vec!["CreateDisk", "CreateDisks", "DescribeDisks"], 0..=3)
        .prop_flat_map(|names| names.into_iter().map(operation).collect::<Vec<_>>());
    let structures = (structure("Disk"), structure("Node"), any::<bool>());
    (operations, structures, errors()).prop_map(
        |(operations, (disk, mut node, is_renamed), errors)| {
            node.fields.push(Field::new(
                "Next",
                Type::list(Type::Structure("Node".into())),
            ));
            let mut kind = Structure {
                name: "Kind".into(),
                page: "cbs/types.md".into(),
                ..Structure::default()
            };
            kind.values = vec![EnumValue::new("a"), EnumValue::new("b")];
            let mut service = Service::new("tencent", "cbs");
            service.operations = operations;
            service.structures = vec![disk, node, kind];
            service.errors = errors;
            if is_renamed {
                rename(&mut service, "Node", "NodeInfo");
            }
            service
        },
    )
}

fn rename(service: &mut Service, from: &str, to: &str) {
    fn fields(list: &mut [Field], from: &str, to: &str) {
        for field in list {
            if let Type::Structure(name) = field.ty.leaf_mut()
                && name == from
            {
                *name = to.into();
            }
            fields(&mut field.fields, from, to);
        }
    }
    for operation in &mut service.operations {
        fields(&mut operation.request, from, to);
        fields(&mut operation.response, from, to);
    }
    for structure in &mut service.structures {
        fields(&mut structure.fields, from, to);
        if structure.name == from {
            structure.name = to.into();
        }
    }
}

fn drift(old: &Service, new: &Service) -> Vec<Change> {
    compare(std::slice::from_ref(old), std::slice::from_ref(new), &[])
}

/// Whether one change is the other undone. Under a rename the subject has the other name.
fn mirrors(change: &Change, back: &Change, renamed: bool) -> bool {
    let (Some(rule), Some(other)) = (change.rule(), back.rule()) else {
        return false;
    };
    let same_subject =
        change.subject == back.subject || renamed && change.subject.r#where == back.subject.r#where;
    let undone = other.action == rule.action.mirror() || rule.action == other.action.mirror();
    rule.kind == other.kind
        && rule.direction == other.direction
        && undone
        && same_subject
        && (&change.old, &change.new) == (&back.new, &back.old)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn a_spec_does_not_drift_from_itself(spec in service()) {
        prop_assert_eq!(drift(&spec, &spec), []);
    }

    #[test]
    fn an_edit_undone_gives_the_mirror_of_each_change(old in service(), new in service()) {
        let (there, back) = (drift(&old, &new), drift(&new, &old));
        let renamed = there.iter().any(|change| change.guess);
        for change in &there {
            let is_mirrored = back.iter().any(|back| mirrors(change, back, renamed));
            prop_assert!(is_mirrored, "nothing mirrors {:#?}\nin {:#?}", change, back);
        }
        prop_assert_eq!(there.len(), back.len());
    }

    #[test]
    fn fingerprints_are_unique_and_every_change_has_a_rule(old in service(), new in service()) {
        let changes = drift(&old, &new);
        let prints: BTreeSet<&str> = changes.iter().map(|change| change.fingerprint.as_str()).collect();
        prop_assert_eq!(prints.len(), changes.len());
        for change in &changes {
            let rule = change.rule().expect("a rule");
            // A cap lowers a verdict and never raises it.
            prop_assert!(change.wire <= rule.wire && change.source <= rule.source);
            prop_assert_eq!(change.docs, rule.is_docs());
            let fresh = rule.action.mirror() == Action::Removed && change.old.is_null();
            prop_assert!(!fresh || !change.new.is_null());
        }
    }

    #[test]
    fn the_order_of_operations_structures_and_codes_does_not_matter(old in service(), new in service()) {
        let mut turned = new.clone();
        turned.operations.reverse();
        turned.structures.reverse();
        turned.errors.reverse();
        for operation in &mut turned.operations {
            operation.errors.reverse();
        }
        prop_assert_eq!(drift(&old, &new), drift(&old, &turned));
        let other = Service::new("alibaba", "ecs");
        let (one, two) = ([old.clone(), other.clone()], [other, old.clone()]);
        prop_assert_eq!(compare(&one, std::slice::from_ref(&new), &[]), compare(&two, &[new], &[]));
    }

    /// No fact of a field can change without a word.
    #[test]
    fn no_difference_of_a_field_is_silent(old in field("Zone", 1), new in field("Zone", 1), of_response: bool) {
        let mut specs = [Service::new("tencent", "cbs"), Service::new("tencent", "cbs")];
        for (spec, field) in specs.iter_mut().zip([&old, &new]) {
            let mut operation = Operation { name: "Get".into(), ..Operation::default() };
            let fields = if of_response { &mut operation.response } else { &mut operation.request };
            fields.push(field.clone());
            spec.operations.push(operation);
        }
        let changes = drift(&specs[0], &specs[1]);
        prop_assert_eq!(old == new, changes.is_empty());
    }
}
