//! Types of serde_json.

use super::sql_type;

sql_type!(serde_json::Value => "jsonb");
