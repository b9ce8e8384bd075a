//! The normalized API specification: model, YAML, JSON Schema, validation.
