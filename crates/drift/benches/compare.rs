//! Compares two revisions of a spec of 2,000 operations, beside the time to read its YAML.
//!
//! The operations stand in four services, as a vendor has several.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use specwright_drift::compare;
use specwright_spec::{
    EnumValue, ErrorCode, Field, Operation, Required, Service, Structure, Type, yaml,
};

const SERVICES: usize = 4;
/// In each service.
const OPERATIONS: usize = 500;

/// Every tenth operation and every seventh structure differ between the revisions.
fn revision(is_new: bool) -> Vec<Service> {
    (0..SERVICES)
        .map(|n| service(&format!("big{n}"), is_new))
        .collect()
}

fn service(name: &str, is_new: bool) -> Service {
    let mut service = Service::new("tencent", name);
    service.operations = (0..OPERATIONS)
        .map(|n| operation(n, is_new && n % 10 == 0))
        .collect();
    service.structures = (0..OPERATIONS / 2)
        .map(|n| structure(n, is_new && n % 7 == 0))
        .collect();
    service
}

fn operation(n: usize, edited: bool) -> Operation {
    let field = |at: usize| Field {
        required: Some(if edited && at == 3 {
            Required::Yes
        } else {
            Required::No
        }),
        max: Some(i64::try_from(at + n).unwrap_or(0).into()),
        doc: Some(format!("What parameter {at} of operation {n} is for.")),
        ..Field::new(format!("Parameter{at}"), Type::Integer)
    };
    let mut request: Vec<Field> = (0..12).map(field).collect();
    request.truncate(if edited { 11 } else { 12 });
    Operation {
        name: format!("Operation{n}"),
        page: format!("big/Operation{n}.md"),
        request,
        response: vec![
            Field::new("TotalCount", Type::Integer),
            Field::new(
                "Items",
                Type::list(Type::Structure(format!("Structure{}", n / 2))),
            ),
        ],
        errors: (0..8)
            .map(|at| ErrorCode {
                code: format!("Invalid.Code{at}"),
                ..ErrorCode::default()
            })
            .collect(),
        ..Operation::default()
    }
}

fn structure(n: usize, edited: bool) -> Structure {
    let mut kind = Field::new("Kind", Type::String);
    kind.values = ["A", "B", "C"][..if edited { 2 } else { 3 }]
        .iter()
        .map(|v| EnumValue::new(*v))
        .collect();
    let mut fields: Vec<Field> = (0..9)
        .map(|at| Field::new(format!("Member{at}"), Type::String))
        .collect();
    fields.push(kind);
    fields.push(Field::new(
        "Next",
        Type::list(Type::Structure(format!(
            "Structure{}",
            (n + 1) % (OPERATIONS / 2)
        ))),
    ));
    Structure {
        name: format!("Structure{n}"),
        page: "big/types.md".into(),
        fields,
        ..Structure::default()
    }
}

fn bench(c: &mut Criterion) {
    let (old, new) = (revision(false), revision(true));
    let texts: Vec<String> = old
        .iter()
        .chain(&new)
        .map(|service| yaml::write(service).expect("a spec can be written"))
        .collect();
    let found = compare(&old, &new, &[]).len();
    let bytes: usize = texts.iter().map(String::len).sum();
    println!("{found} changes; {bytes} bytes of YAML");
    let mut group = c.benchmark_group("2000 operations");
    group.sample_size(10);
    group.bench_function("read the YAML of both", |b| {
        b.iter(|| {
            for text in &texts {
                let _: Service = black_box(yaml::read(text).expect("what was written can be read"));
            }
        });
    });
    group.bench_function("compare", |b| {
        b.iter(|| compare(black_box(&old), black_box(&new), &[]));
    });
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
