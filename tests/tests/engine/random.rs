//! Random catalogs.
