//! Typed warnings on operations.
