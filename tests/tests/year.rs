//! A year of a product: edits of its models as its people make them, each a revision that is proven and then run on a database with
//! rows, and no SQL by hand in any of them.

use dbmig_tests::project::Project;
use dbmig_tests::server::TestDatabase;

const MODELS: &str = r#"//! A shop.
#![allow(dead_code)]

use dbmig_runtime::{SqlType, Table, View, sql};

#[derive(Table)]
#[db("shop")]
pub struct Customer {
    #[column(primary_key, identity)]
    id: i64,
    name: String,
    // more of a customer
}

// more tables
"#;

/// A project, its database, and what is typed.
struct Year {
    project: Project,
    live: TestDatabase,
}

impl Year {
    fn begin() -> Self {
        let (project, live) = Project::with_database("year-shop", MODELS, "shop");
        let year = Self { project, live };
        year.revision("the first customers", &[]);
        year.run("INSERT INTO customer (name) VALUES ('Ada'), ('Grace'), ('Edsger')");
        year
    }

    /// Replaces texts in the models, writes the revision, and runs it.
    fn edit(&self, message: &str, edits: &[(&str, &str)], flags: &[&str]) {
        for (old, new) in edits {
            self.project.edit("src/lib.rs", old, new);
        }
        self.revision(message, flags);
    }

    /// Puts something before the mark `// more …`.
    fn add(&self, message: &str, mark: &str, text: &str, flags: &[&str]) {
        self.edit(message, &[(mark, &format!("{text}\n    {mark}"))], flags);
    }

    fn revision(&self, message: &str, flags: &[&str]) {
        let mut arguments = vec!["revision", "-m", message];
        arguments.extend(flags);
        self.project.dbmig(&arguments).exits(0).says("proven on scratch");
        self.project.dbmig(&["upgrade"]).exits(0);
    }

    fn run(&self, sql: &str) {
        self.live.connect().batch_execute(sql).unwrap();
    }

    #[track_caller]
    fn is(&self, query: &str, expected: &str) {
        let row = self.live.connect().query_one(&format!("SELECT ({query})::text"), &[]).unwrap();
        assert_eq!(row.get::<_, Option<String>>(0).as_deref(), Some(expected), "{query}");
    }
}

const CUSTOMER: &str = "// more of a customer";
const TABLES: &str = "// more tables";

#[test]
fn a_year_of_a_product() {
    let year = Year::begin();
    growth(&year);
    second_thoughts(&year);
    order_in_the_house(&year);
    // All of it, back and forth.
    year.project.dbmig(&["check"]).exits(0);
    year.project.dbmig(&["drift"]).exits(0);
    year.project.dbmig(&["downgrade", "base"]).exits(0);
    year.project.dbmig(&["upgrade"]).exits(0);
    year.project.dbmig(&["drift"]).exits(0);
}

fn growth(year: &Year) {
    year.add("mails", CUSTOMER, "email: Option<String>,", &[]);
    // A value for the customers that are there.
    year.add("who is still here", CUSTOMER, "status: String,", &["--backfill", "customer.status='active'"]);
    year.is("SELECT string_agg(DISTINCT status, ',') FROM customer", "active");
    year.run("UPDATE customer SET email = lower(name) || '@example.org'");
    year.edit("one account a mail", &[("email: Option", "#[column(unique)]\n    email: Option")], &[]);
    year.add(
        "orders",
        TABLES,
        "#[derive(Table)]
#[db(\"shop\")]
#[table(name = \"order\")]
#[index(columns(customer_id))]
pub struct Order {
    #[column(primary_key, identity)]
    id: i64,
    #[column(references(Customer::id), on_delete = \"cascade\")]
    customer_id: i64,
    amount: i32,
    #[column(default = \"now()\")]
    placed_at: std::time::SystemTime,
    // more of an order
}",
        &[],
    );
    year.run("INSERT INTO \"order\" (customer_id, amount) VALUES (1, 5), (1, 7), (2, 9)");
    year.edit(
        "the newest first",
        &[(
            "#[db(\"shop\")]\n#[table(name = \"order\")]",
            "#[db(\"shop\")]\n#[table(name = \"order\")]\n#[index(columns(placed_at desc))]",
        )],
        &[],
    );
    year.edit("room for large amounts", &[("amount: i32", "amount: i64")], &[]);
    year.edit(
        "nothing for nothing",
        &[(
            "#[table(name = \"order\")]",
            "#[table(name = \"order\")]\n#[check(name = \"order_amount_positive\", expr = \"amount > 0\")]",
        )],
        &[],
    );
}

fn second_thoughts(year: &Year) {
    year.edit(
        "a list of states",
        &[
            ("status: String,", "#[column(default = \"'active'\")]\n    status: Status,"),
            (TABLES, "#[derive(SqlType)]\npub enum Status {\n    Active,\n    Gone,\n}\n\n// more tables"),
        ],
        &[],
    );
    year.edit("some are asleep", &[("    Active,\n", "    Active,\n    Asleep,\n")], &[]);
    year.edit(
        "nobody is gone for good",
        &[("    Gone,\n", "    #[sql_type(renamed_from = \"gone\")]\n    Former,\n")],
        &[],
    );
    year.edit(
        "names in full",
        &[("    name: String", "    #[column(renamed_from = \"name\")]\n    full_name: String")],
        &[],
    );
    year.edit(
        "an order is a purchase",
        &[("#[table(name = \"order\")]", "#[table(name = \"purchase\", renamed_from = \"order\")]")],
        &[],
    );
    year.is("SELECT count(*) FROM purchase", "3");
    year.edit(
        "no endless names",
        &[("    full_name: String", "    #[column(type = \"varchar(80)\")]\n    full_name: String")],
        &[],
    );
    year.is("SELECT string_agg(full_name, ',' ORDER BY id) FROM customer", "Ada,Grace,Edsger");
    // Every mail is known by now but one.
    year.run("INSERT INTO customer (full_name) VALUES ('Tony')");
    year.edit(
        "mails are a must",
        &[("email: Option<String>", "email: String")],
        &["--backfill", "customer.email=id || '@unknown.invalid'"],
    );
    year.is("SELECT email FROM customer WHERE full_name = 'Tony'", "4@unknown.invalid");
}

fn order_in_the_house(year: &Year) {
    year.add(
        "what it weighs with tax",
        "// more of an order",
        "#[column(generated = \"amount * 119 / 100\")]\n    gross: Option<i64>,",
        &[],
    );
    year.add(
        "who buys how much",
        TABLES,
        "#[derive(View)]
#[db(\"shop\")]
#[view(query = \"SELECT c.id, c.full_name, sum(p.amount) AS spent FROM customer c JOIN purchase p ON p.customer_id = c.id GROUP BY c.id, c.full_name\")]
pub struct Spending {
    id: i64,
    full_name: String,
    #[column(type = \"numeric\")]
    spent: Option<f64>,
}",
        &[],
    );
    // What the view reads changes its type, and the view stays.
    year.edit("shorter names", &[("varchar(80)", "varchar(60)")], &[]);
    year.is("SELECT spent FROM spending WHERE id = 1", "12");
    year.add(
        "when was it touched",
        TABLES,
        "sql!(
    \"shop\",
    \"CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.touched_at = now(); RETURN NEW; END';
     CREATE TRIGGER touched BEFORE UPDATE ON purchase FOR EACH ROW EXECUTE FUNCTION touch()\"
);",
        &[],
    );
    year.add("it says when", "// more of an order", "touched_at: Option<std::time::SystemTime>,", &[]);
    year.run("UPDATE purchase SET amount = amount + 1");
    year.add(
        "a log by month",
        TABLES,
        "#[derive(Table)]
#[db(\"shop\")]
#[table(schema = \"audit\", doc_comments)]
#[partition_by(range(at))]
#[partition(name = \"entry_rest\", default)]
/// What happened.
pub struct Entry {
    at: std::time::SystemTime,
    what: String,
}",
        &[],
    );
    // What is deleted is said so.
    year.edit(
        "no more of that",
        &[("    touched_at: Option<std::time::SystemTime>,\n", ""), ("NEW.touched_at = now(); ", "")],
        &["--allow-destructive"],
    );
    year.is("SELECT count(*) FROM purchase WHERE amount IN (6, 8, 10)", "3");
}
