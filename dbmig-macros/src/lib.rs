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
/// | `#[table(renamed_from = "…")]` | the name the table had, so that it is renamed, not dropped |
/// | `#[primary_key(columns(a, b))]` | a primary key of several columns |
/// | `#[unique(columns(a, b))]` | a unique constraint; also `nulls_not_distinct` |
/// | `#[check(name = "…", expr = "…")]` | a check constraint |
/// | `#[index(columns(a, b desc nulls last))]` | an index; also `unique`, `where = "…"`, `using = "gin"`, `include(c)`, `nulls_not_distinct` |
///
/// Keys, checks and indexes take `name = "…"` and `comment = "…"`. A check on the struct and an index over an expression
/// need the name; any other without one has the name that PostgreSQL would choose. A key of an index is written as in `CREATE INDEX`: a field, or an SQL expression in a string, then
/// `collate "…"`, an operator class (`text_pattern_ops`, or any in a string), `asc` or `desc`, `nulls first` or `nulls last`.
///
/// # On a field
///
/// | `#[column(…)]` | meaning |
/// |---|---|
/// | `name = "…"` | the column's name; without it the field's |
/// | `type = "…"` | the SQL type; without it the one of the field's type, which is a `SqlType` |
/// | `primary_key` | the primary key |
/// | `identity`, `identity = "by_default"` | `GENERATED ALWAYS` or `BY DEFAULT AS IDENTITY` |
/// | `default = "now()"` | the default: SQL in a string, a number, or a boolean |
/// | `unique` | a unique constraint |
/// | `references(Org::id)` | a foreign key; `Self::id` is the table itself |
/// | `on_delete = "…"`, `on_update = "…"` | `cascade`, `restrict`, `set null`, `set default`, `no action` |
/// | `check = "…"` | a check constraint |
/// | `generated = "…"` | `GENERATED ALWAYS AS (…) STORED` |
/// | `collation = "…"` | the collation |
/// | `comment = "…"` | `COMMENT ON COLUMN` |
/// | `renamed_from = "…"` | the name the column had, so that it is renamed, not dropped |
///
/// # What the compiler checks
///
/// A foreign key's table and column exist, the column is unique, the SQL types agree, and both tables are in one
/// database; keys and identities can't be null, and `set null` can. What it can't know, SQL in strings for example,
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
#[proc_macro_derive(Table, attributes(db, table, column, index, check, unique, primary_key))]
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
/// | `#[sql_type(…)]` | meaning |
/// |---|---|
/// | `type = "…"` | the SQL type of whatever this is |
/// | `name = "…"` | the enum type's name; without it the enum's, in snake case |
/// | `schema = "…"` | its schema; without it the database's default one |
/// | `rename_all = "…"` | how labels are made of the variants' names: `snake_case` (unless said), `kebab-case`, `camelCase`, `PascalCase`, `SCREAMING_SNAKE_CASE`, `SCREAMING-KEBAB-CASE`, `lowercase`, `UPPERCASE` |
/// | `comment = "…"` | `COMMENT ON TYPE` |
/// | `renamed_from = "…"` | the name the type had |
///
/// On a variant, `label = "…"` is its label and `renamed_from = "…"` the label it had.
///
/// See <https://www.postgresql.org/docs/current/datatype-enum.html>.
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
