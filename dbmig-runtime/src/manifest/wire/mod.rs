//! The manifest as `cargo dbmig` reads it: [`scan`] a link section, then [`resolve`] what all sections declare.
//!
//! Format version 2: every frame holds a JSON document: a table with everything its struct says, a view, or declared SQL. Before
//! it stand two JSON arrays of what the compiler knows, of which `{"$":n}` in the document is the entry `n`: a short one, or the next
//! of the long ones where the short one is `null`. The text of a file of SQL follows its document. Column types are nested
//! descriptors (`{"option":{"array":{"sql":"bigint"}}}`); an enum type stands in full wherever a column has it.
//! Within a version, fields are only added, and a reader takes a missing field for "nothing said".

mod declared;
mod error;
mod model;
mod place;
mod resolve;
mod scan;

pub use declared::{Declared, DeclaredSql, DeclaredView, ViewField};
pub use error::{Declarant, Error, ResolveError};
pub use model::Declaration;
pub use place::Place;
pub use resolve::{resolve, resolve_in};
pub use scan::scan;

/// The link sections that hold manifests: ELF and COFF, Mach-O (there in segment `__DATA`).
pub const SECTION_NAMES: &[&str] = &[".dbmig", "__dbmig"];

/// The version of the JSON format that this library reads.
pub const FORMAT_VERSION: u32 = super::frame::VERSION;
