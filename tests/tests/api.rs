//! What every generated service promises its users, held over all operations at once: types that
//! may be shared and compared, values that keep any text, secrets that no log shows, and tables
//! that say what the types are.

#![allow(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

use std::fmt::{Debug, Display};
use std::str::FromStr;

use specwright_clients::tencent::cbs;
use specwright_runtime::meta::{FieldMeta, ShapeMeta};
use specwright_runtime::operation::Visit;
use specwright_runtime::shape::{self, Shape};
use specwright_runtime::{Config, ErrorSet, Operation, Value, decode, encode};
use specwright_tests::services;

const SECRET: &str = "hunter2-made-up";

#[test]
fn the_tables_of_every_operation_are_of_its_types_and_hide_its_secrets() {
    let mut seen = Seen::default();
    services::visit(&mut seen);
    println!("{seen:?}");
    assert!(
        seen.operations > 150 && seen.values > 200 && seen.secrets > 3,
        "{seen:?}"
    );
}

#[derive(Debug, Default)]
struct Seen {
    operations: usize,
    values: usize,
    secrets: usize,
}

impl Visit for Seen {
    fn visit<O: Operation>(&mut self) {
        let name = O::META.name;
        assert!(
            O::META.defects().is_empty(),
            "{name}: {:?}",
            O::META.defects()
        );
        let (request, output) = (O::default(), O::Output::default());
        assert!(std::ptr::eq(request.meta(), O::META.request), "{name}");
        assert!(std::ptr::eq(output.meta(), O::META.response), "{name}");
        sound::<O>();
        sound::<O::Output>();
        for field in O::META.request.fields {
            self.field::<O>(field);
        }
        for error in O::META.errors {
            let variant = O::Error::from_code(error.code);
            assert_eq!(
                (variant.code(), variant.clone()),
                (error.code, variant.clone())
            );
            assert_eq!(format!("{variant:?}"), error.code);
        }
        let unlisted = O::Error::from_code("No.Such.Code");
        assert_eq!((unlisted.code(), unlisted.meta()), ("No.Such.Code", None));
        self.operations += 1;
    }
}

impl Seen {
    fn field<O: Operation>(&mut self, field: &FieldMeta) {
        let is_text = field.ty == "string";
        let values = field.values().iter().filter(|_| is_text);
        for value in values.copied().chain(is_text.then_some("no such value")) {
            let filled = filled::<O>(field.name, value);
            let sent = encode::to_json(&filled);
            let expected = Value::map([(field.name, value)]);
            assert_eq!(
                Value::from_json(&sent).unwrap(),
                expected,
                "{}",
                O::META.name
            );
            assert!(
                shape::equal(&filled, &filled.clone()),
                "{}.{}",
                O::META.name,
                field.name
            );
            self.values += 1;
        }
        if is_text && field.is_secret() {
            let shown = shown(&filled::<O>(field.name, SECRET));
            assert!(
                shown.contains(field.name) && !shown.contains(SECRET),
                "{shown}"
            );
            self.secrets += 1;
        }
    }
}

fn filled<O: Operation>(name: &str, value: &str) -> O {
    let mut request = O::default();
    decode::from_value(Value::map([(name, value)]), &mut request).unwrap();
    request
}

fn shown(shape: &dyn Shape) -> String {
    struct Shown<'s>(&'s dyn Shape);
    impl Debug for Shown<'_> {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            shape::debug(self.0, f)
        }
    }
    format!("{:?}", Shown(shape))
}

fn sound<T: Shape + Clone + Default + Send + Sync + 'static>() {}

#[test]
fn structures_are_in_the_tables_with_all_that_their_fields_lead_to() {
    for service in services::SERVICES {
        let known = service
            .structures
            .iter()
            .flat_map(|tables| tables.defects());
        assert_eq!(known.count(), 0, "{}", service.name);
        assert!(service.errors.defects().is_empty(), "{}", service.name);
        let shapes = service.shapes();
        let of_operations = service
            .operations()
            .flat_map(|operation| [operation.request, operation.response]);
        for shape in shapes.chain(of_operations) {
            leads(shape, 3);
        }
    }
}

fn leads(shape: &ShapeMeta, depth: usize) {
    use specwright_runtime::meta::Fact;
    for field in shape.fields {
        let says = field
            .facts
            .iter()
            .any(|fact| matches!(fact, Fact::Fields(_)));
        assert_eq!(
            says,
            field.fields().is_some(),
            "{}.{}",
            shape.name,
            field.name
        );
        if let Some(below) = field.fields().filter(|_| depth > 0) {
            leads(below, depth - 1);
        }
    }
}

#[test]
fn clients_and_calls_can_be_shared_cloned_and_shown() {
    fn sound<T: Send + Sync + Clone + Debug + 'static>(_: &T) {}
    let client = cbs::Client::new(
        Config::new().credentials(specwright_runtime::Credentials::new("made-up-id", SECRET)),
    );
    sound(&client);
    assert!(!format!("{client:?}").contains(SECRET));
    // A clone is a pointer and a region, no settings.
    assert!(size_of::<cbs::Client>() <= 4 * size_of::<usize>());
    let call = client.create_disks().disk_name("nightly");
    sound(&call);
    assert!(format!("{call:?}").contains("nightly"));
}

#[test]
fn a_builder_can_be_filled_in_a_loop() {
    let client = cbs::Client::new(Config::new());
    let mut call = client.describe_disks();
    for id in ["disk-1", "disk-2"] {
        call = call.disk_ids([id]);
    }
    assert_eq!(call.request().disk_ids.as_ref().unwrap().len(), 2);
}

#[test]
fn values_come_from_texts_and_become_texts() {
    fn sound<T>(listed: &str) -> T
    where
        T: for<'t> From<&'t str> + FromStr + Display + Debug + Clone + Eq + Send + Sync,
        for<'t> T: TryFrom<&'t str>,
    {
        let value = T::from(listed);
        assert_eq!(
            (value.to_string(), format!("{value:?}")),
            (listed.into(), listed.into())
        );
        assert!(
            listed
                .parse::<T>()
                .is_ok_and(|parsed| parsed == value.clone())
        );
        assert!(T::from("new") != value && T::from("new").to_string() == "new");
        value
    }
    use cbs::describe_snapshots::DescribeSnapshotsOrder as Order;
    let order: Order = sound("ASC");
    assert_eq!(
        (order.as_str(), Order::VALUES),
        ("ASC", &["ASC", "DESC"][..])
    );
    assert!(matches!(order, Order::Asc) && matches!(Order::from("new"), Order::Unknown(_)));
}
