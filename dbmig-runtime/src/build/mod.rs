//! The build-script codegen of a migrations package.
