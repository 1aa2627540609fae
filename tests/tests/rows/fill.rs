//! Rows for tables of all shapes, on a real server.

use std::fs;
use std::path::Path;

use dbmig_runtime::catalog::Catalog;
use dbmig_runtime::inspect::{self, inspect};
use dbmig_runtime::rows::Filling;
use dbmig_runtime::runner::{Filled, fill};
use dbmig_tests::corpus::{scripts, two_at_a_time};
use dbmig_tests::dump::run_script;
use dbmig_tests::schemas::SCHEMAS;
use dbmig_tests::server::{TestDatabase, database};

pub(crate) fn catalog(database: &TestDatabase) -> Catalog {
    let options = inspect::Options { default_schema: "public", own_tables: &[] };
    inspect(&mut database.connect(), &options).unwrap()
}

fn filled(database: &TestDatabase) -> Filled {
    let catalog = catalog(database);
    fill(&mut database.connect(), &Filling::plan(&catalog, catalog.tables.keys()), "public").unwrap()
}

/// Fills every table of the schema that `sql` makes; only `unfillable` may stay empty.
#[track_caller]
fn check_but(sql: &str, unfillable: &[&str]) -> TestDatabase {
    let database = database();
    database.connect().batch_execute(sql).unwrap_or_else(|error| panic!("{error:?}\n{sql}"));
    let filled = filled(&database);
    let unfilled: Vec<String> = filled.unfilled.iter().map(|one| one.table.to_string()).collect();
    assert_eq!(unfilled, unfillable, "{filled:#?}\n{sql}");
    database
}

#[track_caller]
fn check(sql: &str) -> TestDatabase {
    check_but(sql, &[])
}

/// What `query` counts afterwards.
#[track_caller]
fn counts(sql: &str, query: &str, expected: i64) {
    let database = check(sql);
    let count: i64 = database.connect().query_one(query, &[]).unwrap().get(0);
    assert_eq!(count, expected, "{query}\n{sql}");
}

macro_rules! cases {
    ($($name:ident: $sql:literal;)*) => {$(
        #[test]
        fn $name() {
            check($sql);
        }
    )*};
}

const TYPES: &[&str] = &[
    "smallint",
    "integer",
    "bigint",
    "real",
    "double precision",
    "numeric",
    "numeric(5,2)",
    "numeric(3,3)",
    "numeric(1)",
    "money",
    "text",
    "varchar",
    "varchar(1)",
    "varchar(40)",
    "char(3)",
    "char",
    "name",
    "\"char\"",
    "boolean",
    "date",
    "time",
    "timetz(3)",
    "timestamp",
    "timestamptz(0)",
    "interval",
    "interval day to second(3)",
    "bytea",
    "uuid",
    "json",
    "jsonb",
    "jsonpath",
    "inet",
    "cidr",
    "macaddr",
    "macaddr8",
    "bit",
    "bit(5)",
    "bit varying",
    "varbit(2)",
    "tsvector",
    "tsquery",
    "point",
    "line",
    "lseg",
    "box",
    "path",
    "polygon",
    "circle",
    "oid",
    "xid",
    "xid8",
    "cid",
    "tid",
    "pg_lsn",
    "pg_snapshot",
    "txid_snapshot",
    "regclass",
    "regtype",
    "regproc",
    "regprocedure",
    "regoper",
    "regoperator",
    "regnamespace",
    "regrole",
    "regconfig",
    "regdictionary",
    "regcollation",
    "int4range",
    "int8range",
    "numrange",
    "daterange",
    "tsrange",
    "tstzrange",
    "int4multirange",
    "int8multirange",
    "nummultirange",
    "datemultirange",
    "tsmultirange",
    "tstzmultirange",
    "int2vector",
    "oidvector",
    "refcursor",
    "aclitem",
    "mood",
    "email",
    "pair",
    "span",
    "span_multi",
    "other",
    "text[]",
    "integer[]",
    "numeric(5,2)[]",
    "varchar(3)[]",
    "mood[]",
    "email[]",
    "pair[]",
    "jsonb[]",
    "daterange[]",
    "bit(2)[]",
    "tags",
];

#[test]
fn every_type() {
    let database = database();
    database
        .connect()
        .batch_execute(
            "CREATE TYPE mood AS ENUM ('ok', 'it''s'); CREATE DOMAIN email AS varchar(99) NOT NULL CHECK (VALUE ~ '^[^@]+@[^@]+$'); \
             CREATE TYPE pair AS (a int, b mood); CREATE TYPE span AS RANGE (subtype = float8, multirange_type_name = span_multi); \
             CREATE TABLE other (x int, y text[]); CREATE DOMAIN tags AS text[] CHECK (cardinality(VALUE) > 0)",
        )
        .unwrap();
    let columns: Vec<String> =
        TYPES.iter().enumerate().map(|(number, name)| format!("c{number} {name} NOT NULL")).collect();
    database.connect().batch_execute(&format!("CREATE TABLE t ({})", columns.join(", "))).unwrap();
    let filled = filled(&database);
    assert!(filled.unfilled.is_empty(), "{filled:#?}");
    let count: i64 = database.connect().query_one("SELECT count(*) FROM t", &[]).unwrap().get(0);
    assert_eq!(count, 3);
}

#[test]
fn every_schema() {
    for (name, sql) in SCHEMAS {
        let database = database();
        database.connect().batch_execute(sql).unwrap();
        let filled = filled(&database);
        assert!(filled.unfilled.is_empty(), "{name}: {filled:#?}");
    }
}

cases! {
    no_columns: "CREATE TABLE t ()";
    checks: "CREATE TABLE t (a int NOT NULL CHECK (a > 100), b numeric(4,2) NOT NULL CHECK (b BETWEEN 12.5 AND 12.75), c text NOT NULL CHECK (c IN ('x', 'it''s')),
        d varchar(9) NOT NULL CHECK (d = ANY (ARRAY['new', 'old'])), e text NOT NULL CHECK (length(e) = 7), f text NOT NULL CHECK (position('@' in f) > 1),
        g text NOT NULL CHECK (g ~ '^[A-Z]{2}-\\d{3}$'), h text NOT NULL CHECK (h LIKE 'https://%'), i int NOT NULL CHECK (i % 5 = 0 AND i <> 0), j text NOT NULL CHECK (j <> ''),
        k date NOT NULL CHECK (k > '2030-05-05'), l jsonb NOT NULL CHECK (jsonb_typeof(l) = 'array'), m jsonb NOT NULL CHECK (m ? 'key'), n text[] NOT NULL CHECK (cardinality(n) = 2),
        o bytea NOT NULL CHECK (octet_length(o) = 32), p int NOT NULL CHECK (p < 0 OR p > 1000), q text NOT NULL CHECK (q = upper(q)), r bigint CHECK (r IS NOT NULL), s smallint NOT NULL CHECK (s = -7),
        u boolean NOT NULL CHECK (u), v uuid NOT NULL CHECK (v <> '00000000-0000-4000-8000-000000000001'), w interval NOT NULL CHECK (w >= '3 days'))";
    checks_of_several: "CREATE TABLE t (a int NOT NULL, b int NOT NULL, kind text NOT NULL, x int, y int, z int, CHECK (a < b), CHECK ((kind = 'x' AND x IS NOT NULL AND y IS NULL) OR (kind = 'y' AND y IS NOT NULL AND x IS NULL)),
        CHECK (num_nonnulls(x, y, z) = 1), start timestamptz NOT NULL, stop timestamptz NOT NULL, CHECK (stop > start))";
    one_of_many: "CREATE TABLE t (a int, b int, c int, d int, e int, f int, g int, h int, i int, j int, CHECK (num_nonnulls(a, b, c, d, e, f, g, h, i, j) = 1))";
    all_or_none: "CREATE TABLE t (a int, b text, c date, CHECK ((a IS NULL) = (b IS NULL) AND (b IS NULL) = (c IS NULL)))";
    domains: "CREATE DOMAIN posint AS int CHECK (VALUE > 1000); CREATE DOMAIN big AS posint NOT NULL CHECK (VALUE < 5000); CREATE DOMAIN code AS text CHECK (VALUE ~ '^[a-z]{3}[0-9]+$'); CREATE TABLE t (a big PRIMARY KEY, b code NOT NULL UNIQUE, c big[])";
    singleton: "CREATE TABLE t (id bool PRIMARY KEY DEFAULT true CHECK (id), a text)";
    generated: "CREATE TABLE t (a int NOT NULL, b int GENERATED ALWAYS AS (a * 2) STORED CHECK (b > 10), UNIQUE (b)); CREATE TABLE u (a int GENERATED ALWAYS AS IDENTITY, b serial PRIMARY KEY, c bigint GENERATED BY DEFAULT AS IDENTITY UNIQUE)";
    defaults: "CREATE TABLE t (a uuid PRIMARY KEY DEFAULT gen_random_uuid(), b timestamptz NOT NULL DEFAULT now(), c text DEFAULT 'x' UNIQUE)";
    keys: "CREATE TABLE t (a int, b text, c date, PRIMARY KEY (a, b), UNIQUE (b, c)); CREATE UNIQUE INDEX ON t (lower(b)); CREATE UNIQUE INDEX ON t ((a % 10)) WHERE c IS NOT NULL";
    few_values: "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (a bool PRIMARY KEY); CREATE TABLE u (a e, b bool, PRIMARY KEY (a, b))";
    exclusions: "CREATE TABLE t (room int NOT NULL, during tstzrange NOT NULL, EXCLUDE USING gist (during WITH &&)); CREATE TABLE u (a timestamp NOT NULL, b timestamp NOT NULL, EXCLUDE USING gist (tsrange(a, b) WITH &&), CHECK (a < b)); \
        CREATE TABLE v (c circle NOT NULL, EXCLUDE USING gist (c WITH &&))";
    partitions: "CREATE TABLE p (a int NOT NULL, b date, PRIMARY KEY (a)) PARTITION BY RANGE (a); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1000) TO (2000); CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (2000) TO (MAXVALUE) PARTITION BY LIST (a);
        CREATE TABLE p21 PARTITION OF p2 FOR VALUES IN (2500, 2501); CREATE TABLE p2d PARTITION OF p2 DEFAULT; CREATE TABLE h (a text NOT NULL, b int) PARTITION BY HASH (a, b);
        CREATE TABLE h0 PARTITION OF h FOR VALUES WITH (MODULUS 4, REMAINDER 0); CREATE TABLE h3 PARTITION OF h FOR VALUES WITH (MODULUS 4, REMAINDER 3);
        CREATE TABLE d (at timestamptz NOT NULL, x text CHECK (x <> 'one')) PARTITION BY RANGE (at); CREATE TABLE d1 PARTITION OF d FOR VALUES FROM ('1999-01-01') TO ('1999-02-01');
        CREATE TABLE m (a int, b text) PARTITION BY RANGE (a, b); CREATE TABLE m1 PARTITION OF m FOR VALUES FROM (77, 'x') TO (77, 'y'); CREATE TABLE r (id int REFERENCES p NOT NULL)";
    no_partition: "CREATE TABLE p (a int) PARTITION BY RANGE (a)";
    inheritance: "CREATE TABLE a (x int NOT NULL CHECK (x > 500)); CREATE TABLE b (y text NOT NULL CHECK (y IN ('q'))) INHERITS (a); CREATE TABLE c () INHERITS (b)";
    names_that_need_quotes: r#"CREATE SCHEMA "S x"; CREATE TYPE "S x"."e(1)" AS ENUM ('a"b', 'c\d'); CREATE TABLE "S x"."select" ("a b" "S x"."e(1)" PRIMARY KEY, "Order" int NOT NULL CHECK ("Order" > 9)); CREATE TABLE "T" (x "S x"."e(1)" NOT NULL REFERENCES "S x"."select")"#;
    triggers_that_refuse: "CREATE TABLE t (a int NOT NULL); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF new.a < 6 THEN RAISE 'too small'; END IF; RETURN new; END $$; CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
        CREATE TABLE u (a int); CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$; CREATE TRIGGER x BEFORE INSERT ON u FOR EACH ROW EXECUTE FUNCTION g()";
    functions_in_checks: "CREATE FUNCTION even(a int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT a % 2 = 0'; CREATE TABLE t (a int NOT NULL CHECK (even(a)), b text NOT NULL, UNIQUE (a)); CREATE UNIQUE INDEX ON t ((b::int))";
}

cases! {
    foreign_keys: "CREATE TABLE z (id uuid PRIMARY KEY, code text UNIQUE NOT NULL); CREATE TABLE a (id int PRIMARY KEY, z uuid NOT NULL REFERENCES z, c text NOT NULL REFERENCES z (code)); CREATE TABLE b (a int PRIMARY KEY REFERENCES a, z uuid UNIQUE NOT NULL REFERENCES z)";
    foreign_keys_of_several: "CREATE TABLE tenant (id int PRIMARY KEY); CREATE TABLE person (tenant int REFERENCES tenant, id int, PRIMARY KEY (tenant, id)); CREATE TABLE team (tenant int REFERENCES tenant, name text, PRIMARY KEY (tenant, name));
        CREATE TABLE member (tenant int NOT NULL REFERENCES tenant, person int NOT NULL, team text NOT NULL, FOREIGN KEY (tenant, person) REFERENCES person, FOREIGN KEY (tenant, team) REFERENCES team, PRIMARY KEY (tenant, person, team));
        CREATE TABLE full_match (a int, b int, FOREIGN KEY (a, b) REFERENCES person MATCH FULL)";
    own_rows: "CREATE TABLE t (id int PRIMARY KEY, parent int REFERENCES t); CREATE TABLE u (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, root bigint NOT NULL REFERENCES u); CREATE TABLE v (id serial PRIMARY KEY, root int NOT NULL REFERENCES v)";
    circles: "CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL REFERENCES a); ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b";
    foreign_key_and_check: "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (x int NOT NULL REFERENCES a, y int NOT NULL REFERENCES a, CHECK (x <> y), UNIQUE (x, y))";
}

#[test]
fn no_two_nulls() {
    if database().major() >= 15 {
        check(
            "CREATE TABLE t (a int, b text, UNIQUE NULLS NOT DISTINCT (a), UNIQUE NULLS NOT DISTINCT (a, b))",
        );
    }
}

/// Some installations come without the contributed extensions.
#[test]
fn types_of_extensions() {
    let server = database();
    let mut client = server.connect();
    for (extension, columns) in EXTENSIONS {
        let offered =
            client.query("SELECT FROM pg_available_extensions WHERE name = $1", &[extension]).unwrap();
        if !offered.is_empty() {
            check(&format!("CREATE EXTENSION IF NOT EXISTS {extension}; CREATE TABLE t ({columns})"));
        }
    }
}

const EXTENSIONS: &[(&str, &str)] = &[
    ("citext", "a citext UNIQUE NOT NULL CHECK (a ~ '@')"),
    ("hstore", "a hstore NOT NULL"),
    ("ltree", "a ltree NOT NULL, b lquery NOT NULL"),
    ("cube", "a cube NOT NULL"),
    ("seg", "a seg NOT NULL"),
    ("isn", "a isbn NOT NULL, b ean13"),
    ("btree_gist", "a int NOT NULL, b tsrange NOT NULL, EXCLUDE USING gist (a WITH =, b WITH &&)"),
    ("vector", "a vector(5) NOT NULL"),
    ("postgis", "a geometry(Point, 4326) NOT NULL, b geography NOT NULL"),
];

#[test]
fn what_cannot_be_filled_is_named() {
    check_but(
        "CREATE TABLE t (a int CHECK (a IS NOT NULL AND a < 0 AND a > 0)); CREATE TABLE u (id int PRIMARY KEY)",
        &["t"],
    );
    check_but(
        "CREATE TABLE a (id int PRIMARY KEY, b int NOT NULL); CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL REFERENCES a); \
         ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b",
        &["a", "b"],
    );
}

#[test]
fn some_values_are_null_and_some_are_not() {
    let sql = "CREATE TABLE t (a int, b text DEFAULT 'd')";
    counts(sql, "SELECT count(*) FROM t WHERE a IS NULL", 1);
    counts(sql, "SELECT count(*) FROM t WHERE b IS NULL", 1);
    counts(sql, "SELECT count(*) FROM t WHERE b = 'd'", 1);
}

#[test]
fn rows_that_are_there_stay() {
    let sql = "CREATE TABLE t (a int PRIMARY KEY); INSERT INTO t VALUES (1)";
    counts(sql, "SELECT count(*) FROM t", 3);
    counts(
        "CREATE TABLE t (a int); INSERT INTO t SELECT 7 FROM generate_series(1, 5)",
        "SELECT count(*) FROM t WHERE a = 7",
        5,
    );
}

#[test]
fn two_runs_say_the_same() {
    let sql = SCHEMAS.iter().find(|(name, _)| *name == "tables").unwrap().1;
    let of = || {
        let database = check(sql);
        let rows = database.connect().query(r#"SELECT t::text FROM s."T x" t"#, &[]).unwrap();
        rows.iter().map(|row| row.get::<_, String>(0)).collect::<Vec<_>>()
    };
    assert_eq!(of(), of());
}

/// How many tables of the corpus can be filled; printed, and held to what was reached.
#[test]
fn corpus() {
    let scripts: Vec<_> = scripts().into_iter().filter(|script| script.ends_with("old.sql")).collect();
    let of = |script: std::path::PathBuf| {
        let database = database();
        run_script(&database, &script).ok()?;
        let filled = filled(&database);
        let name = script.parent().map(Path::to_owned).unwrap_or_default();
        Some((name, filled))
    };
    let all = two_at_a_time(scripts, of);
    let (mut full, mut empty, mut lines) = (0, 0, Vec::new());
    for (name, filled) in &all {
        full += filled.rows.len();
        empty += filled.unfilled.len();
        lines.extend(
            filled.unfilled.iter().map(|one| format!("{} {}: {}", name.display(), one.table, one.reason)),
        );
    }
    lines.sort();
    println!("{full} of {} tables in {} schemas are filled\n{}", full + empty, all.len(), lines.join("\n"));
    if let Some(keep) = std::env::var_os("DBMIG_CORPUS_KEEP") {
        fs::write(Path::new(&keep).join("unfilled.txt"), lines.join("\n")).unwrap();
    }
    assert!(empty * 50 <= full, "more than 2% of the tables stay empty");
}
