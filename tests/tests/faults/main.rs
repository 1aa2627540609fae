//! Faults made on purpose, and what must come of each: after any of them, running the same command again ends in the right
//! state, which is that of an undisturbed run, and what happened is recorded.
//!
//! Tests are named by their files below `tests/tests` (`../../` is the workspace).
//!
//! | # | fault | shown by |
//! |---|---|---|
//! | 1 | killed before the first step, and between steps | `faults/sweep.rs::every_message` |
//! | 2 | killed inside a transaction | `faults/sweep.rs::every_message`, `runner/killed.rs::killed_during_a_transaction` |
//! | 3 | killed during a concurrent build | `runner/killed.rs::killed_during_a_concurrent_build`, `runner/killed.rs::an_orphaned_build_that_goes_on_is_waited_for` |
//! | 4 | killed between a statement and the ledger | `faults/sweep.rs::every_message`, `runner/split.rs::a_crash_after_the_index_was_built`, `runner/split.rs::a_crash_after_free_sql_is_for_a_person_to_decide` |
//! | 5 | killed in a backfill | `faults/sweep.rs::every_message`, `runner/batches.rs::connections_that_are_cut_after_any_batch_change_each_row_once` |
//! | 6 | connection cut | `faults/sweep.rs::every_message`, `runner/killed.rs::a_terminated_session_is_rolled_back` |
//! | 7 | connection cut during COMMIT | `faults/sweep.rs::every_message`, `runner/killed.rs::cut_after_the_server_committed`, `runner/killed.rs::cut_before_the_server_committed` |
//! | 8 | SIGINT, SIGTERM, SIGHUP | `faults/sweep.rs::every_message`, `faults/processes.rs::a_signal_cancels_the_statement_and_gives_the_lock_back`, `faults/processes.rs::a_signal_just_before_a_statement_reaches_the_server` |
//! | 9 | two runs at once | `runner/concurrency.rs::two_runs_apply_everything_once`, `faults/processes.rs::ten_processes_at_once_do_the_work_of_one` |
//! | 10 | two runs that build an index concurrently | `runner/concurrency.rs::two_runs_that_build_an_index_concurrently_do_not_deadlock`, `faults/processes.rs::ten_processes_at_once_do_the_work_of_one` |
//! | 11 | the lock's session is ended | `runner/concurrency.rs::a_run_that_lost_its_lock_stops_before_the_next_revision`, `faults/processes.rs::a_run_that_slept_while_another_worked_does_nothing_twice` |
//! | 12 | the server restarts | `faults/servers.rs::a_restart_in_the_middle` |
//! | 13 | failover | `faults/servers.rs::a_failover_in_the_middle` |
//! | 14 | standby, read-only database | `faults/servers.rs::a_standby_is_refused`, `runner/bad_input.rs::a_database_that_takes_no_writes` |
//! | 15 | full disk | `faults/servers.rs::a_full_disk` |
//! | 16 | too many connections | `faults/servers.rs::no_connection_is_left`, `connect/hosts.rs::a_full_server_is_asked_again` |
//! | 17 | no room for locks | `faults/servers.rs::no_room_for_locks` |
//! | 18 | duplicates under a unique index | `runner/split.rs::duplicates_leave_no_invalid_index_and_the_next_run_goes_on`, `runner/split.rs::a_statement_that_fails_alone_leaves_nothing` |
//! | 19 | an invalid index of the same name | `runner/split.rs::an_invalid_index_of_the_same_name_is_rebuilt` |
//! | 20 | another index of the same name | `runner/split.rs::a_valid_index_of_the_same_name_is_somebody_elses` |
//! | 21 | REINDEX CONCURRENTLY broken off | `runner/leftovers.rs::a_reindex_that_was_broken_off_before_or_after_it_swapped_the_indexes`, `runner/leftovers.rs::the_leftovers_of_a_whole_table_and_of_what_it_stores_out_of_line` |
//! | 22 | DETACH CONCURRENTLY broken off | `runner/leftovers.rs::a_partition_that_is_half_detached` |
//! | 23 | a long reader | `faults/contention.rs::a_reader_that_holds_on_is_got_past`, `runner/blockers.rs::the_blocker_is_named` |
//! | 24 | autovacuum on the table | `faults/contention.rs::autovacuum_gives_way`, `runner/autovacuum.rs::an_autovacuum_gives_way_to_whoever_waits_long_enough` |
//! | 25 | a blocker that stays | `runner/retries.rs::when_the_time_is_over_nothing_is_changed` |
//! | 26 | a deadlock | `runner/retries.rs::a_deadlock_is_tried_again` |
//! | 27 | VALIDATE cancelled | `faults/contention.rs::a_validation_that_is_cancelled_or_finds_something_is_all_that_is_done_again` |
//! | 28 | rows that don't fit before VALIDATE | `faults/contention.rs::a_validation_that_is_cancelled_or_finds_something_is_all_that_is_done_again`, `preflights.rs::nulls` |
//! | 29 | missing rights | `connect/rights.rs::all_missing_rights_are_told_at_once`, `runner/bad_input.rs::a_role_that_may_not_change_a_table` |
//! | 30 | a role that is no superuser; SET ROLE | `connect/rights.rs::a_role_that_acts_as_the_owner`, `runner/user_sql.rs::the_session_is_put_back_for_the_next_revision` |
//! | 31 | no version table, and objects are there | `runner/records.rs::a_version_table_that_is_gone_is_not_taken_for_the_base`, `faults/contention.rs::what_is_there_already_is_not_passed_over` |
//! | 32 | several, unknown and NULL version rows | `faults/tampered.rs::every_verb_says_what_to_do`, `runner/repairs.rs::a_version_table_that_is_gone_or_has_nulls`, `runner/edited.rs::a_deleted_revision_is_named` |
//! | 33 | version table locked, or changed meanwhile | `runner/retries.rs::a_locked_version_table_is_tried_for_again`, `runner/bad_input.rs::rows_that_changed_meanwhile` |
//! | 34 | a table of the same name earlier in the path | `runner/user_sql.rs::a_table_of_the_same_name_earlier_in_the_path_is_not_ours`, `faults/tampered.rs::every_verb_says_what_to_do` |
//! | 35 | a revision edited after it was applied | `runner/edited.rs::an_edited_revision_stops_the_upgrade` |
//! | 36 | an applied revision deleted | `runner/edited.rs::a_deleted_revision_is_named`, `runner/repairs.rs::a_revision_that_the_code_lacks` |
//! | 37 | a history that is none | `runner/bad_input.rs::a_broken_history_is_told_before_connecting`, `../../dbmig-runtime/src/revision/soundness.rs::everything_at_once`, `../../dbmig-runtime/src/revision/soundness.rs::circles` |
//! | 38 | an older revision merged late | `runner/repairs.rs::a_revision_put_below_applied_ones_is_never_taken_for_applied` |
//! | 39 | names of all characters | `faults/hostile.rs::names_comments_and_labels_are_what_they_are`, `runner/records.rs::strange_names_of_schema_and_version_table` |
//! | 40 | names that PostgreSQL would cut | `../../dbmig-runtime/src/catalog/name.rs::identifiers_are_checked_in_bytes`, `../../dbmig-runtime/src/manifest/wire/resolve/tests.rs::names_that_postgresql_gives_collide_as_they_are_cut`, `runner/bad_input.rs::names_that_postgresql_would_cut` |
//! | 41 | SQL in names, comments and labels | `faults/hostile.rs::names_comments_and_labels_are_what_they_are`, `runner/user_sql.rs::an_expression_can_not_end_the_transaction` |
//! | 42 | huge statements, and many | `faults/hostile.rs::what_is_huge_fits_into_little_memory` |
//! | 43 | strange encodings and settings | `faults/hostile.rs::strange_settings_and_encodings_change_nothing`, `runner/user_sql.rs::strange_server_settings_change_nothing` |
//! | 44 | something has the name already | `faults/contention.rs::what_is_there_already_is_not_passed_over`, `runner/split.rs::a_valid_index_of_the_same_name_is_somebody_elses` |
//! | 45 | the schema changed since the plan | `runner/verbs.rs::a_plan_is_carried_out_or_nothing_is` |
//! | 46 | SQL that ends transactions, changes the session or is unterminated | `runner/user_sql.rs::transaction_control_is_refused_before_anything_runs`, `runner/user_sql.rs::a_commit_that_only_the_server_sees_is_noticed`, `runner/user_sql.rs::statements_without_a_transaction_may_discard_everything`, `faults/hostile.rs::sql_that_ends_in_the_middle_or_hides_an_error` |
//! | 47 | an error that is swallowed | `faults/hostile.rs::sql_that_ends_in_the_middle_or_hides_an_error` |
//! | 48 | pending trigger events; a new label used too early | `faults/hostile.rs::sql_that_ends_in_the_middle_or_hides_an_error`, `runner/split.rs::an_enum_value_is_added_and_used` |
//! | 49 | a pooler in transaction mode | `faults/servers.rs::a_transaction_pooler_is_refused` |
//! | 50 | a downgrade of what can't be taken back | `runner/bad_input.rs::a_revision_that_gives_up_runs_nothing_at_all`, `runner/losses.rs::data_is_deleted_only_where_that_was_confirmed` |
//! | 51 | a prepared transaction holds the lock | `runner/blockers.rs::a_prepared_transaction_is_named_by_its_id`, `faults/contention.rs::a_prepared_transaction_is_named` |
//! | 52 | an event trigger that raises | `faults/hostile.rs::an_event_trigger_that_raises` |
//! | 53 | replication lag during a backfill | `runner/throttle.rs::a_standby_that_is_behind_is_waited_for` |
//! | 54 | a process that sleeps | `faults/processes.rs::a_run_that_slept_while_another_worked_does_nothing_twice` |
//! | 55 | NOT NULL NOT VALID | `engine/not_null.rs::not_valid`, `engine/not_null.rs::not_valid_becomes_valid_and_renamed` |
//! | 56 | what is shown before a run | `faults/scripts.rs::plans_and_scripts_are_what_is_sent`, `runner/script.rs::a_script_does_what_a_run_does`, `runner/records.rs::reading_creates_nothing` |

mod contention;
mod course;
mod hostile;
mod input;
mod processes;
mod random;
mod scripts;
mod servers;
mod sweep;
mod table;
mod tampered;

use std::thread;
use std::time::{Duration, Instant};

/// Waits up to half a minute.
#[track_caller]
fn wait_until(what: &str, mut is_true: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_true() {
        assert!(began.elapsed() < Duration::from_secs(30), "waited too long for {what}");
        thread::sleep(Duration::from_millis(10));
    }
}
