//! Types of cidr.

use super::sql_types;

sql_types! {
    "with-cidr-0_3":
    cidr::IpInet => "inet";
    cidr::IpCidr => "cidr";
}
