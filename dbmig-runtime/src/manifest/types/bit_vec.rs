//! Types of bit_vec.

use super::sql_types;

sql_types! {
    "with-bit-vec-0_8":
    bit_vec::BitVec => "bit varying";
}
