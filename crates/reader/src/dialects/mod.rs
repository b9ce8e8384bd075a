//! One file a vendor: how its pages look, as data.

mod alibaba;
mod tencent;
mod ucloud;
mod ucloudstack;
mod zenlayer;

use crate::dialect::Dialect;

/// Every dialect there is.
pub const DIALECTS: &[&Dialect] = &[
    &alibaba::ALIBABA,
    &tencent::TENCENT,
    &ucloud::UCLOUD,
    &ucloudstack::UCLOUDSTACK,
    &zenlayer::ZENLAYER,
];

/// The dialect of that name.
pub fn find(name: &str) -> Option<&'static Dialect> {
    DIALECTS
        .iter()
        .copied()
        .find(|dialect| dialect.name == name)
}
