//! The derives of dbmig.
