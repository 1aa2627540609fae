//! Row security and its policies.

use crate::check::cases;

cases! {
    row_security: "CREATE TABLE t (a int)" => "CREATE TABLE t (a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY";
    forced_row_security: "CREATE TABLE t (a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY" => "CREATE TABLE t (a int); ALTER TABLE t FORCE ROW LEVEL SECURITY";
    row_security_of_a_new_table: "" => "CREATE TABLE t (a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY";
}
