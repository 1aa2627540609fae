//! Types of smol_str.

use super::sql_types;

sql_types! {
    "with-smol_str-01":
    smol_str::SmolStr => "text";
}
