//! Reads vendors' Markdown API pages into specs and diagnostics.
