//! The example of each operation: one template; compiled where the service is a default feature,
//! shown elsewhere.

use specwright_spec::Field;

use crate::plan::{FieldPlan, OperationPlan, RustType, ServicePlan};
use crate::text::literal;

/// The lines of an operation's example, fence included.
pub fn operation(
    plan: &OperationPlan<'_>,
    service: &ServicePlan<'_>,
    is_default: bool,
) -> Vec<String> {
    let fence = if is_default { "no_run" } else { "ignore" };
    let vendor = crate::names::module(&service.service.vendor);
    let path = format!("specwright_clients::{vendor}::{}", service.module);
    let mut lines = vec![
        format!("```{fence}"),
        format!("use {path}::Client;"),
        "use specwright_runtime::Config;".to_owned(),
        String::new(),
        "# async fn example() {".to_owned(),
        "let client = Client::new(Config::new());".to_owned(),
        "let sent = client".to_owned(),
        format!("    .{}()", plan.module),
    ];
    let given = plan.types.shapes[0]
        .fields
        .iter()
        .filter(|field| field.field.is_required());
    lines.extend(given.filter_map(|field| Some(format!("    .{}({})", field.name, value(field)?))));
    lines.push("    .send()".to_owned());
    lines.push("    .await;".to_owned());
    lines.push("match sent {".to_owned());
    lines.push("    Ok(answer) => println!(\"{:?}\", answer.output),".to_owned());
    lines.push("    Err(error) => eprintln!(\"{error}\"),".to_owned());
    lines.push("}".to_owned());
    lines.push("# }".to_owned());
    lines.push("```".to_owned());
    lines
}

/// A value that the page allows; nothing where a struct would have to be built.
fn value(plan: &FieldPlan<'_>) -> Option<String> {
    match &plan.ty {
        RustType::List(item) => scalar(item, plan.field).map(|item| format!("[{item}]")),
        RustType::Map(_) => None,
        ty => scalar(ty, plan.field),
    }
}

fn scalar(ty: &RustType, field: &Field) -> Option<String> {
    let given = field
        .values
        .first()
        .map(|value| value.value.as_str())
        .or(field.default.as_deref());
    Some(match ty {
        RustType::Int => {
            let given = given.and_then(|given| given.parse::<i64>().ok());
            let least = field.min.map(|min| min.as_f64().ceil() as i64);
            given.or(least).unwrap_or(1).to_string()
        }
        RustType::Float => "1.0".to_owned(),
        RustType::Truth => "true".to_owned(),
        RustType::Value => "true".to_owned(),
        RustType::Text => literal(given.unwrap_or("…")),
        RustType::Here(_) | RustType::Shared(_) if !field.values.is_empty() => literal(given?),
        _ => return None,
    })
}
