//! The runner's command line.
