//! Rules for services as a whole.

use super::rules;

rules! {
    "service-added": Either Service Added, None / Info,
        "A service is new.",
        "service {item} is new, with {new}";
    "service-removed": Either Service Removed, Error / Error,
        "A service is gone.",
        "service {item} is gone, with {old}";
    "api-version-changed": Either Version Changed, Error / Warning,
        "Requests name another API version.",
        "the API version of {owner} is {new}, and was {old}";
    "api-version-stated": Either Version Stated, Warning / Info,
        "The pages name an API version for the first time.",
        "the pages now give {owner} the API version {new}";
    "api-version-unstated": Either Version Unstated, Warning / Info,
        "The pages no longer name an API version.",
        "the pages no longer give {owner} an API version; it was {old}";
    "endpoint-changed": Either Endpoint Changed, Error / Warning,
        "The pages name another host.",
        "requests of {owner} go to {new}, and went to {old}";
    "endpoint-stated": Either Endpoint Stated, Info / None,
        "The pages name a host for the first time.",
        "the pages now name the host of {owner}: {new}";
    "endpoint-unstated": Either Endpoint Unstated, Info / None,
        "The pages no longer name a host.",
        "the pages no longer name the host of {owner}; it was {old}";
}
