//! Every service that has a generated client. A service of `specs/api` that is not here fails a
//! test of the samples suite.

use specwright_clients as clients;
use specwright_runtime::meta::ServiceMeta;
use specwright_runtime::operation::Visit;
use specwright_runtime::profile::Vendor;

macro_rules! services {
    ($($vendor:ident::$service:ident,)*) => {
        /// The facts of each.
        pub const SERVICES: &[&ServiceMeta] = &[$(&clients::$vendor::$service::SERVICE),*];

        /// Shows every operation to a visitor.
        pub fn visit<V: Visit>(visitor: &mut V) {
            $(clients::$vendor::$service::operations(visitor);)*
        }
    };
}

services! {
    alibaba::ecs,
    tencent::cbs,
    ucloud::udisk,
    ucloud::usnap,
    ucloudstack::ucloudstack,
    zenlayer::zec,
}

/// The vendors, as generated from their profiles.
pub const VENDORS: &[&Vendor] = &[
    &clients::alibaba::VENDOR,
    &clients::tencent::VENDOR,
    &clients::ucloud::VENDOR,
    &clients::ucloudstack::VENDOR,
    &clients::zenlayer::VENDOR,
];

/// The vendor of this name.
pub fn vendor(name: &str) -> &'static Vendor {
    VENDORS
        .iter()
        .find(|vendor| vendor.name == name)
        .unwrap_or_else(|| panic!("no vendor {name}"))
}
