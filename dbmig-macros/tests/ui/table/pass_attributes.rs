//! Every attribute of a table, together where they can be.

#![forbid(unsafe_code)]
#![deny(warnings, nonstandard_style, rust_2018_idioms, unused_qualifications)]

use dbmig_runtime::Table;

#[derive(Table)]
#[db("users")]
#[table(name = "org", schema = "app", comment = "c", renamed_from = "orgs", doc_comments, unlogged, access_method = "heap")]
#[table(tablespace = "fast", with(fillfactor = 70, "toast.autovacuum_enabled" = false, toast.x = auto, y = -1.5))]
#[table(replica_identity = "full", cluster_on = "org_pkey", row_security = "forced")]
#[primary_key(columns(tenant, id), name = "org_pkey", include(code), deferrable, with(fillfactor = 70), tablespace = "fast")]
#[unique(columns(code), nulls_not_distinct, include(id), comment = "c", index_comment = "i")]
#[unique(columns(tenant, id))]
#[exclude(name = "e", using = "gist", elements(id with "=", "tstzrange(a, b)" with "&&"), where = "true", include(code))]
#[index(columns(code "text_pattern_ops" desc nulls last, id), include(tenant), unique, where = "id > 0", with(fillfactor = 1))]
#[statistics(columns(id, code, "lower(code)"), kinds("ndistinct", mcv, dependencies), target = 5, comment = "c")]
#[policy(name = "p", for = "update", to(app, "public"), using = "true", with_check = "true", restrictive, comment = "c")]
#[grant(all, to("public"))]
#[grant(select, insert(code), references(id, code), to(app), with_grant_option)]
#[check(name = "c", expr = "true", no_inherit, not_valid, comment = "c")]
#[allow(dead_code)]
struct Org {
    tenant: i32,
    #[column(identity(by_default, start = 5, increment = -1, min = -10, max = 10, cache = 3, cycle, sequence = "s", logged))]
    id: i64,
    #[column(storage = "external", compression = "lz4", statistics = 5, with(n_distinct = -1), collation = "C")]
    code: String,
}

#[derive(Table)]
#[db("users")]
#[table(inherits(Org))]
#[foreign_key(columns(tenant, org), references(Org(tenant, id)), on_delete = "set default", on_delete_columns(org), match = "full",
    initially_deferred, not_valid, name = "f", comment = "c")]
#[foreign_key(columns(a, b), references(Self(b, a)), on_update = "cascade")]
#[unique(columns(a, b))]
#[allow(dead_code)]
struct Member {
    tenant: i32,
    org: i64,
    #[column(not_null = "a_is_there", generated = "1", virtual)]
    a: i64,
    #[column(not_null(no_inherit, not_valid, comment = "c"), check(expr = "true", not_enforced))]
    b: i64,
    #[column(references(Self::b2), foreign_key = "g", match = "simple", deferrable, not_enforced)]
    c: Option<i64>,
    #[column(unique = "u")]
    b2: i64,
}

#[derive(Table)]
#[db("users")]
#[partition_by(range(at collate "C", "id % 5" int8_ops))]
#[partition(name = "p1", schema = "s", values = "FROM (1) TO (2)", partition_by(list(id)), comment = "c", renamed_from = "p0")]
#[partition(name = "p2", of = "p1", default, unlogged, with(fillfactor = 70), tablespace = "fast")]
#[allow(dead_code)]
struct Event {
    at: String,
    id: i64,
}

fn main() {}
