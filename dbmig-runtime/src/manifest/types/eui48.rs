//! Types of eui48.

use super::sql_types;

sql_types! {
    "with-eui48-1":
    eui48::MacAddress => "macaddr";
}
