//! Declared renames, and what must not look like a change beside them.

use dbmig_runtime::catalog::{ObjectName, Renames};
use dbmig_runtime::diff::{PossibleRename, diff, possible_renames};
use dbmig_runtime::op::Operation;

use crate::check::{check_renames, load, read, script};

/// `table old=new`, `column table.old=new`, `enum old=new`, `label enum.old=new`, `sequence old=new`, `view old=new`,
/// `materialized old=new`, `domain old=new`, `composite old=new`, `attribute type.old=new`; tables and types by their new name.
pub(crate) fn renames(declared: &[&str]) -> Renames {
    let name = |text: &str| match text.split_once('/') {
        Some((schema, name)) => ObjectName::in_schema(schema, name),
        None => ObjectName::new(text),
    };
    let mut renames = Renames::default();
    for text in declared {
        let (kind, text) = text.split_once(' ').unwrap();
        let (old, new) = text.split_once('=').unwrap();
        match (kind, old.split_once('.')) {
            ("table", _) => {
                renames.tables.insert(name(new), name(old));
            }
            ("sequence", _) => {
                renames.sequences.insert(name(new), name(old));
            }
            ("enum", _) => {
                renames.enums.insert(name(new), name(old));
            }
            ("view", _) => {
                renames.views.insert(name(new), name(old));
            }
            ("materialized", _) => {
                renames.materialized_views.insert(name(new), name(old));
            }
            ("domain", _) => {
                renames.domains.insert(name(new), name(old));
            }
            ("composite", _) => {
                renames.composites.insert(name(new), name(old));
            }
            ("attribute", Some((of, old))) => {
                renames.attributes.insert((name(of), new.to_owned()), old.to_owned());
            }
            ("column", Some((table, old))) => {
                renames.columns.insert((name(table), new.to_owned()), old.to_owned());
            }
            ("label", Some((of, old))) => {
                renames.enum_labels.insert((name(of), new.to_owned()), old.to_owned());
            }
            _ => panic!("{kind} {text}"),
        }
    }
    renames
}

#[track_caller]
pub(crate) fn check(declared: &[&str], old: &str, new: &str) -> Vec<Operation> {
    check_renames(old, new, &renames(declared))
}

/// The plan is only these statements, and since PostgreSQL 18 the renames of not-null constraints.
#[track_caller]
pub(crate) fn check_only(declared: &[&str], old: &str, new: &str, expected: &[&str]) {
    let script = script(&check(declared, old, new));
    let statements = script.lines().map(|line| line.trim_end_matches(';'));
    let statements: Vec<&str> = statements.filter(|sql| !sql.ends_with("_not_null")).collect();
    assert_eq!(statements, expected);
}

#[test]
fn a_column_under_everything() {
    check_only(
        &["column t.a=b"],
        "CREATE TABLE t (a int PRIMARY KEY CHECK (a > 0), x int REFERENCES t (a), g int GENERATED ALWAYS AS (a + 1) STORED, \
         CHECK (t.* IS NOT NULL), CONSTRAINT u UNIQUE (x, a)); CREATE INDEX i ON t (a, (a + x)) INCLUDE (x) WHERE a > 5; \
         COMMENT ON COLUMN t.a IS 'kept'",
        "CREATE TABLE t (b int PRIMARY KEY CONSTRAINT t_a_check CHECK (b > 0), x int REFERENCES t (b), \
         g int GENERATED ALWAYS AS (b + 1) STORED, CHECK (t.* IS NOT NULL), CONSTRAINT u UNIQUE (x, b)); \
         CREATE INDEX i ON t (b, (b + x)) INCLUDE (x) WHERE b > 5; COMMENT ON COLUMN t.b IS 'kept'",
        &["ALTER TABLE public.t RENAME COLUMN a TO b"],
    );
}

#[test]
fn a_column_named_like_a_type_and_a_function() {
    check_only(
        &["column t.name=title"],
        "CREATE TABLE t (name text, CONSTRAINT c CHECK (name::name <> 'name'::name AND lower(name) <> 'name'))",
        "CREATE TABLE t (title text, CONSTRAINT c CHECK (title::name <> 'name'::name AND lower(title) <> 'name'))",
        &["ALTER TABLE public.t RENAME COLUMN name TO title"],
    );
}

#[test]
fn a_column_that_needs_quotes() {
    check_only(
        &["column t.a=Select me"],
        "CREATE TABLE t (a text, CONSTRAINT c CHECK (a <> 'a'))",
        "CREATE TABLE t (\"Select me\" text, CONSTRAINT c CHECK (\"Select me\" <> 'a'))",
        &["ALTER TABLE public.t RENAME COLUMN a TO \"Select me\""],
    );
}

#[test]
fn a_column_that_changes_too() {
    check(
        &["column t.a=b"],
        "CREATE TABLE t (a int DEFAULT 1, CONSTRAINT c CHECK (a > 0)); CREATE INDEX i ON t (a)",
        "CREATE TABLE t (b text NOT NULL DEFAULT 'x', CONSTRAINT c CHECK (b > '')); CREATE INDEX i2 ON t (b)",
    );
}

#[test]
fn a_generated_column_that_is_replaced() {
    check(
        &["column t.g=h", "column t.a=b"],
        "CREATE TABLE t (a int, g int GENERATED ALWAYS AS (a + 1) STORED); CREATE INDEX i ON t (g)",
        "CREATE TABLE t (b int, h int GENERATED ALWAYS AS (b + 2) STORED); CREATE INDEX i ON t (h)",
    );
}

#[test]
fn a_table_keeps_what_is_named_after_it() {
    check_only(
        &["table a=b"],
        "CREATE TABLE a (id int PRIMARY KEY, x int REFERENCES a UNIQUE CHECK (x > 0)); CREATE INDEX ON a (lower('x')); \
         CREATE TABLE c (a int REFERENCES a)",
        "CREATE TABLE b (id int CONSTRAINT a_pkey PRIMARY KEY, x int CONSTRAINT a_x_fkey REFERENCES b \
         CONSTRAINT a_x_key UNIQUE CONSTRAINT a_x_check CHECK (x > 0)); CREATE INDEX a_lower_idx ON b (lower('x')); \
         CREATE TABLE c (a int CONSTRAINT c_a_fkey REFERENCES b)",
        &["ALTER TABLE public.a RENAME TO b"],
    );
}

#[test]
fn a_table_with_default_names() {
    check_only(
        &["table a=b"],
        "CREATE TABLE a (id int PRIMARY KEY, x int REFERENCES a UNIQUE CHECK (x > 0)); CREATE INDEX ON a (x)",
        "CREATE TABLE b (id int PRIMARY KEY, x int REFERENCES b UNIQUE CHECK (x > 0)); CREATE INDEX ON b (x)",
        &[
            "ALTER TABLE public.a RENAME TO b",
            "ALTER TABLE public.b RENAME CONSTRAINT a_pkey TO b_pkey",
            "ALTER TABLE public.b RENAME CONSTRAINT a_x_key TO b_x_key",
            "ALTER TABLE public.b RENAME CONSTRAINT a_x_check TO b_x_check",
            "ALTER TABLE public.b RENAME CONSTRAINT a_x_fkey TO b_x_fkey",
            "ALTER INDEX public.a_x_idx RENAME TO b_x_idx",
        ],
    );
}

#[test]
fn a_table_whose_old_name_is_taken_at_once() {
    check(
        &["table a=b"],
        "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE c (x int REFERENCES a)",
        "CREATE TABLE b (id int PRIMARY KEY); CREATE TABLE c (x int REFERENCES b); CREATE TABLE a (other text PRIMARY KEY)",
    );
}

#[test]
fn a_table_with_columns_and_a_schema() {
    check(
        &["table a=s/b", "column s/b.x=y"],
        "CREATE TABLE a (x int PRIMARY KEY); CREATE TABLE c (x int REFERENCES a)",
        "CREATE SCHEMA s; CREATE TABLE s.b (y bigint PRIMARY KEY, z int); CREATE TABLE c (x bigint REFERENCES s.b)",
    );
}

#[test]
fn a_table_out_of_a_dropped_schema() {
    check(
        &["table s/a=a"],
        "CREATE SCHEMA s; CREATE TABLE s.a (x int PRIMARY KEY, CHECK (a.* IS NOT NULL))",
        "CREATE TABLE a (x int PRIMARY KEY, CHECK (a.* IS NOT NULL))",
    );
}

#[test]
fn an_enum_with_a_label_everywhere() {
    check_only(
        &["enum mood=feeling", "label feeling.sad=unhappy"],
        "CREATE TYPE mood AS ENUM ('ok', 'sad'); CREATE TABLE t (a mood DEFAULT 'sad' CHECK (a <> 'sad' OR a = 'ok'), b mood[] DEFAULT '{sad,ok}', \
         g bool GENERATED ALWAYS AS (a = 'sad') STORED, x text DEFAULT 'sad'); CREATE INDEX i ON t (b) WHERE a = 'sad'",
        "CREATE TYPE feeling AS ENUM ('ok', 'unhappy'); CREATE TABLE t (a feeling DEFAULT 'unhappy' CHECK (a <> 'unhappy' OR a = 'ok'), \
         b feeling[] DEFAULT '{unhappy,ok}', g bool GENERATED ALWAYS AS (a = 'unhappy') STORED, x text DEFAULT 'sad'); \
         CREATE INDEX i ON t (b) WHERE a = 'unhappy'",
        &[
            "ALTER TYPE public.mood RENAME TO feeling",
            "ALTER TYPE public.feeling RENAME VALUE 'sad' TO 'unhappy'",
        ],
    );
}

#[test]
fn an_enum_that_also_grows() {
    check(
        &["enum mood=feeling", "label feeling.sad=unhappy"],
        "CREATE TYPE mood AS ENUM ('ok', 'sad'); CREATE TABLE t (a mood DEFAULT 'sad')",
        "CREATE TYPE feeling AS ENUM ('great', 'ok', 'unhappy'); CREATE TABLE t (a feeling DEFAULT 'great')",
    );
}

#[test]
fn an_enum_that_is_also_built_again() {
    check(
        &["enum mood=feeling", "label feeling.sad=unhappy"],
        "CREATE TYPE mood AS ENUM ('ok', 'sad', 'x'); CREATE TABLE t (a mood DEFAULT 'sad' CHECK (a <> 'sad'), b mood[])",
        "CREATE TYPE feeling AS ENUM ('unhappy', 'ok'); CREATE TABLE t (a feeling DEFAULT 'unhappy' CHECK (a <> 'unhappy'), b feeling[])",
    );
}

#[test]
fn an_enum_in_another_schema() {
    check(
        &["enum s/mood=s/Feeling"],
        "CREATE SCHEMA s; CREATE TYPE s.mood AS ENUM ('ok'); CREATE TABLE t (a s.mood DEFAULT 'ok', b s.mood[])",
        "CREATE SCHEMA s; CREATE TYPE s.\"Feeling\" AS ENUM ('ok'); CREATE TABLE t (a s.\"Feeling\" DEFAULT 'ok', b s.\"Feeling\"[])",
    );
}

#[test]
fn a_rename_that_was_made_says_nothing() {
    let sql = "CREATE TYPE feeling AS ENUM ('b'); CREATE TABLE b (y feeling)";
    assert!(
        check(&["table a=b", "column b.x=y", "enum mood=feeling", "label feeling.a=b"], sql, sql).is_empty()
    );
}

#[test]
fn both_names_at_once_are_no_rename() {
    check(&["column t.a=b"], "CREATE TABLE t (a int)", "CREATE TABLE t (a int, b int)");
    check(&["table a=b"], "CREATE TABLE a (x int); CREATE TABLE b (y int)", "CREATE TABLE b (x int)");
}

#[test]
fn possible_renames_are_named_and_not_made() {
    let (from, to) = (dbmig_tests::server::database(), dbmig_tests::server::database());
    let (mut from, mut to) = (from.connect(), to.connect());
    load(&mut from, "CREATE TABLE a (x int); CREATE TABLE t (old text, other int)");
    load(&mut to, "CREATE TABLE b (x int); CREATE TABLE t (new text, another date)");
    let changes = diff(read(&mut from), read(&mut to), &Renames::default());
    let (a, b, t) = (ObjectName::new("a"), ObjectName::new("b"), ObjectName::new("t"));
    let column = PossibleRename::Column { table: t, from: "old".to_owned(), to: "new".to_owned() };
    assert_eq!(possible_renames(&changes), [PossibleRename::Table { from: a, to: b }, column]);
    let lines: Vec<String> = changes.summary().iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "drop table a",
            "add table b",
            "drop column t.old",
            "drop column t.other",
            "add column t.new text",
            "add column t.another date"
        ]
    );
}

#[test]
fn routines_follow_what_they_are_made_of() {
    check(
        &["table t=u", "column u.a=b", "enum e=f"],
        "CREATE TYPE e AS ENUM ('x'); CREATE TABLE t (a int, m e); \
         CREATE FUNCTION of_row(r t, m e DEFAULT 'x') RETURNS SETOF t LANGUAGE sql AS 'SELECT $1'; \
         CREATE FUNCTION gone(t, e) RETURNS int LANGUAGE sql AS 'SELECT 1'; \
         CREATE FUNCTION sums(x int DEFAULT 1) RETURNS bigint LANGUAGE sql RETURN (SELECT sum(a) FROM t)",
        "CREATE TYPE f AS ENUM ('x'); CREATE TABLE u (b int, m f); \
         CREATE FUNCTION of_row(r u, m f DEFAULT 'x') RETURNS SETOF u LANGUAGE sql AS 'SELECT $1'; \
         COMMENT ON FUNCTION of_row IS 'x'; \
         CREATE FUNCTION sums(x int DEFAULT 1) RETURNS bigint LANGUAGE sql RETURN (SELECT sum(b) FROM u)",
    );
}

#[test]
fn tables_that_change_places() {
    check(
        &["table a=b", "table b=a"],
        "CREATE TABLE a (id int PRIMARY KEY, x int); CREATE TABLE b (name text, a_id int REFERENCES a)",
        "CREATE TABLE b (id int CONSTRAINT a_pkey PRIMARY KEY, x int); CREATE TABLE a (name text, a_id int CONSTRAINT b_a_id_fkey REFERENCES b)",
    );
    check(
        &["table a=b", "table b=c", "table c=a"],
        "CREATE TABLE a (a int); CREATE TABLE b (b int); CREATE TABLE c (c int)",
        "CREATE TABLE b (a int); CREATE TABLE c (b int); CREATE TABLE a (c int)",
    );
}

#[test]
fn tables_that_have_changed_places_stay() {
    let sql = "CREATE TABLE a (x int); CREATE TABLE b (y int)";
    assert!(check(&["table a=b", "table b=a", "column a.x=y"], sql, sql).is_empty());
}

#[test]
fn a_name_that_another_table_leaves() {
    check(
        &["table a=b", "table b=c"],
        "CREATE TABLE a (x int); CREATE TABLE b (y int)",
        "CREATE TABLE b (x int); CREATE TABLE c (y int)",
    );
}

#[test]
fn columns_that_change_places() {
    check(
        &["column t.a=b", "column t.b=a"],
        "CREATE TABLE t (a int CONSTRAINT c CHECK (a > 0), b text); CREATE INDEX i ON t (a)",
        "CREATE TABLE t (b int CONSTRAINT c CHECK (b > 0), a text); CREATE INDEX i ON t (b)",
    );
    check(
        &["column t.a=b", "column t.b=c"],
        "CREATE TABLE t (a int, b text)",
        "CREATE TABLE t (b int, c text)",
    );
}

#[test]
fn a_free_sequence() {
    let used = "CREATE TABLE t (n bigint DEFAULT nextval('a'))";
    let operations = check(
        &["sequence a=b"],
        &format!("CREATE SEQUENCE a INCREMENT 2; COMMENT ON SEQUENCE a IS 'x'; {used}"),
        "CREATE SEQUENCE b INCREMENT 3; CREATE TABLE t (n bigint DEFAULT nextval('b'))",
    );
    assert!(
        !operations.iter().any(|operation| matches!(operation, Operation::Create(_) | Operation::Drop(_)))
    );
    for (old, new) in [("a", "s/b"), ("s/a", "b"), ("s/a", "r/a"), ("r/a", "s/b")] {
        let create = |name: &str| {
            format!("CREATE SCHEMA r; CREATE SCHEMA s; CREATE SEQUENCE {}", name.replace('/', "."))
        };
        let operations = check(&[&format!("sequence {old}={new}")], &create(old), &create(new));
        assert!(!operations.iter().any(|operation| matches!(operation, Operation::Create(_))));
    }
}
