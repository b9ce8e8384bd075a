//! The conformance suite: what vendors' pages say against what the generated clients do.
