//! Types of uuid.

use super::sql_types;

sql_types! {
    "with-uuid-1":
    uuid::Uuid => "uuid";
}
