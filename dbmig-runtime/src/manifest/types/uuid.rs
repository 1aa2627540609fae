//! Types of uuid.

use super::sql_type;

sql_type!(uuid::Uuid => "uuid");
