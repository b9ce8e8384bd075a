//! The structures of a service: those of pages of their own, and those that stand on the pages
//! of operations. Equal ones are one; of two with the same name and other fields, the later is
//! named after its operation. References that lead nowhere become plain objects.

use std::collections::{BTreeMap, BTreeSet};

use specwright_spec::{Field, Operation, Position, Structure, Type};

/// All structures of a service, by name.
#[derive(Debug, Default)]
pub struct Structures {
    all: Vec<Structure>,
    index: BTreeMap<String, usize>,
}

/// A reference to a structure that no page lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dangling {
    /// The name.
    pub name: String,
    /// The page that refers to it.
    pub page: String,
    /// The row that does.
    pub at: Position,
}

impl Structures {
    /// Adds structures of a page of structures. The first of a name stays.
    pub fn add_shared(&mut self, structures: Vec<Structure>) {
        for structure in structures {
            if !self.index.contains_key(&structure.name) {
                self.push(structure);
            }
        }
    }

    /// Adds structures of an operation's own page, and makes the operation refer to the right ones.
    pub fn add_own(&mut self, operation: &mut Operation, mut own: Vec<Structure>) {
        let mut seen = BTreeSet::new();
        own.retain(|structure| seen.insert(structure.name.clone()));
        let renamed: BTreeMap<String, String> = self
            .conflicts(&own)
            .into_iter()
            .map(|name| (name.clone(), self.free_name(&operation.name, &name)))
            .collect();
        rename(&mut operation.request, &renamed);
        rename(&mut operation.response, &renamed);
        for mut structure in own {
            rename(&mut structure.fields, &renamed);
            if let Some(other) = renamed.get(&structure.name) {
                structure.derived = Some(format!(
                    "`{}` has other fields on other pages",
                    structure.name
                ));
                structure.name.clone_from(other);
            }
            if !self.index.contains_key(&structure.name) {
                self.push(structure);
            }
        }
    }

    /// Whether some page lists the structure.
    pub fn knows(&self, name: &str) -> bool {
        self.index.contains_key(name)
            || self
                .index
                .keys()
                .any(|known| known.eq_ignore_ascii_case(name))
    }

    /// Settles every reference; gives the structures that operations use, and what leads nowhere:
    /// that is of the type `missing`.
    pub fn resolve(
        mut self,
        operations: &mut [Operation],
        missing: &Type,
    ) -> (Vec<Structure>, Vec<Dangling>) {
        let names: BTreeSet<String> = self.index.keys().cloned().collect();
        let folded: BTreeMap<String, String> = names
            .iter()
            .map(|name| (name.to_ascii_lowercase(), name.clone()))
            .collect();
        let mut dangling = Vec::new();
        let mut settle = |page: &str, field: &mut Field| {
            let Type::Structure(name) = field.ty.leaf_mut() else {
                return;
            };
            if names.contains(name) {
                return;
            }
            match folded.get(&name.to_ascii_lowercase()) {
                Some(real) => name.clone_from(real),
                None => {
                    dangling.push(Dangling {
                        name: name.clone(),
                        page: page.to_owned(),
                        at: field.at,
                    });
                    field.ty.leaf_mut().clone_from(missing);
                }
            }
        };
        for operation in operations.iter_mut() {
            let Operation {
                page,
                request,
                response,
                ..
            } = operation;
            visit(request, &mut |field| settle(page, field));
            visit(response, &mut |field| settle(page, field));
        }
        for structure in &mut self.all {
            let Structure { page, fields, .. } = structure;
            visit(fields, &mut |field| settle(page, field));
        }
        let used = self.used(operations);
        self.all.retain(|structure| used.contains(&structure.name));
        // A structure that nothing uses may refer to what is not at hand.
        dangling.retain(|dangling| {
            let by_operation = operations
                .iter()
                .any(|operation| operation.page == dangling.page);
            by_operation
                || self
                    .all
                    .iter()
                    .any(|structure| structure.page == dangling.page)
        });
        (self.all, dangling)
    }

    fn push(&mut self, structure: Structure) {
        self.index.insert(structure.name.clone(), self.all.len());
        self.all.push(structure);
    }

    fn get(&self, name: &str) -> Option<&Structure> {
        self.index.get(name).and_then(|&at| self.all.get(at))
    }

    /// Names that mean something else here than in the service, and names that refer to such.
    fn conflicts(&self, own: &[Structure]) -> BTreeSet<String> {
        let differs = |structure: &&Structure| {
            self.get(&structure.name)
                .is_some_and(|known| !same(known, structure))
        };
        let mut conflicts: BTreeSet<String> = own
            .iter()
            .filter(differs)
            .map(|structure| structure.name.clone())
            .collect();
        loop {
            let refers = |structure: &&Structure| {
                references(&structure.fields)
                    .iter()
                    .any(|name| conflicts.contains(name))
            };
            let more: Vec<String> = own
                .iter()
                .filter(refers)
                .map(|structure| structure.name.clone())
                .collect();
            let before = conflicts.len();
            conflicts.extend(more);
            if conflicts.len() == before {
                return conflicts;
            }
        }
    }

    fn free_name(&self, operation: &str, name: &str) -> String {
        let base = format!("{operation}{name}");
        let mut candidate = base.clone();
        let mut number = 2;
        while self.index.contains_key(&candidate) {
            candidate = format!("{base}{number}");
            number += 1;
        }
        candidate
    }

    fn used(&self, operations: &[Operation]) -> BTreeSet<String> {
        let mut used = BTreeSet::new();
        let mut open: Vec<String> = operations
            .iter()
            .flat_map(|operation| [&operation.request, &operation.response])
            .flat_map(|fields| references(fields))
            .collect();
        while let Some(name) = open.pop() {
            if let Some(structure) = self.get(&name)
                && used.insert(name)
            {
                open.extend(references(&structure.fields));
            }
        }
        used
    }
}

/// The structures of one page together: those of its request and those of its response. A name
/// that means something else in the request gets a name of its own.
pub fn join(request: &mut [Field], taken: Vec<Structure>, given: Vec<Structure>) -> Vec<Structure> {
    let mut known = Structures::default();
    known.add_shared(given.clone());
    let other = |name: String| (name.clone(), format!("{name}Parameter"));
    let renamed: BTreeMap<String, String> =
        known.conflicts(&taken).into_iter().map(other).collect();
    rename(request, &renamed);
    let mut all = given;
    for mut structure in taken {
        rename(&mut structure.fields, &renamed);
        match renamed.get(&structure.name) {
            Some(other) => {
                structure.derived = Some(format!(
                    "`{}` has other fields in the response",
                    structure.name
                ));
                structure.name.clone_from(other);
                all.push(structure);
            }
            None if known.index.contains_key(&structure.name) => {}
            None => all.push(structure),
        }
    }
    all
}

fn rename(fields: &mut [Field], names: &BTreeMap<String, String>) {
    visit(fields, &mut |field| {
        if let Type::Structure(name) = field.ty.leaf_mut()
            && let Some(other) = names.get(name)
        {
            name.clone_from(other);
        }
    });
}

/// Whether two structures hold the same facts, whatever the words around them.
fn same(a: &Structure, b: &Structure) -> bool {
    let values = |structure: &Structure| {
        structure
            .values
            .iter()
            .map(|value| value.value.clone())
            .collect::<Vec<_>>()
    };
    shape(&a.fields) == shape(&b.fields) && values(a) == values(b)
}

type Shape = Vec<(String, Type, Option<specwright_spec::Required>, Vec<Field>)>;

fn shape(fields: &[Field]) -> Shape {
    fields
        .iter()
        .map(|field| {
            (
                field.name.clone(),
                field.ty.clone(),
                field.required,
                field.fields.clone(),
            )
        })
        .collect()
}

fn references(fields: &[Field]) -> Vec<String> {
    let mut names = Vec::new();
    for field in fields {
        names.extend(field.ty.structure().map(str::to_owned));
        names.extend(references(&field.fields));
    }
    names
}

/// The structures of a page that none of its fields leads to.
pub fn unused<'s>(
    request: &[Field],
    response: &[Field],
    structures: &'s [Structure],
) -> Vec<&'s Structure> {
    let mut open = [references(request), references(response)].concat();
    let mut used = BTreeSet::new();
    while let Some(name) = open.pop() {
        if let Some(structure) = structures
            .iter()
            .find(|structure| structure.name == name)
            .filter(|_| used.insert(name))
        {
            open.extend(references(&structure.fields));
        }
    }
    structures
        .iter()
        .filter(|structure| !used.contains(&structure.name))
        .collect()
}

/// Visits every field of a tree.
pub fn visit(fields: &mut [Field], each: &mut impl FnMut(&mut Field)) {
    for field in fields {
        each(field);
        visit(&mut field.fields, each);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn structure(name: &str, fields: &[(&str, Type)]) -> Structure {
        let fields = fields
            .iter()
            .map(|(name, ty)| Field::new(*name, ty.clone()))
            .collect();
        Structure {
            name: name.into(),
            fields,
            page: "p.md".into(),
            ..Structure::default()
        }
    }

    fn operation(name: &str, uses: &str) -> Operation {
        let field = Field::new("Infos", Type::list(Type::Structure(uses.into())));
        Operation {
            name: name.into(),
            page: "p.md".into(),
            response: vec![field],
            ..Operation::default()
        }
    }

    #[test]
    fn equal_structures_are_one_and_others_are_named_after_their_operation() {
        let mut all = Structures::default();
        let mut operations = [
            operation("A", "Info"),
            operation("B", "Info"),
            operation("C", "Info"),
        ];
        let id = structure("Info", &[("Id", Type::String)]);
        let count = structure("Info", &[("Count", Type::Integer)]);
        for (operation, own) in operations.iter_mut().zip([id.clone(), id, count]) {
            all.add_own(operation, vec![own]);
        }
        let (structures, dangling) = all.resolve(&mut operations, &Type::Object);
        let names: Vec<_> = structures
            .iter()
            .map(|structure| structure.name.as_str())
            .collect();
        assert_eq!(names, ["Info", "CInfo"]);
        assert_eq!(operations[2].response[0].ty.to_string(), "list<CInfo>");
        assert!(dangling.is_empty());
    }

    #[test]
    fn what_refers_to_another_structure_is_another_structure() {
        let mut all = Structures::default();
        let outer = structure("Outer", &[("Inner", Type::Structure("Inner".into()))]);
        let mut operations = [operation("A", "Outer"), operation("B", "Outer")];
        all.add_own(
            &mut operations[0],
            vec![outer.clone(), structure("Inner", &[("X", Type::String)])],
        );
        all.add_own(
            &mut operations[1],
            vec![outer, structure("Inner", &[("Y", Type::String)])],
        );
        let (structures, _) = all.resolve(&mut operations, &Type::Object);
        let names: Vec<_> = structures
            .iter()
            .map(|structure| structure.name.as_str())
            .collect();
        assert_eq!(names, ["Outer", "Inner", "BOuter", "BInner"]);
    }

    #[test]
    fn a_name_may_mean_another_thing_in_the_request() {
        let mut request = [Field::new(
            "Targets",
            Type::list(Type::Structure("Target".into())),
        )];
        let (id, port) = (
            structure("Target", &[("Id", Type::String)]),
            structure("Target", &[("Port", Type::Integer)]),
        );
        let all = join(
            &mut request,
            vec![id.clone(), structure("Extra", &[])],
            vec![port],
        );
        assert_eq!(
            all.iter()
                .map(|structure| structure.name.as_str())
                .collect::<Vec<_>>(),
            ["Target", "TargetParameter", "Extra"]
        );
        assert_eq!(request[0].ty.to_string(), "list<TargetParameter>");
        assert_eq!(join(&mut [], vec![id.clone()], vec![id]).len(), 1);
    }

    #[test]
    fn a_reference_that_leads_nowhere_is_an_object_and_is_reported() {
        let mut operations = [operation("A", "Gone"), operation("B", "info")];
        let mut all = Structures::default();
        all.add_shared(vec![
            structure("Info", &[("Id", Type::String)]),
            structure("Unused", &[]),
        ]);
        let (structures, dangling) = all.resolve(&mut operations, &Type::Object);
        assert_eq!(operations[0].response[0].ty.to_string(), "list<object>");
        assert_eq!(operations[1].response[0].ty.to_string(), "list<Info>");
        assert_eq!((structures.len(), dangling.len()), (1, 1));
    }
}
