//! Rules for operations as a whole: what a call is, how often and where it may be made.

use super::rules;

rules! {
    "operation-added": Either Operation Added, None / Info,
        "An operation is new.",
        "operation {owner} is new";
    "operation-removed": Either Operation Removed, Error / Error,
        "An operation is gone from a page that is still there.",
        "operation {owner} is gone from its page";
    "operation-page-vanished": Either Operation Vanished, Warning / Error,
        "An operation is gone because its page is gone.",
        "operation {owner} is gone with its page";
    "operation-renamed": Either Operation Renamed, Error / Error,
        "An operation seems to have another name.",
        "operation {old} seems to be named {new} now";
    "operation-deprecated": Either Operation Deprecated, Info / Info,
        "The pages advise against an operation.",
        "operation {owner} is deprecated";
    "operation-undeprecated": Either Operation Undeprecated, Info / Info,
        "The pages no longer advise against an operation.",
        "operation {owner} is no longer deprecated";
    "operation-page-moved": Either Page Moved, None / None,
        "An operation stands on another page or in another section.",
        "{owner} stands on {new}, and stood on {old}";

    "http-path-changed": Either HttpPath Changed, Error / Warning,
        "An operation has another path.",
        "{owner} is called at {new}, and was called at {old}";
    "http-path-stated": Either HttpPath Stated, Warning / Info,
        "The page names a path for the first time.",
        "the page now says that {owner} is called at {new}";
    "http-path-unstated": Either HttpPath Unstated, Warning / Info,
        "The page no longer names a path.",
        "the page no longer says where {owner} is called; it was {old}";
    "http-method-added": Either HttpMethod Added, Info / None,
        "An operation takes a further method.",
        "{owner} takes {new} too";
    "http-method-removed": Either HttpMethod Removed, Error / None,
        "An operation no longer takes a method.",
        "{owner} no longer takes {old}";

    "rate-limit-lowered": Either RateLimit Tightened, Warning / None,
        "An operation may be called less often.",
        "{owner} may be called {new}, and might be called {old}";
    "rate-limit-raised": Either RateLimit Loosened, Info / None,
        "An operation may be called more often.",
        "{owner} may be called {new}, and might be called {old}";
    "rate-limit-restated": Either RateLimit Restated, Info / None,
        "A rate limit counts over another time, at the same rate.",
        "{owner} may be called {new}; that is the rate of {old}";
    "rate-limit-stated": Either RateLimit Stated, Info / None,
        "The page names a rate limit for the first time.",
        "the page now says that {owner} may be called {new}";
    "rate-limit-unstated": Either RateLimit Unstated, Info / None,
        "The page no longer names a rate limit.",
        "the page no longer says how often {owner} may be called; it was {old}";

    "paging-added": Either Paging Added, None / Info,
        "A list can be read page by page.",
        "{owner} can be read page by page: {new}";
    "paging-removed": Either Paging Removed, Warning / Warning,
        "A list can no longer be read page by page.",
        "{owner} can no longer be read page by page; it was {old}";
    "paging-changed": Either Paging Changed, Error / Warning,
        "A list is read page by page in another way.",
        "{owner} is read page by page by {new}, and was by {old}";
    "paging-details-changed": Either Paging Restated, Info / Info,
        "A list is read page by page in the same way, with another limit or total.",
        "{owner} is read page by page by {new}, and was by {old}";

    "idempotency-added": Either Idempotency Added, None / Info,
        "An operation takes a token that makes two requests one.",
        "{owner} takes the token {new}";
    "idempotency-removed": Either Idempotency Removed, Warning / Warning,
        "An operation no longer takes a token that makes two requests one.",
        "{owner} no longer takes the token {old}";
    "idempotency-changed": Either Idempotency Changed, Warning / Warning,
        "Another parameter makes two requests one.",
        "the token of {owner} is {new}, and was {old}";

    "region-became-required": Either RegionNeed Required, Error / None,
        "A caller must name a region.",
        "{owner} needs a region now";
    "region-became-optional": Either RegionNeed Optional, Info / None,
        "A caller need not name a region.",
        "{owner} no longer needs a region";
    "region-required-stated": Either RegionNeed RequiredStated, Warning / None,
        "The page did not tell, and now says that a region is needed.",
        "the page now says that {owner} needs a region";
    "region-required-unstated": Either RegionNeed RequiredUnstated, Info / None,
        "The page said that a region is needed, and no longer tells.",
        "the page no longer says that {owner} needs a region";
    "region-optional-stated": Either RegionNeed OptionalStated, Info / None,
        "The page did not tell, and now says that a region is not needed.",
        "the page now says that {owner} needs no region";
    "region-optional-unstated": Either RegionNeed OptionalUnstated, Info / None,
        "The page said that a region is not needed, and no longer tells.",
        "the page no longer says that {owner} needs no region";
    "region-use-added": Either RegionUse Added, Warning / None,
        "An operation that took no region takes one.",
        "{owner} takes a region now";
    "region-use-removed": Either RegionUse Removed, Info / None,
        "An operation that took a region takes none.",
        "{owner} takes no region any more";
    "region-list-stated": Either RegionList Stated, Warning / None,
        "An operation is limited to some regions.",
        "{owner} is limited to {new}";
    "region-list-unstated": Either RegionList Unstated, Info / None,
        "An operation is no longer limited to some regions.",
        "{owner} is no longer limited to {old}";
    "region-added": Either Region Added, Info / None,
        "An operation is offered in a further region.",
        "{owner} is offered in {new} too";
    "region-removed": Either Region Removed, Error / None,
        "An operation is no longer offered in a region.",
        "{owner} is no longer offered in {old}";
}
