//! Types of rust_decimal.

use super::sql_type;

sql_type!(rust_decimal::Decimal => "numeric");
