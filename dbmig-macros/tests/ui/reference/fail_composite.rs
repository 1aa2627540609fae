use dbmig_runtime::Table;

#[derive(Table)]
#[db("users")]
#[primary_key(columns(tenant, id))]
#[unique(columns(tenant, late), deferrable)]
struct Org {
    tenant: i32,
    id: i64,
    code: String,
    late: i64,
}

#[derive(Table)]
#[db("analytics")]
#[primary_key(columns(tenant, id))]
struct Elsewhere {
    tenant: i32,
    id: i64,
}

#[derive(Table)]
#[db("users")]
#[foreign_key(columns(tenant, org), references(Org(tenant, id)))]
#[foreign_key(name = "types", columns(org, tenant), references(Org(tenant, id)))]
#[foreign_key(name = "no_key", columns(tenant, code), references(Org(tenant, code)))]
#[foreign_key(name = "deferrable", columns(tenant, org), references(Org(tenant, late)))]
#[foreign_key(name = "missing", columns(tenant, org), references(Org(tenant, ident)))]
#[foreign_key(name = "elsewhere", columns(tenant, org), references(Elsewhere(tenant, id)))]
#[foreign_key(name = "sets", columns(tenant, org), references(Org(tenant, id)), on_delete = "set null")]
#[foreign_key(name = "sets_one", columns(tenant, parent), references(Org(tenant, id)), on_delete = "set null", on_delete_columns(parent))]
struct User {
    tenant: i32,
    org: i64,
    parent: Option<i64>,
    code: String,
}

fn main() {}
