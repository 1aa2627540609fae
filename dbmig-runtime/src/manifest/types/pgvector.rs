//! Types of pgvector.

use super::sql_types;

sql_types! {
    "with-pgvector-0_4":
    pgvector::Vector => "vector";
    pgvector::SparseVector => "sparsevec";
}
