//! Sets of error codes: what an operation, a service or a vendor may answer.
//!
//! Sets stand on each other: an operation's on its service's or vendor's, that on
//! [`UnlistedCode`], which takes every code. So no code is ever lost or an error of its own.

use crate::meta::{ErrorMeta, ErrorTable};
use crate::retry::RetryClass;
use std::fmt;

/// An error enum. The macro [`errors!`](crate::errors!) implements it.
pub trait ErrorSet: Clone + fmt::Debug + PartialEq + Send + Sync + 'static {
    /// What pages say of the codes.
    fn table() -> &'static ErrorTable;

    /// The variant of a code. Never fails: a code that no page lists is kept.
    fn from_code(code: &str) -> Self;

    /// The code on the wire.
    fn code(&self) -> &str;

    /// What the page says of the code; nothing if no page lists it.
    fn meta(&self) -> Option<&'static ErrorMeta> {
        Self::table().find(self.code())
    }

    /// The HTTP statuses that pages give the code, each once.
    fn statuses(&self) -> Vec<u16> {
        let mut statuses = Vec::new();
        for case in self.meta().into_iter().flat_map(ErrorMeta::cases) {
            statuses.extend(case.status().filter(|status| !statuses.contains(status)));
        }
        statuses
    }

    /// The messages that pages give the code, perhaps with placeholders.
    fn messages(&self) -> Vec<&'static str> {
        let cases = self.meta().into_iter().flat_map(ErrorMeta::cases);
        cases.filter_map(|case| case.message()).collect()
    }

    /// Whether to try again, by the vendor's rules; nothing if no page lists the code.
    fn retry_class(&self) -> Option<RetryClass> {
        self.meta().map(|meta| meta.retry)
    }
}

/// A code that no page lists. Opaque: compare `code()`, so that a later page which lists the code
/// breaks nothing.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnlistedCode(Box<str>);

impl ErrorSet for UnlistedCode {
    fn table() -> &'static ErrorTable {
        &ErrorTable {
            codes: &[],
            below: None,
        }
    }

    fn from_code(code: &str) -> Self {
        Self(code.into())
    }
    fn code(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnlistedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A copy of an error, by its code.
#[doc(hidden)]
pub fn copy<E: ErrorSet>(error: &E) -> E {
    E::from_code(error.code())
}

/// Whether two errors of one set have the same code.
#[doc(hidden)]
pub fn same<E: ErrorSet>(a: &E, b: &E) -> bool {
    a.code() == b.code()
}

/// Declares an error enum.
///
/// A row is a variant, its predicate and the code. The last line names the variant for all other
/// codes and the set that holds them. What else pages say of the codes stands in the tables that
/// the enum is `from`; an enum `in` a static makes its own, of rows with a retry class where the
/// code may be tried again, and the page's rows of the code as HTTP status and message, 0 and empty
/// where the page has none.
///
/// ```
/// use specwright_runtime::error_set::{ErrorSet, UnlistedCode};
///
/// specwright_runtime::errors! {
///     /// What `CreateSnapshot` may answer.
///     pub enum CreateSnapshotError in ERRORS {
///         /// The disk is busy.
///         DiskBusy, is_disk_busy = "Disk.Busy" => Later [(409, "The disk is busy.")];
///         /// There is no such disk.
///         NoDisk, is_no_disk = "Disk.None";
///         ..Unlisted(UnlistedCode)
///     }
/// }
/// let error = CreateSnapshotError::from_code("Disk.Busy");
/// assert!(error.is_disk_busy());
/// assert_eq!(error.statuses(), [409]);
/// assert_eq!(CreateSnapshotError::from_code("New").code(), "New");
/// ```
#[macro_export]
macro_rules! errors {
    (
        $(#[$about:meta])*
        pub enum $name:ident in $table:ident {
            $(
                $(#[$doc:meta])*
                $variant:ident, $is:ident = $code:literal $(=> $retry:ident)? $([$case:tt $(, $also:tt)*])?;
            )*
            ..$other:ident($below:ty)
        }
    ) => {
        // A row may state all that there is.
        #[allow(clippy::needless_update)]
        pub(crate) static $table: ::std::sync::LazyLock<$crate::meta::ErrorTable> =
            ::std::sync::LazyLock::new(|| $crate::meta::ErrorTable {
                codes: &[$($crate::meta::ErrorMeta {
                    code: $code,
                    $(retry: $crate::retry::RetryClass::$retry,)?
                    $(case: $crate::meta::ErrorCase $case, also: &[$($crate::meta::ErrorCase $also),*],)?
                    ..$crate::meta::ERROR
                }),*],
                below: Some(<$below as $crate::error_set::ErrorSet>::table()),
            });

        $crate::errors! {
            $(#[$about])*
            pub enum $name from $table {
                $($(#[$doc])* $variant, $is = $code;)*
                ..$other($below)
            }
        }
    };
    (
        $(#[$about:meta])*
        pub enum $name:ident from $tables:ident {
            $(
                $(#[$doc:meta])*
                $variant:ident, $is:ident = $code:literal;
            )*
            ..$other:ident($below:ty)
        }
    ) => {
        $(#[$about])*
        #[non_exhaustive]
        pub enum $name {
            $($(#[$doc])* $variant,)*
            /// Another code.
            $other($below),
        }

        impl $name {
            $(
                /// Whether this is the variant of this name.
                pub fn $is(&self) -> bool {
                    matches!(self, Self::$variant)
                }
            )*
        }

        impl $crate::error_set::ErrorSet for $name {
            fn table() -> &'static $crate::meta::ErrorTable {
                $tables.errors_above(<$below as $crate::error_set::ErrorSet>::table)
            }
            fn from_code(code: &str) -> Self {
                match code {
                    $($code => Self::$variant,)*
                    other => Self::$other($crate::error_set::ErrorSet::from_code(other)),
                }
            }
            fn code(&self) -> &str {
                match self {
                    $(Self::$variant => $code,)*
                    Self::$other(other) => $crate::error_set::ErrorSet::code(other),
                }
            }
        }

        // What a derive would write compares and copies every variant: dear to compile.
        impl ::core::clone::Clone for $name {
            fn clone(&self) -> Self {
                $crate::error_set::copy(self)
            }
        }

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $crate::error_set::same(self, other)
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str($crate::error_set::ErrorSet::code(self))
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str($crate::error_set::ErrorSet::code(self))
            }
        }
    };
}
