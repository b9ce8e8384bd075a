//! The plan of a service: every name decided, every type resolved, before a line is written.
//!
//! Shared structures live in one module, what only one operation has in that operation's. A plan
//! borrows from the spec and is not changed once it is made.

use std::collections::{BTreeMap, BTreeSet};

use specwright_spec::{EnumValue, Field, Operation, Profile, Service, Structure, Type};

use crate::names::{self, Scope};
use crate::sharing::{self, Key, SharedType};

/// Names that the structs of requests and their builders have beside those of the fields.
const TAKEN_FIELDS: &[&str] = &["new", "request", "send", "send_blocking", "unlisted"];
/// Names that builders have beside those, so that only parameters cannot have them.
const TAKEN_PARAMETERS: &[&str] = &["in_region", "items", "pages"];
/// Names of modules and methods that every service has.
const TAKEN_MODULES: &[&str] = &["in_region", "new", "runtime", "structures"];

/// A service with all names decided.
#[derive(Debug)]
pub struct ServicePlan<'s> {
    /// The spec.
    pub service: &'s Service,
    /// The vendor's profile.
    pub profile: &'s Profile,
    /// The module: `cbs`.
    pub module: String,
    /// The shared structures, in the spec's order.
    pub structures: TypesPlan<'s>,
    /// The operations, in the spec's order.
    pub operations: Vec<OperationPlan<'s>>,
}

/// An operation with all names decided.
#[derive(Debug)]
pub struct OperationPlan<'s> {
    /// The spec.
    pub operation: &'s Operation,
    /// The module and method: `create_snapshot`.
    pub module: String,
    /// The request: `CreateSnapshot`.
    pub request: String,
    /// The output: `CreateSnapshotOutput`.
    pub output: String,
    /// The error enum: `CreateSnapshotError`.
    pub error: String,
    /// The builder: `CreateSnapshotCall`.
    pub call: String,
    /// All types of the module, the request first and the output second.
    pub types: TypesPlan<'s>,
}

/// The types of a module.
#[derive(Debug, Default)]
pub struct TypesPlan<'s> {
    /// The structs.
    pub shapes: Vec<ShapePlan<'s>>,
    /// The enums of values.
    pub values: Vec<ValuesPlan<'s>>,
    /// What brought them, by position: structures of the service first, then what several places share.
    pub groups: Vec<String>,
}

/// A struct.
#[derive(Debug)]
pub struct ShapePlan<'s> {
    /// Its name.
    pub name: String,
    /// The name in the metadata: the structure's, or its own.
    pub wire_name: String,
    /// What it is.
    pub origin: Origin<'s>,
    /// Its fields.
    pub fields: Vec<FieldPlan<'s>>,
    /// Whether callers fill it: it has setters.
    pub is_input: bool,
    /// The position of what brought it, among the groups.
    pub group: usize,
}

/// Where a struct comes from.
#[derive(Clone, Copy, Debug)]
pub enum Origin<'s> {
    /// The parameters of an operation.
    Request,
    /// What an operation answers.
    Output,
    /// A structure of the spec.
    Structure(&'s Structure),
    /// An object without a name, in this field.
    Inline(&'s Field),
    /// An object without a name that several places hold, in this field first.
    Lifted(&'s Field),
}

/// A field.
#[derive(Debug)]
pub struct FieldPlan<'s> {
    /// The spec.
    pub field: &'s Field,
    /// Its name.
    pub name: String,
    /// The type of its value.
    pub ty: RustType,
    /// A list or a map that may be absent as well as empty.
    pub is_optional: bool,
    /// The path of the struct that the type leads to, if it does.
    pub members: Option<String>,
}

/// An enum of values.
#[derive(Debug)]
pub struct ValuesPlan<'s> {
    /// Its name.
    pub name: String,
    /// The name in types, if it has one of its own.
    pub structure: Option<&'s Structure>,
    /// The wire name of the field that it belongs to otherwise.
    pub field: &'s str,
    /// Whether several places share it.
    pub is_lifted: bool,
    /// Variants and values.
    pub variants: Vec<(String, &'s EnumValue)>,
    /// The position of what brought it, among the groups.
    pub group: usize,
}

/// The Rust type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RustType {
    /// `String`.
    Text,
    /// `i64`.
    Int,
    /// `f64`.
    Float,
    /// `bool`.
    Truth,
    /// A tree without a type.
    Value,
    /// A struct or enum of this module.
    Here(String),
    /// A struct or enum of the shared ones.
    Shared(String),
    /// A shared struct that leads back to the one it stands in.
    Boxed(String),
    /// A list.
    List(Box<RustType>),
    /// A map.
    Map(Box<RustType>),
}

impl RustType {
    /// Whether this is a list or a map.
    pub fn is_collection(&self) -> bool {
        matches!(self, Self::List(_) | Self::Map(_))
    }
}

impl<'s> ServicePlan<'s> {
    /// The plan of a valid spec.
    pub fn new(service: &'s Service, profile: &'s Profile) -> Self {
        let shared = Shared::new(service);
        let structures = shared.plan(service);
        let mut modules = Scope::with(TAKEN_MODULES);
        let operations = service
            .operations
            .iter()
            .map(|operation| {
                plan_operation(
                    operation,
                    modules.claim(names::module(&operation.name), "_"),
                    &shared,
                )
            })
            .collect();
        Self {
            service,
            profile,
            module: names::module(&service.service),
            structures,
            operations,
        }
    }
}

fn plan_operation<'s>(
    operation: &'s Operation,
    module: String,
    shared: &Shared<'s>,
) -> OperationPlan<'s> {
    let mut types = Types::new(shared, true);
    let mut claim = |suffix: &str| {
        let name = names::pascal(&operation.name, "Op", "Request");
        types.names.claim(format!("{name}{suffix}"), "")
    };
    let [request, output, error, call] = ["", "Output", "Error", "Call"].map(&mut claim);
    types.shape(
        &request,
        &request,
        Origin::Request,
        &operation.request,
        true,
    );
    types.shape(
        &output,
        &request,
        Origin::Output,
        &operation.response,
        false,
    );
    OperationPlan {
        operation,
        module,
        request,
        output,
        error,
        call,
        types: types.plan,
    }
}

/// What the structures of a service are called.
struct Shared<'s> {
    /// Structure to type.
    names: BTreeMap<&'s str, String>,
    value_sets: BTreeSet<&'s str>,
    /// Structures that requests hold.
    inputs: BTreeSet<&'s str>,
    /// For each structure those that it holds, not counting lists and maps.
    holds: BTreeMap<&'s str, BTreeSet<&'s str>>,
    scope: Scope,
    /// What several places share without a name of its own, with the name it gets.
    lifted: Vec<(String, SharedType<'s>)>,
    lifted_by_key: BTreeMap<Key, String>,
}

impl<'s> Shared<'s> {
    fn new(service: &'s Service) -> Self {
        let mut shared = Self {
            names: BTreeMap::new(),
            value_sets: BTreeSet::new(),
            inputs: BTreeSet::new(),
            holds: BTreeMap::new(),
            scope: Scope::default(),
            lifted: Vec::new(),
            lifted_by_key: BTreeMap::new(),
        };
        for structure in &service.structures {
            let name = shared
                .scope
                .claim(names::pascal(&structure.name, "T", "Data"), "");
            shared.names.insert(&structure.name, name);
            if !structure.values.is_empty() && structure.fields.is_empty() {
                shared.value_sets.insert(&structure.name);
            }
            let mut held = BTreeSet::new();
            held_by(&structure.fields, &mut held);
            shared.holds.insert(&structure.name, held);
        }
        let roots = service
            .operations
            .iter()
            .map(|operation| operation.request.as_slice());
        for fields in roots {
            find_inputs(fields, service, &mut shared.inputs);
        }
        for (key, ty) in sharing::shared(service) {
            let wanted = sharing::name(&ty, |name| !shared.scope.has(name));
            let name = shared.scope.claim(wanted, "");
            shared.lifted_by_key.insert(key, name.clone());
            shared.lifted.push((name, ty));
        }
        shared
    }

    fn plan(&self, service: &'s Service) -> TypesPlan<'s> {
        let mut types = Types::new(self, false);
        for (group, structure) in service.structures.iter().enumerate() {
            types.group = group;
            types.plan.groups.push(structure.name.clone());
            let Some(name) = self.names.get(structure.name.as_str()) else {
                continue;
            };
            types.within = Some(&structure.name);
            if self.value_sets.contains(structure.name.as_str()) {
                types.value_set(
                    name.clone(),
                    Some(structure),
                    &structure.name,
                    &structure.values,
                );
            } else {
                let is_input = self.inputs.contains(structure.name.as_str());
                types.shape(
                    name,
                    &structure.name,
                    Origin::Structure(structure),
                    &structure.fields,
                    is_input,
                );
            }
        }
        types.within = None;
        for (name, ty) in &self.lifted {
            types.group = types.plan.groups.len();
            types.plan.groups.push(name.clone());
            types.lifted(name, ty);
        }
        types.plan
    }

    /// Whether the structure leads back to another through fields that are neither lists nor maps.
    fn leads_to(&self, from: &str, to: &str) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![from];
        while let Some(name) = open.pop() {
            if name == to {
                return true;
            }
            if seen.insert(name) {
                open.extend(self.holds.get(name).into_iter().flatten());
            }
        }
        false
    }
}

/// Whether fields refer to a structure, at any depth.
fn leads_to_structure(fields: &[Field]) -> bool {
    fields
        .iter()
        .any(|field| field.ty.structure().is_some() || leads_to_structure(&field.fields))
}

/// The structures that fields hold directly, those of inline objects included.
fn held_by<'s>(fields: &'s [Field], held: &mut BTreeSet<&'s str>) {
    for field in fields {
        if let Type::Structure(name) = &field.ty {
            held.insert(name);
        }
        if field.ty == Type::Object {
            held_by(&field.fields, held);
        }
    }
}

/// The structures that fields lead to, by any way.
fn find_inputs<'s>(fields: &'s [Field], service: &'s Service, found: &mut BTreeSet<&'s str>) {
    for field in fields {
        find_inputs(&field.fields, service, found);
        if let Some(name) = field.ty.structure()
            && let Some(structure) = service.structure(name)
            && found.insert(&structure.name)
        {
            find_inputs(&structure.fields, service, found);
        }
    }
}

/// Collects the types of one module.
struct Types<'p, 's> {
    shared: &'p Shared<'s>,
    /// The structure whose fields are planned.
    within: Option<&'s str>,
    group: usize,
    names: Scope,
    is_operation: bool,
    plan: TypesPlan<'s>,
}

impl<'p, 's> Types<'p, 's> {
    fn new(shared: &'p Shared<'s>, is_operation: bool) -> Self {
        let names = if is_operation {
            Scope::default()
        } else {
            shared.scope.clone()
        };
        Self {
            shared,
            within: None,
            group: 0,
            names,
            is_operation,
            plan: TypesPlan::default(),
        }
    }

    /// Plans a struct and all that it brings with it. `base` begins the names of inline types.
    fn shape(
        &mut self,
        name: &str,
        base: &str,
        origin: Origin<'s>,
        fields: &'s [Field],
        is_input: bool,
    ) {
        let at = self.plan.shapes.len();
        let wire_name = if let Origin::Structure(structure) = origin {
            structure.name.clone()
        } else {
            name.to_owned()
        };
        self.plan.shapes.push(ShapePlan {
            name: name.to_owned(),
            wire_name,
            origin,
            fields: Vec::new(),
            is_input,
            group: self.group,
        });
        let mut scope = if matches!(origin, Origin::Request) {
            Scope::with(&[TAKEN_FIELDS, TAKEN_PARAMETERS].concat())
        } else {
            Scope::with(TAKEN_FIELDS)
        };
        let mut idents = vec![String::new(); fields.len()];
        // Of names that fall together the one to use gets the plain name.
        let (current, deprecated): (Vec<usize>, Vec<usize>) =
            (0..fields.len()).partition(|&at| fields[at].deprecated.is_none());
        for at in current.into_iter().chain(deprecated) {
            idents[at] = scope.claim(names::snake(&fields[at].name, "v"), "_");
        }
        let fields = fields
            .iter()
            .zip(idents)
            .map(|(field, name)| {
                self.field(
                    field,
                    name,
                    base,
                    matches!(origin, Origin::Request),
                    is_input,
                )
            })
            .collect();
        self.plan.shapes[at].fields = fields;
    }

    /// Plans what several places share.
    fn lifted(&mut self, name: &str, ty: &SharedType<'s>) {
        let field = ty.field;
        if field.fields.is_empty() {
            self.value_set(name.to_owned(), None, &field.name, &field.values);
            if let Some(values) = self.plan.values.last_mut() {
                values.is_lifted = true;
            }
        } else {
            let origin = Origin::Lifted(field);
            self.shape(name, name, origin, &field.fields, ty.is_input);
        }
    }

    /// The shared type of a field, if it has one. Structures keep what leads to structures to
    /// themselves: there a type may lead back to itself.
    fn shared_of(&self, field: &Field) -> Option<&'p str> {
        if self.within.is_some() && leads_to_structure(&field.fields) {
            return None;
        }
        let name = self.shared.lifted_by_key.get(&sharing::key(field)?)?;
        Some(name)
    }

    fn field(
        &mut self,
        field: &'s Field,
        name: String,
        base: &str,
        is_parameter: bool,
        is_input: bool,
    ) -> FieldPlan<'s> {
        let mut members = None;
        let lifted = self.shared_of(field);
        if let Some(lifted) = lifted.filter(|_| !field.fields.is_empty()) {
            members = Some(self.path_of(lifted));
        }
        let leaf = match field.ty.leaf() {
            _ if lifted.is_some() => self.shared_type(lifted.unwrap_or_default()),
            Type::Object if !field.fields.is_empty() => {
                let wanted = format!(
                    "{}{}",
                    names::pascal(base, "T", ""),
                    names::pascal(&field.name, "", "")
                );
                let name = self.names.claim(wanted, "");
                members = Some(name.clone());
                self.shape(&name, &name, Origin::Inline(field), &field.fields, is_input);
                RustType::Here(name)
            }
            Type::String if !field.values.is_empty() => {
                let wanted = format!(
                    "{}{}",
                    names::pascal(base, "T", ""),
                    names::pascal(&field.name, "", "")
                );
                let name = self.names.claim(wanted, "");
                self.value_set(name.clone(), None, &field.name, &field.values);
                RustType::Here(name)
            }
            Type::Structure(structure) => match self.shared.names.get(structure.as_str()) {
                None => RustType::Value,
                Some(name) => {
                    if !self.shared.value_sets.contains(structure.as_str()) {
                        members = Some(self.path_of(name));
                    }
                    let is_cycle = self
                        .within
                        .is_some_and(|within| self.shared.leads_to(structure, within));
                    if is_cycle && matches!(field.ty, Type::Structure(_)) && members.is_some() {
                        RustType::Boxed(name.clone())
                    } else {
                        self.shared_type(name)
                    }
                }
            },
            Type::String => RustType::Text,
            Type::Integer | Type::Int32 | Type::Int64 => RustType::Int,
            Type::Number => RustType::Float,
            Type::Boolean => RustType::Truth,
            Type::Any | Type::Object | Type::List(_) | Type::Map(_) => RustType::Value,
        };
        let ty = wrap(&field.ty, leaf);
        let is_optional = is_parameter || !ty.is_collection();
        FieldPlan {
            field,
            name,
            ty,
            is_optional,
            members,
        }
    }

    /// The way to a shared type.
    fn path_of(&self, name: &str) -> String {
        if self.is_operation {
            format!("structures::{name}")
        } else {
            name.to_owned()
        }
    }

    fn shared_type(&self, name: &str) -> RustType {
        if self.is_operation {
            RustType::Shared(name.to_owned())
        } else {
            RustType::Here(name.to_owned())
        }
    }

    fn value_set(
        &mut self,
        name: String,
        structure: Option<&'s Structure>,
        field: &'s str,
        values: &'s [EnumValue],
    ) {
        let mut scope = Scope::with(&["Unknown", "Self"]);
        let variants = values
            .iter()
            .map(|value| {
                (
                    scope.claim(names::pascal(&value.value, "V", "Value"), ""),
                    value,
                )
            })
            .collect();
        self.plan.values.push(ValuesPlan {
            name,
            structure,
            field,
            variants,
            is_lifted: false,
            group: self.group,
        });
    }
}

/// Puts the lists and maps of the spec's type around a leaf.
fn wrap(ty: &Type, leaf: RustType) -> RustType {
    match ty {
        Type::List(item) => RustType::List(Box::new(wrap(item, leaf))),
        Type::Map(value) => RustType::Map(Box::new(wrap(value, leaf))),
        _ => leaf,
    }
}
