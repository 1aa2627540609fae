//! The revisions of the example.
