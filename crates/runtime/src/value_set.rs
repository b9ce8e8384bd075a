//! Closed sets of values: enums that also hold what no page lists.

use std::fmt;

/// A value that no page lists. Opaque, so that a match on it cannot compete with a variant that
/// a later page brings: compare `as_str()` instead.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    #[doc(hidden)]
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    #[doc(hidden)]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Declares an enum of texts. `values! { pub enum Category { Flash = "Flash", } }` becomes a
/// `#[non_exhaustive]` enum with a variant `Unknown` for all other texts, `as_str`, `VALUES`,
/// and conversions from and to text that never fail.
#[macro_export]
macro_rules! values {
    ($(#[$about:meta])* pub enum $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$about])*
        #[non_exhaustive]
        pub enum $name {
            $($(#[$doc])* $variant,)*
            /// A value that the page does not list.
            Unknown($crate::value_set::UnknownValue),
        }

        impl $name {
            /// The values that the page lists, in its order.
            pub const VALUES: &'static [&'static str] = &[$($text),*];

            /// The value as it stands on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(value) => value.text(),
                }
            }
        }

        // What a derive would write compares and copies every variant: dear to compile.
        impl ::core::clone::Clone for $name {
            fn clone(&self) -> Self {
                self.as_str().into()
            }
        }

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    other => Self::Unknown($crate::value_set::UnknownValue::new(other)),
                }
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                Ok(text.into())
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::shape::Item for $name {
            fn blank() -> Self {
                "".into()
            }
            fn word(&self) -> &str {
                self.as_str()
            }
            fn set_word(&mut self, word: &str) {
                *self = word.into();
            }
        }

        $crate::serde_word!($name);
    };
}
