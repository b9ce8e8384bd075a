//! What holds for every operation of the specs: members, needed parameters, codes, pages.

use std::collections::BTreeSet;

use serde_json::Value;
use specwright_mock::Mock;
use specwright_spec::profile::FailureSign;
use specwright_spec::{Cause, Operation, PagingStyle, Service};

use crate::fresh;
use crate::support::{self, Call, VENDORS};

/// Every operation of the specs, with what is needed to ask for it.
fn every(mut each: impl FnMut(&Mock, &Service, &Operation, Call)) {
    for vendor in VENDORS {
        let mock = support::mock(vendor);
        for service in support::services(vendor) {
            for operation in &service.operations {
                let call = Call::new(mock.profile(), &service, &operation.name)
                    .with(support::needed(&service, &operation.name));
                each(&mock, &service, operation, call);
            }
        }
    }
}

#[test]
fn every_operation_answers_all_of_its_members() {
    let mut count = 0;
    every(|mock, service, operation, call| {
        let answer = fresh(&call, 0).ask(mock);
        let name = format!("{} {}", service.service, operation.name);
        assert_eq!(
            (answer.status, answer.code(mock.profile())),
            (200, None),
            "{name}: {}",
            answer.text
        );
        let wrapper = mock.profile().envelope.wrapper.as_deref();
        let members = wrapper.map_or(&answer.body, |wrapper| &answer.body[wrapper]);
        for field in &operation.response {
            assert!(
                members.get(&field.name).is_some(),
                "{name}: no {}: {}",
                field.name,
                answer.text
            );
        }
        count += 1;
    });
    assert!(count >= 27, "only {count} operations");
}

#[test]
fn the_same_request_has_the_same_answer() {
    every(|mock, _, _, call| {
        let first = fresh(&call, 0).ask(mock);
        let vendor = mock.profile().vendor.clone();
        let again = fresh(&call, 0).ask(&support::mock(&vendor));
        let strip = |text: &str| text.replace(char::is_numeric, "");
        assert_eq!(strip(&first.text), strip(&again.text));
    });
}

#[test]
fn every_needed_parameter_is_missed() {
    let mut count = 0;
    every(|mock, service, operation, call| {
        let code = mock.profile().refusals.code(Cause::MissingParameter);
        let fields = operation.request.iter().filter(|field| field.is_required());
        for (number, field) in fields.enumerate() {
            let mut call = fresh(&call, number);
            call.params.as_object_mut().unwrap().remove(&field.name);
            let answer = call.ask(mock);
            let name = format!("{} {} {}", service.service, operation.name, field.name);
            assert_eq!(answer.code(mock.profile()).as_deref(), code, "{name}");
            assert!(
                answer
                    .message(mock.profile())
                    .is_some_and(|text| text.contains(&field.name)),
                "{name}"
            );
            count += 1;
        }
    });
    assert!(count >= 40, "only {count} parameters");
}

#[test]
fn every_code_can_be_had_on_demand() {
    let mut count = 0;
    every(|mock, service, operation, call| {
        let profile = mock.profile();
        let own = operation
            .errors
            .iter()
            .chain(&service.errors)
            .map(|error| (&error.code, error.statuses()));
        let common = profile
            .common_errors
            .iter()
            .map(|error| (&error.code, Vec::from_iter(error.status)));
        // The nearest statement of a code is the one that holds.
        let mut told = BTreeSet::new();
        let nearest = own.chain(common).filter(|(code, _)| told.insert(*code));
        for (number, (code, statuses)) in nearest.enumerate() {
            let answer = fresh(&call, number).header("X-Mock-Error", code).ask(mock);
            assert_eq!(answer.code(profile).as_ref(), Some(code));
            assert!(
                answer
                    .message(profile)
                    .is_some_and(|message| !message.is_empty()),
                "{code}"
            );
            assert!(answer.request_id(profile).is_some(), "{code}");
            let is_told_by_status = profile.envelope.error.when == FailureSign::Status;
            assert_eq!(
                answer.status >= 400,
                is_told_by_status,
                "{code}: {}",
                answer.status
            );
            if is_told_by_status && let Some(first) = statuses.first() {
                assert_eq!(answer.status, *first, "{code}");
            }
            count += 1;
        }
    });
    assert!(count >= 800, "only {count} codes");
}

#[test]
fn every_list_is_whole_page_by_page() {
    let mut count = 0;
    every(|mock, _, operation, call| {
        let Some(paging) = &operation.paging else {
            return;
        };
        let (items, total) = (
            paging.items.as_deref().unwrap(),
            paging.total.as_deref().unwrap(),
        );
        let wrapper = mock
            .profile()
            .envelope
            .wrapper
            .clone()
            .map_or(String::new(), |wrapper| wrapper + ".");
        for size in [1, 7, 25, 30] {
            let mut seen = BTreeSet::new();
            let mut pages = 0;
            loop {
                let mut call = fresh(&call, pages * 100 + size);
                let cursor = match paging.style {
                    PagingStyle::Offset => pages * size,
                    PagingStyle::Page => pages + 1,
                    PagingStyle::Token => panic!("no spec has a list by token alone"),
                };
                call.params[&paging.cursor] = cursor.into();
                call.params[paging.limit.as_deref().unwrap()] = size.into();
                let answer = call.ask(mock);
                assert_eq!(
                    answer.at(&format!("{wrapper}{total}")),
                    Some(&25.into()),
                    "{}",
                    answer.text
                );
                let page = answer
                    .at(&format!("{wrapper}{items}"))
                    .and_then(Value::as_array)
                    .unwrap()
                    .clone();
                seen.extend(page.iter().map(Value::to_string));
                pages += 1;
                if page.len() < size {
                    break;
                }
            }
            assert_eq!(seen.len(), 25, "{} by {size}", operation.name);
            assert_eq!(pages, 25 / size + 1);
            count += 1;
        }
    });
    assert!(count >= 20, "only {count} walks");
}
