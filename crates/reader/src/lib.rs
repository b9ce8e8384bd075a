//! Reads vendors' Markdown API pages into specs and diagnostics.
//!
//! The lower half knows Markdown as vendors write it, and no vendor:
//!
//! 1. [`text`] makes a page's bytes into clean text and finds the way back to line and column;
//! 2. [`blocks`] reads the text into blocks, [`table`] says what a table is (the row rule that finds rows is in `rows`);
//! 3. [`inline`] reads the text of a cell, a heading or a paragraph;
//! 4. [`layout`] reports what other readers of the same page would get wrong.
//!
//! This crate does no I/O, and no text makes it panic. It must not know where pages come from or how findings are drawn.

#![forbid(unsafe_code)]

pub mod blocks;
pub mod codes;
mod cut;
pub mod diagnostic;
pub mod html;
pub mod inline;
pub mod layout;
mod lines;
mod prose;
mod rows;
pub mod table;
pub mod text;
