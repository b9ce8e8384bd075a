//! A vendor-faithful HTTP server made from a spec.
