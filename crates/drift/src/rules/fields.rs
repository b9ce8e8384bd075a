//! Rules for parameters, members of responses, and structures.

use super::rules;

rules! {
    "request-parameter-added": Request Field Added, None / Info,
        "A request has a new parameter that can be left away.",
        "parameter `{item}` of {owner} is new: {new}";
    "request-required-parameter-added": Request Field AddedRequired, Error / Info,
        "A request has a new parameter that must be given.",
        "parameter `{item}` of {owner} is new and required: {new}";
    "request-unclear-parameter-added": Request Field AddedUnclear, Warning / Info,
        "A request has a new parameter, and the page does not tell whether it must be given.",
        "parameter `{item}` of {owner} is new, perhaps required: {new}";
    "request-parameter-removed": Request Field Removed, Warning / Error,
        "A request no longer has a parameter.",
        "parameter `{item}` of {owner} is gone";
    "request-parameter-renamed": Request Field Renamed, Warning / Error,
        "A parameter seems to have another name.",
        "parameter `{item}` of {owner} seems to be named {new} now";
    "request-required-parameter-renamed": Request Field RenamedRequired, Error / Error,
        "A parameter that must be given seems to have another name.",
        "the required parameter `{item}` of {owner} seems to be named {new} now";
    "response-field-added": Response Field Added, Info / Info,
        "A response has a new member.",
        "member `{item}` in answers of {owner} is new: {new}";
    "response-field-removed": Response Field Removed, Warning / Error,
        "A response no longer has a member.",
        "member `{item}` in answers of {owner} is gone";
    "response-field-renamed": Response Field Renamed, Warning / Error,
        "A member of a response seems to have another name.",
        "member `{item}` in answers of {owner} seems to be named {new} now";
    "field-deprecated": Either Field Deprecated, Info / Info,
        "The pages advise against a parameter or member.",
        "`{item}` of {owner} is deprecated";
    "field-undeprecated": Either Field Undeprecated, Info / Info,
        "The pages no longer advise against a parameter or member.",
        "`{item}` of {owner} is no longer deprecated";

    "request-parameter-became-required": Request Need Required, Error / None,
        "A parameter that could be left away must be given.",
        "parameter `{item}` of {owner} must be given now";
    "request-parameter-became-optional": Request Need Optional, Info / None,
        "A parameter that had to be given can be left away.",
        "parameter `{item}` of {owner} can be left away now";
    "request-required-stated": Request Need RequiredStated, Warning / None,
        "The page did not tell, and now says that a parameter must be given.",
        "the page now says that parameter `{item}` of {owner} must be given";
    "request-required-unstated": Request Need RequiredUnstated, Info / None,
        "The page said that a parameter must be given, and no longer tells.",
        "the page no longer says that parameter `{item}` of {owner} must be given";
    "request-optional-stated": Request Need OptionalStated, Info / None,
        "The page did not tell, and now says that a parameter can be left away.",
        "the page now says that parameter `{item}` of {owner} can be left away";
    "request-optional-unstated": Request Need OptionalUnstated, Info / None,
        "The page said that a parameter can be left away, and no longer tells.",
        "the page no longer says that parameter `{item}` of {owner} can be left away";
    "request-condition-added": Request Condition Added, Warning / None,
        "A parameter that could be left away is needed under a condition.",
        "parameter `{item}` of {owner} is needed under a condition now";
    "request-condition-removed": Request Condition Removed, Info / None,
        "A parameter is no longer needed under a condition.",
        "parameter `{item}` of {owner} is no longer needed under a condition";
    "response-field-became-required": Response Need Required, Info / None,
        "A member that could be absent is always there.",
        "member `{item}` in answers of {owner} is always there now";
    "response-field-became-optional": Response Need Optional, Warning / None,
        "A member that was always there can be absent.",
        "member `{item}` in answers of {owner} can be absent now";
    "response-required-stated": Response Need RequiredStated, Info / None,
        "The page did not tell, and now says that a member is always there.",
        "the page now says that member `{item}` in answers of {owner} is always there";
    "response-required-unstated": Response Need RequiredUnstated, Warning / None,
        "The page said that a member is always there, and no longer tells.",
        "the page no longer says that member `{item}` in answers of {owner} is always there";
    "response-optional-stated": Response Need OptionalStated, Info / None,
        "The page did not tell, and now says that a member can be absent.",
        "the page now says that member `{item}` in answers of {owner} can be absent";
    "response-optional-unstated": Response Need OptionalUnstated, Info / None,
        "The page said that a member can be absent, and no longer tells.",
        "the page no longer says that member `{item}` in answers of {owner} can be absent";
    "response-condition-added": Response Condition Added, Info / None,
        "A member that can be absent is there under a condition.",
        "member `{item}` in answers of {owner} is there under a condition now";
    "response-condition-removed": Response Condition Removed, Info / None,
        "A member is no longer said to be there under a condition.",
        "member `{item}` in answers of {owner} is no longer there under a condition";

    "request-type-widened": Request Type Widened, Info / Error,
        "A parameter takes all that it took, and more.",
        "parameter `{item}` of {owner} takes {new}, and took {old}";
    "request-type-narrowed": Request Type Narrowed, Error / Error,
        "A parameter takes less than it took.",
        "parameter `{item}` of {owner} takes only {new}, and took {old}";
    "request-type-changed": Request Type Changed, Error / Error,
        "A parameter takes another type.",
        "parameter `{item}` of {owner} takes {new}, and took {old}";
    "request-type-restated": Request Type Restated, None / None,
        "The page is more or less exact about the width of a parameter.",
        "parameter `{item}` of {owner} takes {new}; that is the width of {old}";
    "response-type-widened": Response Type Widened, Error / Error,
        "A member may hold all that it held, and more.",
        "member `{item}` in answers of {owner} holds {new}, and held {old}";
    "response-type-narrowed": Response Type Narrowed, Info / Error,
        "A member holds less than it held.",
        "member `{item}` in answers of {owner} holds only {new}, and held {old}";
    "response-type-changed": Response Type Changed, Error / Error,
        "A member holds another type.",
        "member `{item}` in answers of {owner} holds {new}, and held {old}";
    "response-type-restated": Response Type Restated, None / None,
        "The page is more or less exact about the width of a member.",
        "member `{item}` in answers of {owner} holds {new}; that is the width of {old}";
    "request-integer-widened": Request IntegerWidth Widened, Info / None,
        "A whole number of a request may have more bits.",
        "parameter `{item}` of {owner} takes {new}, and took {old}";
    "request-integer-narrowed": Request IntegerWidth Narrowed, Error / None,
        "A whole number of a request may have fewer bits.",
        "parameter `{item}` of {owner} takes only {new}, and took {old}";
    "response-integer-widened": Response IntegerWidth Widened, Warning / None,
        "A whole number of a response may have more bits.",
        "member `{item}` in answers of {owner} holds {new}, and held {old}";
    "response-integer-narrowed": Response IntegerWidth Narrowed, Info / None,
        "A whole number of a response may have fewer bits.",
        "member `{item}` in answers of {owner} holds only {new}, and held {old}";
    "structure-of-field-changed": Either TypeName Changed, None / Error,
        "A field holds another structure; its members are compared one by one.",
        "`{item}` of {owner} is {new}, and was {old}";
    "list-style-changed": Either ListStyle Changed, Error / None,
        "A list or an object travels in another way.",
        "`{item}` of {owner} travels as {new}, and did as {old}";
    "place-changed": Either Placement Changed, Error / None,
        "A parameter travels in another place.",
        "`{item}` of {owner} travels in {new}, and did in {old}";

    "request-enum-value-added": Request EnumValue Added, None / Info,
        "A parameter takes a further value.",
        "parameter `{item}` of {owner} takes {new} too";
    "request-enum-value-removed": Request EnumValue Removed, Error / Error,
        "A parameter no longer takes a value.",
        "parameter `{item}` of {owner} no longer takes {old}";
    "request-enum-stated": Request EnumSet Stated, Warning / Error,
        "A parameter that took any text is limited to some values.",
        "parameter `{item}` of {owner} takes only {new}";
    "request-enum-unstated": Request EnumSet Unstated, Info / Error,
        "A parameter is no longer limited to some values.",
        "parameter `{item}` of {owner} is no longer limited to {old}";
    "response-enum-value-added": Response EnumValue Added, Warning / Info,
        "A member may hold a further value.",
        "member `{item}` in answers of {owner} may hold {new} too";
    "response-enum-value-removed": Response EnumValue Removed, Info / Error,
        "A member no longer holds a value.",
        "member `{item}` in answers of {owner} no longer holds {old}";
    "response-enum-stated": Response EnumSet Stated, Info / Error,
        "A member that held any text holds one of some values.",
        "member `{item}` in answers of {owner} holds only {new}";
    "response-enum-unstated": Response EnumSet Unstated, Warning / Error,
        "A member no longer holds only some values.",
        "member `{item}` in answers of {owner} no longer holds only {old}";

    "request-default-changed": Request Default Changed, Warning / None,
        "The service takes another value when a parameter is absent.",
        "parameter `{item}` of {owner} is {new} when absent, and was {old}";
    "request-default-stated": Request Default Stated, Info / None,
        "The page says for the first time what an absent parameter means.",
        "the page now says that parameter `{item}` of {owner} is {new} when absent";
    "request-default-unstated": Request Default Unstated, Warning / None,
        "The page no longer says what an absent parameter means.",
        "the page no longer says that parameter `{item}` of {owner} is {old} when absent";
    "response-default-changed": Response Default Changed, Info / None,
        "The page says otherwise what an absent member means.",
        "member `{item}` in answers of {owner} is {new} when absent, and was {old}";

    "request-range-tightened": Request Range Tightened, Error / None,
        "A bound of a parameter moved inwards.",
        "parameter `{item}` of {owner} must be {new}, and had to be {old}";
    "request-range-loosened": Request Range Loosened, Info / None,
        "A bound of a parameter moved outwards.",
        "parameter `{item}` of {owner} may be {new}, and had to be {old}";
    "response-range-tightened": Response Range Tightened, Info / None,
        "A bound of a member moved inwards.",
        "member `{item}` in answers of {owner} is {new}, and was {old}";
    "response-range-loosened": Response Range Loosened, Warning / None,
        "A bound of a member moved outwards.",
        "member `{item}` in answers of {owner} may be {new}, and was {old}";
    "request-length-tightened": Request Length Tightened, Error / None,
        "A parameter's text must be longer or shorter than it had to be.",
        "parameter `{item}` of {owner} must have a length {new}, and had {old}";
    "request-length-loosened": Request Length Loosened, Info / None,
        "A parameter's text may be longer or shorter than it might be.",
        "parameter `{item}` of {owner} may have a length {new}, and had {old}";
    "response-length-tightened": Response Length Tightened, Info / None,
        "The length of a member's text keeps within closer bounds.",
        "member `{item}` in answers of {owner} has a length {new}, and had {old}";
    "response-length-loosened": Response Length Loosened, Warning / None,
        "A member's text may be longer or shorter than it might be.",
        "member `{item}` in answers of {owner} may have a length {new}, and had {old}";
    "request-items-tightened": Request Items Tightened, Error / None,
        "A list in a request must have more or fewer items than it had to.",
        "parameter `{item}` of {owner} must have items {new}, and had {old}";
    "request-items-loosened": Request Items Loosened, Info / None,
        "A list in a request may have more or fewer items than it might.",
        "parameter `{item}` of {owner} may have items {new}, and had {old}";
    "response-items-tightened": Response Items Tightened, Info / None,
        "The number of items in a response's list keeps within closer bounds.",
        "member `{item}` in answers of {owner} has items {new}, and had {old}";
    "response-items-loosened": Response Items Loosened, Warning / None,
        "A list in a response may have more or fewer items than it might.",
        "member `{item}` in answers of {owner} may have items {new}, and had {old}";

    "request-format-changed": Request Format Changed, Warning / None,
        "A parameter's text has another form.",
        "parameter `{item}` of {owner} has the form {new}, and had {old}";
    "response-format-changed": Response Format Changed, Warning / None,
        "A member's text has another form.",
        "member `{item}` in answers of {owner} has the form {new}, and had {old}";
    "unit-changed": Either Unit Changed, Error / None,
        "A number counts in another unit.",
        "`{item}` of {owner} counts in {new}, and counted in {old}";
    "unit-stated": Either Unit Stated, Info / None,
        "The page names the unit of a number for the first time.",
        "the page now says that `{item}` of {owner} counts in {new}";
    "unit-unstated": Either Unit Unstated, Info / None,
        "The page no longer names the unit of a number.",
        "the page no longer says that `{item}` of {owner} counts in {old}";
    "nullable-added": Either Nullable Added, Warning / None,
        "A member may be `null`.",
        "`{item}` of {owner} may be `null` now";
    "nullable-removed": Either Nullable Removed, Info / None,
        "A member is no longer `null`.",
        "`{item}` of {owner} is no longer `null`";

    "structure-added": Either Structure Added, None / Info,
        "A structure is new.",
        "structure {item} is new";
    "structure-removed": Either Structure Removed, None / Error,
        "A structure is gone.",
        "structure {item} is gone";
    "structure-renamed": Either Structure Renamed, None / Error,
        "A structure seems to have another name.",
        "structure {old} seems to be named {new} now";
    "structure-page-moved": Either StructurePage Moved, None / None,
        "A structure stands on another page.",
        "{owner} stands on {new}, and stood on {old}";
}
