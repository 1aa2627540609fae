//! Tables.

use super::writes;

pub(super) const USUAL: &str = r#"CREATE TABLE org (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE CHECK (name <> ''),
      plan text DEFAULT 'free', size int NOT NULL DEFAULT 0 CHECK (size >= 0), is_open boolean NOT NULL DEFAULT true, parent bigint REFERENCES org,
      CHECK (size > 0 OR is_open), CONSTRAINT odd CHECK (size < 100), UNIQUE (name, size));
    CREATE INDEX ON org (parent);
    CREATE UNIQUE INDEX org_lower ON org (lower(name));
    CREATE INDEX ON org (size DESC) INCLUDE (name) WHERE is_open;
    CREATE TABLE member (org_id bigint REFERENCES org ON DELETE CASCADE, no int, name text CONSTRAINT named REFERENCES org (name),
      price numeric CONSTRAINT member_price_check CHECK (price > 0) NO INHERIT, PRIMARY KEY (org_id, no));
    CREATE TABLE visit (org_id bigint, no int, FOREIGN KEY (org_id, no) REFERENCES member, room int4range, EXCLUDE USING gist (room WITH &&));"#;

#[test]
fn what_is_usual_is_left_out() {
    writes(
        USUAL,
        &[
            (
                "member",
                r#"use super::Org;
                   #[primary_key(columns(org_id, no))]
                   pub struct Member {
                       #[column(references(Org::id), on_delete = "cascade")]
                       pub org_id: i64,
                       pub no: i32,
                       #[column(references(Org::name), foreign_key = "named")]
                       pub name: Option<String>,
                       #[column(type = "numeric", check(expr = "price > (0)::numeric", no_inherit))]
                       pub price: Option<String>,
                   }"#,
            ),
            (
                "org",
                r#"#[unique(columns(name, size))]
                   #[check(name = "odd", expr = "size < 100")]
                   #[check(name = "org_check", expr = "(size > 0) OR is_open")]
                   #[index(columns("lower(name)"), name = "org_lower", unique)]
                   #[index(columns(parent))]
                   #[index(columns(size desc), include(name), where = "is_open")]
                   pub struct Org {
                       #[column(primary_key, identity)]
                       pub id: i64,
                       #[column(unique, check = "name <> ''::text")]
                       pub name: String,
                       #[column(default = "'free'")]
                       pub plan: Option<String>,
                       #[column(default = 0, check = "size >= 0")]
                       pub size: i32,
                       #[column(default = true)]
                       pub is_open: bool,
                       #[column(references(Self::id))]
                       pub parent: Option<i64>,
                   }"#,
            ),
            (
                "visit",
                r#"use super::Member;
                   use dbmig_runtime::{Table, types};
                   #[foreign_key(columns(org_id, no), references(Member(org_id, no)))]
                   #[exclude(elements(room with "&&"))]
                   pub struct Visit {
                       pub org_id: Option<i64>,
                       pub no: Option<i32>,
                       pub room: Option<types::Range<i32>>,
                   }"#,
            ),
        ],
        r#""#,
    );
}

pub(super) const COMMENTS: &str = r#"CREATE TABLE org (id bigint, name text);
    COMMENT ON TABLE org IS E'Who pays.\n\nIt''s "them".';
    COMMENT ON COLUMN org.name IS 'what it is called';
    CREATE TABLE other (id bigint, name text);
    COMMENT ON TABLE other IS 'plain';
    COMMENT ON COLUMN other.name IS 'a [link]';"#;

#[test]
fn comments_are_doc_comments_where_they_can_be() {
    writes(
        COMMENTS,
        &[
            (
                "org",
                r#"/// Who pays.
                   ///
                   /// It's "them".
                   #[table(doc_comments)]
                   pub struct Org {
                       pub id: Option<i64>,
                       /// what it is called
                       pub name: Option<String>,
                   }"#,
            ),
            (
                "other",
                r#"#[table(comment = "plain")]
                   pub struct Other {
                       pub id: Option<i64>,
                       #[column(comment = "a [link]")]
                       pub name: Option<String>,
                   }"#,
            ),
        ],
        r#""#,
    );
}

pub(super) const INHERITANCE: &str = r#"CREATE TABLE thing (id bigint NOT NULL, name text DEFAULT '?');
    CREATE TABLE priced (price int NOT NULL);
    CREATE TABLE good (weight int, PRIMARY KEY (id)) INHERITS (thing, priced);
    CREATE TABLE cargo (weight int, ship text) INHERITS (good);
    CREATE TABLE priced_again () INHERITS (priced);
    CREATE TABLE nothing ();
    ALTER TABLE cargo ALTER name SET DEFAULT 'cargo';
    CREATE INDEX ON cargo (weight);
    CREATE INDEX ON cargo (name);"#;

#[test]
fn inheritance() {
    writes(
        INHERITANCE,
        &[
            (
                "cargo",
                r#"use super::Good;
                   #[table(inherits(Good))]
                   #[index(columns(weight))]
                   pub struct Cargo {
                       pub weight: Option<i32>,
                       pub ship: Option<String>,
                   }"#,
            ),
            (
                "good",
                r#"use super::{Priced, Thing};
                   #[table(inherits(Thing, Priced))]
                   pub struct Good {
                       pub weight: Option<i32>,
                   }"#,
            ),
            ("nothing", "pub struct Nothing {}"),
            (
                "priced",
                r#"pub struct Priced {
                       pub price: i32,
                   }"#,
            ),
            ("priced_again", "use super::Priced; #[table(inherits(Priced))] pub struct PricedAgain {}"),
            (
                "thing",
                r#"pub struct Thing {
                       pub id: i64,
                       #[column(default = "'?'")]
                       pub name: Option<String>,
                   }"#,
            ),
        ],
        r#"ALTER TABLE cargo ALTER COLUMN name SET DEFAULT 'cargo'::text
           ALTER TABLE good ADD CONSTRAINT good_pkey PRIMARY KEY (id)
           CREATE INDEX cargo_name_idx ON cargo USING btree (name)"#,
    );
}

pub(super) const NAMES: &str = r#"CREATE TABLE type (self int, "Type" int, "type" int);
    CREATE TABLE mod ("a b" int, a_b int, "1" int UNIQUE, CHECK ("1" > 0));
    CREATE SCHEMA names;
    CREATE TABLE names.mod (id int REFERENCES mod ("1"));
    CREATE TABLE std (id int);
    CREATE TABLE types (id int);
    CREATE TABLE "Option" (id int);"#;

#[test]
fn names_of_a_database_are_rust() {
    writes(
        NAMES,
        &[
            (
                "mod_",
                r##"pub struct Mod {
                    #[column(name = "a b")]
                    pub a_b_2: Option<i32>,
                    pub a_b: Option<i32>,
                    #[column(name = "1", unique, check = r#""1" > 0"#)]
                    pub _1: Option<i32>,
                }"##,
            ),
            (
                "names_mod",
                r#"use super::Mod;
                #[table(name = "mod", schema = "names")]
                pub struct NamesMod {
                    #[column(references(Mod::_1))]
                    pub id: Option<i32>,
                }"#,
            ),
            (
                "option2",
                r#"#[table(name = "Option")]
                pub struct Option2 {
                    pub id: Option<i32>,
                }"#,
            ),
            ("std_2", "pub struct Std { pub id: Option<i32> }"),
            (
                "type_",
                r#"pub struct Type {
                    #[column(name = "self")]
                    pub self_: Option<i32>,
                    #[column(name = "Type")]
                    pub type_2: Option<i32>,
                    pub r#type: Option<i32>,
                }"#,
            ),
            ("types_2", "pub struct Types { pub id: Option<i32> }"),
        ],
        "",
    );
}

pub(super) const STORAGE: &str = r#"CREATE EXTENSION pg_trgm;
    CREATE TABLE doc (id int, text text) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, toast.autovacuum_enabled = false);
    ALTER TABLE doc ALTER id SET (n_distinct = -0.5), ALTER text SET STATISTICS 500, ALTER text SET STORAGE EXTERNAL;
    CREATE INDEX ON doc USING gist (text gist_trgm_ops (siglen = 32)) WITH (buffering = auto);
    CREATE INDEX ON doc (text COLLATE "C" text_pattern_ops DESC NULLS LAST);
    CREATE INDEX doc_text ON doc ((text || id));
    ALTER INDEX doc_text ALTER COLUMN 1 SET STATISTICS 100;"#;

#[test]
fn parameters_are_written_as_they_are() {
    writes(
        STORAGE,
        &[(
            "doc",
            r#"#[table(
                with(
                    autovacuum_vacuum_scale_factor = 0.05,
                    fillfactor = 70,
                    "toast.autovacuum_enabled" = false
                )
            )]
            #[index(columns("text || id" statistics 100), name = "doc_text")]
            #[index(
                columns(text gist_trgm_ops(siglen = 32)),
                using = "gist",
                with(buffering = auto)
            )]
            #[index(
                columns(text collate "C" text_pattern_ops desc nulls last),
                name = "doc_text_idx1"
            )]
            pub struct Doc {
                #[column(with(n_distinct = -0.5))]
                pub id: Option<i32>,
                #[column(storage = "external", statistics = 500)]
                pub text: Option<String>,
            }"#,
        )],
        "",
    );
}
