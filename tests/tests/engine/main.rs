//! The schema engine on a real server: inspect, diff, plan, sql.
//!
//! A case is two scripts. [`check::check`] runs them in two databases, plans the way from one to the other, runs the
//! plan, and requires the same catalog; then it goes the way back.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing test panics")]

mod aggregates;
mod check;
mod collations;
mod column_properties;
mod columns;
mod comments;
mod composite_types;
mod constraint_options;
mod constraints;
mod domains;
mod enums;
mod event_triggers;
mod exclusion;
mod extensions;
mod foreign_tables;
mod indexes;
mod inheritance;
mod inspect;
mod known_faults;
mod not_null;
mod operators;
mod owners;
mod partition_indexes;
mod partitions;
mod policies;
mod privileges;
mod publications;
mod random;
mod rebuilt_types;
mod renames;
mod renames_under;
mod renames_whole;
mod restore;
mod routines;
mod rules;
mod sequences;
mod since_18;
mod statistics;
mod table_properties;
mod tables;
mod text_search;
mod triggers;
mod views;
