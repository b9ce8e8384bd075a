//! An OpenAPI 3.1 document of a service. Operations asked for by name share one URL, so each gets a path
//! of its own, `/#Action=Name`, and `x-specwright-wire` with what really goes over the wire.

use serde_json::{Value, json};
use specwright_spec::profile::Scheme;
use specwright_spec::{Profile, Service};

use crate::names;
use crate::operation;
use crate::responses;
use crate::schema::{Object, Schemas, extend};
use crate::warning::{Kind, Warning};
use crate::wire::{self, Wire};

/// The document, and what it cannot say.
pub(crate) fn document(service: &Service, profile: &Profile) -> (String, Vec<Warning>) {
    let mut schemas = Schemas::new(service, "#/components/schemas/");
    let mut components = schemas.structures();
    let failure = schemas.keys.claim(responses::FAILURE);
    components.insert(failure.clone(), responses::failure_body(profile).into());
    let mut paths = Object::new();
    for operation in &service.operations {
        let wire = Wire {
            service,
            profile,
            operation,
        };
        let mut written = operation::write(wire, &mut schemas, &mut components);
        let is_taken = |path: &str| {
            paths
                .get(path)
                .is_some_and(|path| path.get(written.method).is_some())
        };
        if is_taken(&written.path) {
            // Operations of one path and method that a header or parameter tells apart.
            written.path = format!(
                "{}#Action={}",
                written.path,
                names::fragment(&operation.name)
            );
        }
        let path = paths.entry(written.path).or_insert_with(|| json!({}));
        path[written.method] = written.operation.into();
    }
    let servers = servers(service, profile, &mut schemas.warnings);
    let warnings: Vec<Value> = schemas.warnings.iter().map(Warning::json).collect();
    let mut document = Object::new();
    let told = [
        ("openapi", Some(json!("3.1.0"))),
        ("info", Some(info(service, profile))),
        ("servers", (!servers.is_empty()).then(|| servers.into())),
        ("security", Some(json!([{ "signature": [] }]))),
        ("paths", Some(paths.into())),
        (
            "components",
            Some(json!({
                "schemas": components,
                "responses": { responses::FAILURE: responses::failure(profile, &failure) },
                "securitySchemes": { "signature": security(profile) },
            })),
        ),
        (
            "x-specwright",
            Some(json!({
                "format": 1,
                "vendor": service.vendor,
                "service": service.service,
                "source": service.source,
                "errors": service.errors,
                "commonErrors": responses::common(profile),
            })),
        ),
        ("x-specwright-warnings", Some(warnings.into())),
    ];
    extend(&mut document, told);
    (format!("{:#}\n", Value::Object(document)), schemas.warnings)
}

fn info(service: &Service, profile: &Profile) -> Value {
    let title = service.title.as_ref().unwrap_or(&service.service);
    let version = wire::version(service, profile, None);
    json!({
        "title": format!("{}: {title}", profile.title),
        // A document must have one; services without versions have no other.
        "version": version.unwrap_or("unversioned"),
    })
}

fn servers(service: &Service, profile: &Profile, warnings: &mut Vec<Warning>) -> Vec<Value> {
    let rule = &profile.endpoint;
    let regional = rule
        .regional
        .as_ref()
        .map(|host| host.replace("{service}", &service.service));
    let mut hosts = vec![wire::host(service, profile, None)];
    hosts.extend(regional.filter(|host| !hosts.contains(host)));
    let path = wire::shared_path(service, profile);
    let mut servers = Vec::new();
    for host in hosts {
        if !names::is_host(&host) {
            warnings.push(Warning::new(
                Kind::NoUrl,
                "endpoint",
                format!("{host:?} is no host"),
            ));
            continue;
        }
        let mut server = json!({ "url": format!("https://{host}{path}") });
        let variables: Object = names::placeholders(&host)
            .into_iter()
            .map(|name| (name.to_owned(), json!({ "default": name })))
            .collect();
        if !variables.is_empty() {
            server["variables"] = variables.into();
        }
        servers.push(server);
    }
    servers
}

fn security(profile: &Profile) -> Value {
    let scheme = profile.signing.scheme;
    let (place, name) = match scheme {
        Scheme::Bearer => return json!({ "type": "http", "scheme": "bearer" }),
        Scheme::UcloudSha1 | Scheme::HmacSha1 | Scheme::HmacSha256 | Scheme::AcsRpcHmacSha1 => {
            ("query", "Signature")
        }
        _ => ("header", "Authorization"),
    };
    json!({
        "type": "apiKey",
        "in": place,
        "name": name,
        "description": "Signed for each request; no fixed key.",
        "x-specwright-signature": profile.signing,
    })
}
