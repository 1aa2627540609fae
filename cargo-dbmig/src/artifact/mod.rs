//! What cargo builds: the models' library with the schema manifest in it, and the runner.
//!
//! [`read_models`] builds the models' packages and reads what their structs declare out of the compiled files; no code of the
//! user runs for that. [`build_runner`] builds the migrations package's binary. Only files that cargo itself names are
//! read: a file found by its name may be another build's.

mod build;
mod error;
mod left_out;
mod models;
mod runner;
mod section;

pub use build::Cargo;
pub use error::{Error, Result};
pub use models::{Models, ModelsPackage, read_models};
pub use runner::build_runner;
