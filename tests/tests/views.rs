//! Views whose columns are typed: structs with `#[derive(View)]`.

use dbmig_tests::dump::{schema_dump, schema_dump_of};
use dbmig_tests::project::Project;
use dbmig_tests::server::database;

/// A view stands before the view and the function that it needs, which stand before the tables that they need.
const MODELS: &str = r##"//! Models.
#![forbid(unsafe_code)]

use dbmig_runtime::{SqlType, Table, View, sql};

#[derive(SqlType)]
#[sql_type(domain, check = "VALUE LIKE '%@%'")]
pub struct Email(String);

#[derive(SqlType)]
pub enum Plan {
    Free,
    Paid,
}

#[derive(View)]
#[db("crm")]
#[view(materialized, query = "SELECT plan, count(*) AS orgs, array_agg(mail) AS mails
    FROM active_org GROUP BY plan")]
#[index(columns(plan), unique)]
pub struct PlanSize {
    pub plan: Plan,
    pub orgs: Option<i64>,
    pub mails: Vec<Email>,
}

#[derive(View)]
#[db("crm")]
#[view(query_file = "sql/active.sql", comment = "those that pay")]
#[grant(select, to("public"))]
pub struct ActiveOrg {
    pub mail: Email,
    pub plan: Plan,
    pub id: i64,
    pub code: Option<String>,
    #[column(type = "numeric(10, 2)")]
    pub owes: Option<f64>,
}

sql!("crm", "CREATE FUNCTION counts(plan) RETURNS bool IMMUTABLE RETURN $1 = 'paid'");

#[derive(Table)]
#[db("crm")]
pub struct Org {
    #[column(primary_key, identity)]
    pub id: i64,
    #[column(type = "varchar(20)")]
    pub code: Option<String>,
    pub mail: Email,
    pub plan: Plan,
    #[column(type = "numeric(10, 2)")]
    pub owes: f64,
}
"##;

const ACTIVE: &str = "\
-- The orgs that count.
SELECT id, code, mail, plan, owes
FROM org
WHERE counts(plan);
";

fn project(name: &str, live: &str) -> Project {
    let project = Project::library(name, MODELS).env("CRM_DATABASE_URL", live).env("DBMIG_SCRATCH_URL", live);
    project.write("sql/active.sql", ACTIVE);
    project.dbmig(&["init"]).exits(0);
    project
}

#[test]
fn a_view_comes_and_changes_with_its_query() {
    let live = database();
    let project = project("views-crm", &live.url());
    project
        .dbmig(&["revision", "-m", "create"])
        .exits(0)
        .says("add view active_org")
        .says("add materialized view plan_size")
        .says("proven on scratch");
    project.dbmig(&["upgrade"]).exits(0);
    let tables = "CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
        CREATE TYPE plan AS ENUM ('free', 'paid');
        CREATE FUNCTION counts(plan) RETURNS bool IMMUTABLE RETURN $1 = 'paid';
        CREATE TABLE org (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, code varchar(20), mail email NOT NULL,
            plan plan NOT NULL, owes numeric(10, 2) NOT NULL);";
    assert_eq!(
        schema_dump(&live),
        schema_dump_of(&format!(
            "{tables} CREATE VIEW active_org AS SELECT id, code, mail, plan, owes FROM org WHERE counts(plan);
            COMMENT ON VIEW active_org IS 'those that pay';
            GRANT SELECT ON active_org TO PUBLIC;
            CREATE MATERIALIZED VIEW plan_size AS
                SELECT plan, count(*) AS orgs, array_agg(mail) AS mails FROM active_org GROUP BY plan;
            CREATE UNIQUE INDEX ON plan_size (plan);"
        ))
    );
    project.dbmig(&["revision", "-m", "nothing"]).exits(0).says("no changes");

    // Cargo knows the file; another condition and a new column at the end are put in place.
    project.edit("sql/active.sql", "owes\nFROM org\nWHERE counts(plan)", "owes, now() AS asked\nFROM org");
    project
        .dbmig(&["revision", "-m", "all"])
        .exits(1)
        .says("src/lib.rs:31")
        .says("add `asked: std::time::SystemTime`");
    project.edit(
        "src/lib.rs",
        "pub id: i64,\n    pub code",
        "pub id: i64,\n    pub asked: std::time::SystemTime,\n    pub code",
    );
    project
        .dbmig(&["revision", "-m", "all"])
        .exits(0)
        .says("~ change query of view active_org")
        .says("proven");
    // A column of another type: what stands on the view is built again.
    project.edit("src/lib.rs", "count(*) AS", "count(*)::int AS");
    project.edit("src/lib.rs", "orgs: Option<i64>", "orgs: i32");
    project.edit("sql/active.sql", "SELECT id, code", "SELECT lower(code) AS code, id");
    project.dbmig(&["revision", "-m", "again"]).exits(0).says("view active_org").says("proven");
    project.dbmig(&["upgrade"]).exits(0);
    project.dbmig(&["diff", "--from", "live", "--to", "models", "--exit-code"]).exits(0);
}

#[test]
fn fields_that_a_view_does_not_give_are_told_all_at_once() {
    let live = database();
    let project = project("views-mistakes", &live.url());
    project.edit(
        "src/lib.rs",
        "pub plan: Plan,\n    pub orgs: Option<i64>",
        "pub plan: String,\n    pub orgs: i32",
    );
    project.edit(
        "src/lib.rs",
        "pub mails: Vec<Email>,",
        "pub mails: Vec<String>,\n    pub mai: Option<Email>,",
    );
    project.edit(
        "src/lib.rs",
        "pub mail: Email,\n    pub plan: Plan,\n    pub id: i64",
        "pub mail: String,\n    pub ids: i64",
    );
    project.edit(
        "src/lib.rs",
        "numeric(10, 2)\")]\n    pub owes: Option",
        "numeric(12, 2)\")]\n    pub owes: Option",
    );
    project.edit("sql/active.sql", "owes\n", "owes, 1, true AS \"Is new\"\n");
    project
        .dbmig(&["revision", "-m", "x"])
        .exits(1)
        .says("structs of views are not what their queries give in crm")
        .says("src/lib.rs:22 (package views-mistakes): the query of materialized view plan_size gives plan for field `plan`, which is text: \
               make it a type whose SQL type is plan; or write `plan::text` in the query")
        .says("src/lib.rs:23 (package views-mistakes): the query of materialized view plan_size gives bigint for field `orgs`, which is integer: \
               make it `i64`, or `Option<i64>` if it can be null; or write `orgs::integer` in the query")
        .says("src/lib.rs:24 (package views-mistakes): the query of materialized view plan_size gives email[] for field `mails`, which is text[]")
        .says("src/lib.rs:25 (package views-mistakes): the query of materialized view plan_size gives no column \"mai\" for field `mai`; it gives plan, orgs, mails")
        .says("gives email for field `mail`, which is text: make it a type whose SQL type is email")
        .says("gives no column \"ids\" for field `ids`; did you mean \"id\"?")
        .says("gives numeric(10,2) for field `owes`, which is numeric(12, 2): say `type = \"numeric(10,2)\"`")
        .says("gives plan as \"plan\", for which `ActiveOrg` has no field: add `plan: …`")
        .says("the query of view active_org gives a column without a name: write `… AS name`")
        .says("add `#[column(name = \"Is new\")] column_is_new: bool`, as an `Option` if it can be null")
        .hides("`code`");
}

#[test]
fn what_postgresql_refuses_of_a_query_is_told_with_its_line() {
    let live = database();
    let project = project("views-refused", &live.url());
    let check = |file: &str, old: &str, new: &str, messages: &[&str]| {
        let text = project.read(file);
        project.edit(file, old, new);
        let mut run = project.dbmig(&["revision", "-m", "x"]).exits(1);
        for message in messages {
            run = run.says(message);
        }
        project.write(file, &text);
        run
    };
    let (file, models) = ("sql/active.sql", "src/lib.rs");
    check(file, "FROM org", "FROM orgs", &["sql/active.sql:3", "orgs", "42P01"]).hides("plan_size");
    check(file, ";", ";\nDROP TABLE org;", &["sql/active.sql:5", "DROP", "a view has one query"]);
    check(file, "SELECT id", "CREATE VIEW x AS SELECT id", &["sql/active.sql:2", "begins with SELECT"]);
    check(models, "GROUP BY plan\")]", "GROUP BY id\")]", &["src/lib.rs:18", "42803"]);
    check(models, "FROM active_org GROUP", "FROM elsewhere.active GROUP", &["src/lib.rs:19", "elsewhere"]);
    check(models, "#[index(columns(plan)", "#[index(columns(mails), using = \"gist\"", &["src/lib.rs:21"]);
    check(models, "\"sql/active.sql\"", "\"sql/none.sql\"", &["sql/none.sql", "src/lib.rs:29"]);
    let nobody = "CREATE ROLE nobody_at_all";
    check(models, "to(\"public\")", "to(\"nobody_at_all\")", &["src/lib.rs:31", nobody]);
    let taken = "the name active_org in database \"crm\" can't be both";
    check(
        models,
        "pub struct Org {",
        "#[table(name = \"active_org\")]\npub struct Org {",
        &[taken, "src/lib.rs:31"],
    );
}

#[test]
fn what_gets_another_name_is_renamed() {
    let live = database();
    let project = project("views-renamed", &live.url());
    project.dbmig(&["revision", "-m", "create"]).exits(0);
    project.dbmig(&["upgrade"]).exits(0);
    let mut client = live.connect();
    let row = "INSERT INTO org (code, mail, plan, owes) VALUES ('a', 'a@b', 'paid', 1)";
    client.batch_execute(&format!("{row}; REFRESH MATERIALIZED VIEW plan_size")).unwrap();

    // Without a word, the new names are new objects, and hints say which word that would be.
    let models = project.read("src/lib.rs");
    project.edit("src/lib.rs", "#[view(query_file", "#[view(name = \"open_org\", query_file");
    project.edit("src/lib.rs", "FROM active_org", "FROM open_org");
    project.edit("src/lib.rs", "#[sql_type(domain,", "#[sql_type(domain, name = \"mail\",");
    project
        .dbmig(&["diff", "--from", "head", "--to", "models"])
        .exits(0)
        .says("--rename 'domain:email=mail'");
    project.edit("src/lib.rs", "name = \"mail\",", "name = \"mail\", renamed_from = \"emial\",");
    let revisions = project.revisions("migrations/crm");
    project
        .dbmig(&["revision", "-m", "wrong"])
        .exits(4)
        .says("domain mail is declared with renamed_from = \"emial\", but there is no domain of that name")
        .says("--rename 'domain:email=mail' (or #[sql_type(renamed_from = \"email\")] in the models)");
    assert_eq!(project.revisions("migrations/crm"), revisions);
    project.write("src/lib.rs", &models);

    project.edit("src/lib.rs", "FROM active_org", "FROM open_org");
    project.edit(
        "src/lib.rs",
        "#[view(query_file",
        "#[view(name = \"open_org\", renamed_from = \"active_org\", query_file",
    );
    project.edit(
        "src/lib.rs",
        "#[view(materialized",
        "#[view(name = \"size\", renamed_from = \"plan_size\", materialized",
    );
    project.edit(
        "src/lib.rs",
        "#[sql_type(domain,",
        "#[sql_type(domain, name = \"mail\", renamed_from = \"email\",",
    );
    project
        .dbmig(&["revision", "-m", "rename"])
        .exits(0)
        .says("~ rename view active_org to open_org")
        .says("~ rename materialized view plan_size to size")
        .says("~ rename domain email to mail")
        .hides("+ add")
        .hides("- drop")
        .says("proven");
    project.dbmig(&["upgrade"]).exits(0);
    let orgs: i64 = client.query_one("SELECT orgs FROM size", &[]).unwrap().get(0);
    assert_eq!(orgs, 1, "the rows of the materialized view stayed");
    project.dbmig(&["revision", "-m", "nothing"]).exits(0).says("no changes");
}
