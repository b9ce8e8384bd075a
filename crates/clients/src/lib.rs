//! Typed clients for cloud vendors, generated from their documentation.
