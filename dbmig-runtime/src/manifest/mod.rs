//! The schema manifest: what the derives emit, and its wire form.
