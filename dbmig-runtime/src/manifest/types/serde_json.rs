//! Types of serde_json.

use super::sql_types;

sql_types! {
    "with-serde_json-1":
    serde_json::Value => "jsonb";
}
