//! In the place of `trace` where the feature `tracing` is off.

use super::Event;

pub(super) struct Caller;

impl Caller {
    pub(super) fn here() -> Self {
        Self
    }

    pub(super) fn carry<T>(&self, work: impl FnOnce() -> T) -> T {
        work()
    }
}

pub(super) struct Span;

impl Span {
    pub(super) fn enter(&self) -> &Self {
        self
    }
}

pub(super) fn span(_: &str) -> Span {
    Span
}

pub(super) fn trace(_: &Event) {}
