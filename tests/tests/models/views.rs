//! Views and materialized views.

use dbmig_runtime::{SqlType, Table, View};

use super::{same, same_after, same_since};

#[derive(SqlType)]
enum Plan {
    Free,
    Paid,
}

#[derive(Table)]
#[db("users")]
struct Org {
    #[column(primary_key)]
    id: i64,
    #[column(type = "varchar(80)")]
    name: String,
    plan: Plan,
}

#[derive(View)]
#[db("users")]
#[view(query = "SELECT id, name AS \"Full Name\", plan FROM org WHERE plan = 'paid'")]
struct PaidOrg {
    plan: Plan,
    id: i64,
    #[column(name = "Full Name")]
    full_name: Option<String>,
}

/// Orgs
/// that count.
#[derive(View)]
#[db("users")]
#[view(
    name = "Counted",
    schema = "report",
    query_file = "tests/models/counted.sql",
    doc_comments,
    security_barrier,
    check_option = "cascaded"
)]
#[grant(select, insert(id), to("pg_monitor"))]
#[grant(update, to("public"))]
#[grant(delete, to("pg_monitor"), with_grant_option)]
struct CountedOrg<'a> {
    /// Its number.
    id: i64,
    #[column(default = "'new'", comment = "in full")]
    name: &'a str,
}

#[test]
fn views() {
    same(
        &[PaidOrg::manifest(), CountedOrg::manifest(), Org::manifest()],
        "CREATE SCHEMA report;
         CREATE TYPE plan AS ENUM ('free', 'paid');
         CREATE TABLE org (id bigint PRIMARY KEY, name varchar(80) NOT NULL, plan plan NOT NULL);
         CREATE VIEW paid_org AS SELECT id, name AS \"Full Name\", plan FROM org WHERE plan = 'paid';
         CREATE VIEW report.\"Counted\" WITH (security_barrier, check_option = cascaded) AS SELECT name, id FROM org;
         COMMENT ON VIEW report.\"Counted\" IS E'Orgs\\nthat count.';
         COMMENT ON COLUMN report.\"Counted\".id IS 'Its number.';
         COMMENT ON COLUMN report.\"Counted\".name IS 'in full';
         ALTER VIEW report.\"Counted\" ALTER name SET DEFAULT 'new';
         GRANT SELECT, INSERT (id) ON report.\"Counted\" TO pg_monitor;
         GRANT UPDATE ON report.\"Counted\" TO PUBLIC;
         GRANT DELETE ON report.\"Counted\" TO pg_monitor WITH GRANT OPTION;",
    );
    assert_eq!((PaidOrg::NAME, PaidOrg::SCHEMA), ("paid_org", None));
    assert_eq!(PaidOrg::COLUMNS, ["plan", "id", "Full Name"]);
    assert_eq!(CountedOrg::COLUMN.name, "name");
    assert_eq!((CountedOrg::SCHEMA, CountedOrg::DATABASE), (Some("report"), "users"));
}

#[derive(View)]
#[db("users")]
#[view(query = "TABLE org", security_invoker, check_option = "local")]
struct OwnOrg {
    id: i64,
    name: String,
    plan: Plan,
}

#[test]
fn options_of_later_versions() {
    same_since(
        15,
        &[OwnOrg::manifest(), Org::manifest()],
        "CREATE TYPE plan AS ENUM ('free', 'paid');
         CREATE TABLE org (id bigint PRIMARY KEY, name varchar(80) NOT NULL, plan plan NOT NULL);
         CREATE VIEW own_org WITH (security_invoker, check_option = local) AS SELECT * FROM org;",
    );
}

#[derive(View)]
#[db("users")]
#[view(
    materialized,
    query = "SELECT plan, id % 2 AS odd, count(*) AS orgs FROM org GROUP BY 1, 2; -- not many",
    with(fillfactor = 70),
    tablespace = "pg_default",
    cluster_on = "plan_size_plan_odd_idx",
    comment = "for the report"
)]
#[index(columns(plan, odd desc), unique)]
#[index(name = "big", columns(orgs), where = "orgs > 1000", include(plan))]
#[statistics(columns(plan, odd))]
#[grant(select, select(orgs), to("pg_monitor"))]
struct PlanSize {
    plan: Plan,
    #[column(statistics = 500)]
    odd: Option<i64>,
    #[column(comment = "how many")]
    orgs: i64,
}

#[derive(View)]
#[db("users")]
#[view(materialized, with_no_data, query = "VALUES (1)", access_method = "heap")]
struct Later {
    #[column(name = "column1")]
    number: i32,
}

#[test]
fn materialized_views() {
    same(
        &[Org::manifest(), PlanSize::manifest(), Later::manifest()],
        "CREATE TYPE plan AS ENUM ('free', 'paid');
         CREATE TABLE org (id bigint PRIMARY KEY, name varchar(80) NOT NULL, plan plan NOT NULL);
         CREATE MATERIALIZED VIEW plan_size WITH (fillfactor = 70) AS
           SELECT plan, id % 2 AS odd, count(*) AS orgs FROM org GROUP BY 1, 2;
         CREATE UNIQUE INDEX ON plan_size (plan, odd DESC);
         CREATE INDEX big ON plan_size (orgs) INCLUDE (plan) WHERE orgs > 1000;
         ALTER MATERIALIZED VIEW plan_size CLUSTER ON plan_size_plan_odd_idx;
         ALTER MATERIALIZED VIEW plan_size ALTER odd SET STATISTICS 500;
         CREATE STATISTICS plan_size_plan_odd_stat ON plan, odd FROM plan_size;
         COMMENT ON MATERIALIZED VIEW plan_size IS 'for the report';
         COMMENT ON COLUMN plan_size.orgs IS 'how many';
         GRANT SELECT, SELECT (orgs) ON plan_size TO pg_monitor;
         CREATE MATERIALIZED VIEW later AS VALUES (1) WITH NO DATA;",
    );
}

#[derive(View)]
#[db("users")]
#[view(query = "SELECT 'free'::plan AS plan")]
struct OnePlan {
    plan: Plan,
}

#[test]
fn a_type_comes_with_a_view() {
    same_after(
        "CREATE EXTENSION hstore",
        &[OnePlan::manifest()],
        "CREATE TYPE plan AS ENUM ('free', 'paid'); CREATE VIEW one_plan AS SELECT 'free'::plan AS plan;",
    );
}
