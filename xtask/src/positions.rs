//! Lines for a spec that came from YAML: a reading of the same pages knows where each item stands.

use specwright_spec::{ErrorCode, Field, Position, Service};

/// Gives the items of specs the places that a reading has for them. What the reading does not have, or
/// has on another page, keeps its place.
pub fn fill(services: &mut [Service], read: &[Service]) {
    for service in services {
        let same = |other: &&Service| {
            (&other.vendor, &other.service) == (&service.vendor, &service.service)
        };
        if let Some(read) = read.iter().find(same) {
            fill_service(service, read);
        }
    }
}

fn fill_service(service: &mut Service, read: &Service) {
    errors(&mut service.errors, &read.errors);
    for operation in &mut service.operations {
        let same = read.operation(&operation.name);
        if let Some(read) = same.filter(|read| read.page == operation.page) {
            operation.at = read.at;
            fields(&mut operation.request, &read.request);
            fields(&mut operation.response, &read.response);
            errors(&mut operation.errors, &read.errors);
        }
    }
    for structure in &mut service.structures {
        let same = read.structure(&structure.name);
        if let Some(read) = same.filter(|read| read.page == structure.page) {
            structure.at = read.at;
            fields(&mut structure.fields, &read.fields);
        }
    }
}

fn fields(of: &mut [Field], read: &[Field]) {
    for field in of {
        if let Some(read) = read.iter().find(|read| read.name == field.name) {
            field.at = read.at;
            fields(&mut field.fields, &read.fields);
        }
    }
}

fn errors(of: &mut [ErrorCode], read: &[ErrorCode]) {
    for error in of {
        let same = read.iter().find(|read| read.code == error.code);
        error.at = same.map_or(Position::default(), |read| read.at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use specwright_spec::{Operation, Type};

    fn service(page: &str, line: u32) -> Service {
        let mut field = Field::new("DiskId", Type::String);
        field.at = Position { line, column: 3 };
        let mut service = Service::new("v", "s");
        service.operations.push(Operation {
            name: "Get".into(),
            page: page.into(),
            request: vec![field],
            ..Operation::default()
        });
        service
    }

    #[test]
    fn places_come_from_the_same_page_only() {
        let filled = |page| {
            let mut services = [service("s/Get.md", 0)];
            fill(&mut services, &[service(page, 7)]);
            services[0].operations[0].request[0].at.line
        };
        assert_eq!(filled("s/Get.md"), 7);
        assert_eq!(filled("s/Other.md"), 0);
    }
}
