//! Everything a view can say, in a private module, beside other derives, with lifetimes and raw names.
#![forbid(unsafe_code)]
#![deny(warnings)]

mod inner {
    use dbmig_runtime::{SqlType, Table, View};

    #[derive(SqlType)]
    pub struct OrgId(#[expect(dead_code, reason = "stands for its type")] i64);

    #[derive(Table)]
    #[db("users")]
    #[expect(dead_code, reason = "the struct stands for its declaration")]
    pub struct Org {
        #[column(primary_key)]
        id: OrgId,
        name: String,
    }

    #[derive(Debug, Clone, serde::Serialize, View)]
    #[db("users")]
    #[view(
        name = "Named",
        schema = "report",
        comment = "orgs",
        doc_comments,
        query = r#"SELECT id AS "Id", name, 1 AS type FROM org"#,
        security_barrier,
        security_invoker,
        check_option = "local"
    )]
    #[grant(all, to("app"))]
    pub struct Named<'a> {
        #[column(name = "Id", type = "int8", comment = "number")]
        pub id: i64,
        /// In full.
        #[column(default = "''")]
        pub name: Option<&'a str>,
        pub r#type: Option<i32>,
    }

    #[derive(View)]
    #[db("users")]
    #[view(
        materialized,
        with_no_data,
        query = "SELECT name, count(*) AS number FROM org GROUP BY name",
        with(fillfactor = 70, "toast.autovacuum_enabled" = false),
        tablespace = "fast",
        access_method = "heap",
        cluster_on = "count_name_idx",
        renamed_from = "counts"
    )]
    #[index(columns(name), unique, name = "count_name_idx")]
    #[index(columns("lower(name)"), name = "lower_name")]
    #[statistics(columns(name, number))]
    #[grant(select(name), to("app"), with_grant_option)]
    #[expect(dead_code, reason = "the struct stands for its declaration")]
    pub struct Count {
        #[column(statistics = 100)]
        name: String,
        number: i64,
    }
}

/// A view shows nothing of its own.
#[derive(dbmig_runtime::View)]
#[db("users")]
#[view(query = "SELECT")]
struct Nothing {}

fn main() {
    use dbmig_runtime::View;

    assert_eq!(inner::Named::NAME, "Named");
    assert_eq!(inner::Named::SCHEMA, Some("report"));
    assert_eq!(inner::Named::COLUMNS, ["Id", "name", "type"]);
    assert_eq!(inner::Named::COLUMN.r#type, "type");
    assert_eq!(inner::Count::COLUMN.number, "number");
    assert!(inner::Count::manifest().windows(9).any(|bytes| bytes == b"count(*) "));
    assert_eq!(Nothing::COLUMNS, [""; 0]);
    let named = inner::Named { id: 1, name: None, r#type: None };
    assert!(format!("{named:?}").contains("Named"));
}
