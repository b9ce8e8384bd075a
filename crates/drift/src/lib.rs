//! Compares two specs and says what changed and whom it breaks.
