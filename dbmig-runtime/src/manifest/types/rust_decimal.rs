//! Types of rust_decimal.

use super::sql_types;

sql_types! {
    "with-rust_decimal-1":
    rust_decimal::Decimal => "numeric";
}
