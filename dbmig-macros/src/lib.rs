//! The derives of dbmig. Use them through `dbmig_runtime`, which re-exports them beside the traits and documents both
//! together.
//!
//! A derive is read in one direction: `attr` (tokens to values), `ast` (what the item says), `check` (mistakes that show
//! when everything is read), `expand` (values to tokens). Mistakes are gathered in a `context` and reported all at once;
//! after one, a fallback implementation keeps other code from failing too.
//!
//! This crate knows tokens. It knows no database and no file.

mod ast;
mod attr;
mod check;
mod context;
mod expand;
mod naming;
mod spelling;

use proc_macro::TokenStream;
use syn::DeriveInput;

use crate::context::Context;

/// Declares a table: a struct with named fields, one a column.
///
/// ```
/// use dbmig_runtime::{SqlType, Table};
///
/// #[derive(SqlType)]
/// pub struct OrgId(i64);
///
/// #[derive(SqlType)]
/// pub enum Plan {
///     Free,
///     Paid,
/// }
///
/// #[derive(Table)]
/// #[db("users")]
/// pub struct Org {
///     #[column(primary_key, identity)]
///     id: OrgId,
///     #[column(default = "'free'")]
///     plan: Plan,
/// }
///
/// #[derive(Table)]
/// #[db("users")]
/// #[table(name = "account", comment = "people who can sign in")]
/// #[index(columns(org_id, created_at desc), where = "deleted_at is null")]
/// #[check(name = "email_has_at", expr = "position('@' in email) > 1")]
/// pub struct Account {
///     #[column(primary_key, identity)]
///     id: i64,
///     #[column(type = "varchar(320)", unique)]
///     email: String,
///     #[column(references(Org::id), on_delete = "cascade")]
///     org_id: OrgId,
///     #[column(renamed_from = "title")]
///     display_name: Option<String>,
///     #[column(default = "now()")]
///     created_at: std::time::SystemTime,
///     deleted_at: Option<std::time::SystemTime>,
/// }
///
/// assert_eq!(Account::NAME, "account");
/// ```
///
/// Names in attributes (`columns(…)`, `include(…)`, `references(…)`) are fields of structs; SQL in strings (`default`,
/// `where`, `expr`) names columns, as PostgreSQL does. A column is nullable if its field is an `Option`.
///
/// # On the struct
///
/// | attribute | meaning |
/// |---|---|
/// | `#[db("users")]` | the database, as the migrations package names it; required |
/// | `#[table(name = "…")]` | the table's name; without it the struct's, in snake case, never in the plural |
/// | `#[table(schema = "…")]` | the PostgreSQL schema; without it the database's default one |
/// | `#[table(comment = "…")]` | `COMMENT ON TABLE` |
/// | `#[table(doc_comments)]` | the doc comments of the struct and its fields are comments, where there is no other |
/// | `#[table(renamed_from = "…")]` | the name the table had, so that it is renamed, not dropped |
/// | `#[table(unlogged)]` | `UNLOGGED` |
/// | `#[table(with(fillfactor = 70, "toast.autovacuum_enabled" = false))]` | storage parameters |
/// | `#[table(tablespace = "…", access_method = "…")]` | `TABLESPACE`, `USING` |
/// | `#[table(replica_identity = "full")]` | `REPLICA IDENTITY`: `full`, `nothing`, or the name of an index |
/// | `#[table(cluster_on = "…")]` | `CLUSTER ON`, an index |
/// | `#[table(inherits(Parent))]` | `INHERITS`, of structs; their columns need not be said again |
/// | `#[table(row_security)]`, `#[table(row_security = "forced")]` | `ENABLE` and `FORCE ROW LEVEL SECURITY` |
/// | `#[primary_key(columns(a, b))]` | a primary key of several columns |
/// | `#[unique(columns(a, b))]` | a unique constraint; also `nulls_not_distinct` |
/// | `#[foreign_key(columns(a, b), references(Other(x, y)))]` | a foreign key of several columns; also `on_delete`, `on_delete_columns(a)`, `on_update`, `match = "full"`, `period` |
/// | `#[check(name = "…", expr = "…")]` | a check constraint; also `no_inherit` |
/// | `#[exclude(using = "gist", elements(room with "=", "tstzrange(a, b)" with "&&"))]` | an exclusion constraint; also `where = "…"` |
/// | `#[index(columns(a, b desc nulls last))]` | an index; also `unique`, `where = "…"`, `using = "gin"`, `nulls_not_distinct` |
/// | `#[statistics(columns(a, b, "lower(c)"))]` | extended statistics; also `kinds(ndistinct, dependencies, mcv)`, `target = 100` |
/// | `#[partition_by(range(created_at))]` | `PARTITION BY`; or `list(…)` or `hash(…)`, with keys as of an index |
/// | `#[partition(name = "…", values = "FROM (1) TO (9)")]` | a partition; or `default` for `values`; also `schema`, `of = "…"` (another partition), `partition_by(list(…))`, `unlogged`, `with`, `tablespace`, `renamed_from` |
/// | `#[policy(name = "…", using = "…")]` | a row security policy; also `for = "select"`, `to(role, "public")`, `with_check = "…"`, `restrictive` |
/// | `#[grant(select, insert(email), to("app"))]` | privileges on the table or on columns; `all` for those on the table; also `with_grant_option` |
///
/// All but `grant` take `comment = "…"`, and constraints, indexes and statistics `name = "…"`. What is over an expression,
/// and a check on the struct, needs the name; any other without one has the name that PostgreSQL would choose. Keys,
/// exclusion constraints and indexes take `include(c)`, `with(…)` and `tablespace = "…"`; the constraints among them
/// `index_comment = "…"` too, and keys `without_overlaps`. Keys, foreign keys and exclusion constraints take
/// `deferrable` and `initially_deferred`; foreign keys and checks take `not_valid` and `not_enforced`.
///
/// A key of an index is written as in `CREATE INDEX`: a field, or an SQL expression in a string, then
/// `collate "…"`, an operator class (`text_pattern_ops`, `gist_trgm_ops(siglen = 32)`, or any in a string), `asc` or `desc`,
/// `nulls first` or `nulls last`, and for an expression `statistics 500`.
///
/// # On a field
///
/// | `#[column(…)]` | meaning |
/// |---|---|
/// | `name = "…"` | the column's name; without it the field's |
/// | `type = "…"` | the SQL type; without it the one of the field's type, which is a `SqlType` |
/// | `primary_key`, `primary_key = "…"` | the primary key, and its name |
/// | `identity`, `identity = "by_default"` | `GENERATED ALWAYS` or `BY DEFAULT AS IDENTITY` |
/// | `identity(by_default, start = 1000)` | the same with options of the sequence: also `increment`, `min`, `max`, `cache`, `cycle`, `sequence = "…"`, `logged`, `unlogged`, `comment = "…"` |
/// | `default = "now()"` | the default: SQL in a string, a number, or a boolean |
/// | `unique`, `unique = "…"` | a unique constraint, and its name |
/// | `references(Org::id)` | a foreign key; `Self::id` is the table itself |
/// | `foreign_key = "…"` | the foreign key's name |
/// | `on_delete = "…"`, `on_update = "…"` | `cascade`, `restrict`, `set null`, `set default`, `no action` |
/// | `match = "full"`, `deferrable`, `initially_deferred`, `not_valid`, `not_enforced` | more about the foreign key |
/// | `check = "…"`, `check(name = "…", expr = "…")` | a check constraint; with the options it has on the struct |
/// | `not_null = "…"`, `not_null(name = "…", no_inherit, not_valid)` | the name and options of the not-null constraint (PostgreSQL 18) |
/// | `generated = "…"` | `GENERATED ALWAYS AS (…) STORED`; with `virtual`, `VIRTUAL` (PostgreSQL 18) |
/// | `collation = "…"` | the collation |
/// | `storage = "…"`, `compression = "…"` | `plain`, `external`, `extended`, `main`; `pglz`, `lz4` |
/// | `statistics = 500` | `SET STATISTICS` |
/// | `with(n_distinct = -0.5)` | options of the column |
/// | `comment = "…"` | `COMMENT ON COLUMN` |
/// | `renamed_from = "…"` | the name the column had, so that it is renamed, not dropped |
///
/// # Names for queries
///
/// `Account::NAME` is the table's name, `Account::COLUMNS` are those of the columns, and `Account::COLUMN.email` is one of
/// them, by its field.
///
/// # What the compiler checks
///
/// A foreign key's table and columns exist, they are a key, the SQL types agree, and both tables are in one
/// database; keys and identities can't be null, and `set null` can; no two names collide, those among them that
/// PostgreSQL gives. What it can't know, SQL in strings for example,
/// PostgreSQL checks when a revision is made.
///
/// ```compile_fail
/// # use dbmig_runtime::Table;
/// #[derive(Table)]
/// #[db("users")]
/// struct Org {
///     #[column(primary_key)]
///     id: i64,
/// }
///
/// #[derive(Table)]
/// #[db("analytics")]
/// struct Session {
///     // a foreign key can't cross databases: `Session` is in "analytics", `Org` in "users"
///     #[column(references(Org::id))]
///     org_id: i64,
/// }
/// ```
///
/// See <https://www.postgresql.org/docs/current/sql-createtable.html>.
#[proc_macro_derive(
    Table,
    attributes(
        db,
        table,
        column,
        index,
        check,
        unique,
        primary_key,
        foreign_key,
        exclude,
        partition_by,
        partition,
        policy,
        grant,
        statistics
    )
)]
pub fn derive_table(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as DeriveInput);
    let context = Context::default();
    let table = ast::Table::parse(&context, &input);
    check::table(&context, &table);
    if context.is_clean() {
        return expand::table(&table).into();
    }
    let mut tokens = context.into_tokens();
    tokens.extend(expand::table_fallback(&input));
    tokens.into()
}

#[doc = include_str!("view.md")]
#[proc_macro_derive(
    View,
    attributes(
        db,
        view,
        column,
        index,
        statistics,
        grant,
        // Those of tables, to say why a view has none.
        table,
        check,
        unique,
        primary_key,
        foreign_key,
        exclude,
        partition_by,
        partition,
        policy
    )
)]
pub fn derive_view(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as DeriveInput);
    let context = Context::default();
    let view = ast::View::parse(&context, &input);
    check::view(&context, &view);
    if context.is_clean() {
        return expand::view(&view).into();
    }
    let mut tokens = context.into_tokens();
    tokens.extend(expand::view_fallback(&input));
    tokens.into()
}

/// Gives a type of your own an SQL type, so that columns can have it.
///
/// A struct with one field has the field's SQL type. An enum without data is a PostgreSQL enum type, which is created in
/// each database where a column has it. Any type can say its SQL type.
///
/// ```
/// use dbmig_runtime::SqlType;
///
/// #[derive(SqlType)]
/// pub struct UserId(i64);
///
/// #[derive(SqlType)]
/// #[sql_type(rename_all = "kebab-case", comment = "what a member may do")]
/// pub enum Role {
///     ReadOnly,
///     #[sql_type(label = "member", renamed_from = "user")]
///     Member,
///     Owner,
/// }
///
/// #[derive(SqlType)]
/// #[sql_type(type = "jsonb")]
/// pub struct Settings {
///     theme: String,
///     page_size: u8,
/// }
/// ```
///
/// A struct can be a domain over its field's type or, with named fields, a composite type. They too are created where
/// columns have them.
///
/// ```
/// # use dbmig_runtime::SqlType;
/// #[derive(SqlType)]
/// #[sql_type(domain, check = "VALUE LIKE '%@%'")]
/// pub struct Email(String);
///
/// #[derive(SqlType)]
/// #[sql_type(composite)]
/// pub struct Address {
///     street: String,
///     #[sql_type(type = "varchar(10)")]
///     code: String,
/// }
/// ```
///
/// | `#[sql_type(…)]` | on | meaning |
/// |---|---|---|
/// | `type = "…"` | anything | the SQL type of whatever this is; of a domain, the type that it is over |
/// | `domain` | struct | a domain over the type of the one field |
/// | `composite` | struct | a composite type with an attribute a field |
/// | `name = "…"` | enum, domain, composite | the type's name; without it the Rust name, in snake case |
/// | `schema = "…"` | enum, domain, composite | its schema; without it the database's default one |
/// | `comment = "…"` | enum, domain, composite | `COMMENT ON TYPE` or `DOMAIN` |
/// | `rename_all = "…"` | enum | how labels are made of the variants' names: `snake_case` (unless said), `kebab-case`, `camelCase`, `PascalCase`, `SCREAMING_SNAKE_CASE`, `SCREAMING-KEBAB-CASE`, `lowercase`, `UPPERCASE` |
/// | `renamed_from = "…"` | enum, domain, composite | the name the type had, so that it is renamed, not dropped |
/// | `check = "…"`, `check(name = "…", expr = "…")` | domain | a check, of `VALUE` |
/// | `default = "…"`, `not_null`, `not_null = "…"`, `collation = "…"` | domain | as of a column |
///
/// On a variant, `label = "…"` is its label and `renamed_from = "…"` the label it had. On a field of a composite type,
/// `name`, `type`, `collation` and `comment` are those of the attribute, and `renamed_from` is the name it had.
///
/// See <https://www.postgresql.org/docs/current/datatype-enum.html>, <https://www.postgresql.org/docs/current/domains.html>
/// and <https://www.postgresql.org/docs/current/rowtypes.html>.
#[proc_macro_derive(SqlType, attributes(sql_type))]
pub fn derive_sql_type(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as DeriveInput);
    let context = Context::default();
    let parsed = ast::SqlType::parse(&context, &input);
    if let Some(sql_type) = &parsed {
        check::sql_type(&context, sql_type);
    }
    match parsed {
        Some(sql_type) if context.is_clean() => expand::sql_type(&input.ident, &sql_type).into(),
        _ => {
            let mut tokens = context.into_tokens();
            tokens.extend(expand::sql_type_fallback(&input));
            tokens.into()
        }
    }
}

/// Declares anything that structs can't say, as SQL: functions, triggers, extensions, grants, and views whose columns need
/// no types.
///
/// ```
/// use dbmig_runtime::{Table, sql};
///
/// #[derive(Table)]
/// #[db("users")]
/// pub struct Account {
///     #[column(primary_key)]
///     id: i64,
///     deleted_at: Option<std::time::SystemTime>,
/// }
///
/// sql!("users", "CREATE VIEW active_account AS SELECT id FROM account WHERE deleted_at IS NULL");
/// sql!("users", "GRANT SELECT ON active_account TO PUBLIC");
/// ```
///
/// The database comes first, then a text of one or more statements, which say what there shall be: `CREATE`, `COMMENT`, `GRANT`,
/// `ALTER … ENABLE`. What changed is found by comparing: to change a view, change its text here. Tables and texts may
/// stand in any order and in any file; what needs something else waits for it, and a name without a schema is in the
/// database's default one. The statements of one text run in their order. Rows, transactions and commands of psql are
/// no part of a schema, and are refused when a revision is made.
#[proc_macro]
pub fn sql(input: TokenStream) -> TokenStream {
    declared(input, "sql!(\"users\", \"CREATE VIEW …\")", expand::sql)
}

/// Declares what stands in a file as [`sql!`] declares a text: `sql_file!("users", "sql/active_account.sql")`.
///
/// The path starts at the package's folder, where its `Cargo.toml` is. Cargo builds the package again when the file changes.
#[proc_macro]
pub fn sql_file(input: TokenStream) -> TokenStream {
    declared(input, "sql_file!(\"users\", \"sql/views.sql\")", expand::sql_file)
}

fn declared(
    input: TokenStream,
    form: &str,
    expand: impl Fn(&ast::DeclaredSql) -> proc_macro2::TokenStream,
) -> TokenStream {
    match syn::parse::<ast::DeclaredSql>(input) {
        Ok(declared) => {
            let context = Context::default();
            check::declared_sql(&context, &declared, form);
            if context.is_clean() { expand(&declared).into() } else { context.into_tokens().into() }
        }
        Err(error) => {
            let message = format!("{error}: write `{form}`, both as literals");
            syn::Error::new(error.span(), message).to_compile_error().into()
        }
    }
}
