//! What the service does: migrate at start-up, sign somebody up, finish a task, count the day.

use std::env;
use std::error::Error;

use dbmig_runtime::runner::{Database, Event};
use postgres::{Client, NoTls};

type Result<T, E = Box<dyn Error + Send + Sync>> = std::result::Result<T, E>;

/// Where the two databases are.
pub struct Urls {
    users: String,
    analytics: String,
}

impl Urls {
    /// Reads the variables that `migrations/Cargo.toml` names.
    ///
    /// # Errors
    /// If one is not set.
    pub fn from_environment() -> Result<Self> {
        let read = |name: &str| {
            env::var(name)
                .map_err(|_| format!("{name} is not set; `cargo dbmig serve` starts a server and prints it"))
        };
        Ok(Self { users: read("USERS_DATABASE_URL")?, analytics: read("ANALYTICS_DATABASE_URL")? })
    }
}

/// Brings both databases up to date and says which revisions that took.
///
/// # Errors
/// If a revision fails: the database is then at the last one that did not.
pub fn migrate(urls: &Urls) -> Result<()> {
    upgrade(example_app_migrations::users(), &urls.users)?;
    upgrade(example_app_migrations::analytics(), &urls.analytics)
}

fn upgrade(database: Database, url: &str) -> Result<()> {
    let name = database.name;
    let say = |event: &Event| {
        if let Event::RevisionFinished(applied) = event {
            println!("{name}: applied {}", applied.message);
        }
    };
    database.at(url).on_event(say).upgrade("head")?;
    println!("{name}: up to date");
    Ok(())
}

/// A day's work in both databases, told line by line.
///
/// # Errors
/// If a database can't be reached or refuses a statement.
pub fn work(urls: &Urls) -> Result<Vec<String>> {
    let mut users = Client::connect(&urls.users, NoTls)?;
    let mut analytics = Client::connect(&urls.analytics, NoTls)?;

    let account = sign_up(&mut users, "ada@example.com", "Ada")?;
    record(&mut analytics, "signed-up", account)?;
    let task = create_task(&mut users, account, "Write the first program")?;
    record(&mut analytics, "task-created", account)?;
    users.execute("UPDATE task SET status = 'done' WHERE id = $1", &[&task])?;
    record(&mut analytics, "task-done", account)?;

    let mut lines = vec![format!("account {account} finished task {task}")];
    lines.extend(count_today(&mut analytics)?);
    Ok(lines)
}

fn sign_up(users: &mut Client, email: &str, name: &str) -> Result<i64> {
    let row = users.query_one(
        "INSERT INTO account (email, display_name) VALUES ($1, $2)
         ON CONFLICT (email) DO UPDATE SET display_name = excluded.display_name RETURNING id",
        &[&email, &name],
    )?;
    Ok(row.try_get(0)?)
}

fn create_task(users: &mut Client, account: i64, title: &str) -> Result<i64> {
    let mut transaction = users.transaction()?;
    let org: i64 = transaction
        .query_one(
            "INSERT INTO organisation (slug, name) VALUES ('engine', 'Analytical Engine')
             ON CONFLICT (slug) DO UPDATE SET name = excluded.name RETURNING id",
            &[],
        )?
        .try_get(0)?;
    transaction.execute(
        "INSERT INTO membership (org_id, account_id, role) VALUES ($1, $2, 'owner') ON CONFLICT DO NOTHING",
        &[&org, &account],
    )?;
    let project: i64 = transaction
        .query_one(
            "INSERT INTO project (org_id, name) VALUES ($1, 'Notes')
             ON CONFLICT (org_id, name) DO UPDATE SET name = excluded.name RETURNING id",
            &[&org],
        )?
        .try_get(0)?;
    let task = transaction
        .query_one(
            "INSERT INTO task (project_id, assignee_id, title) VALUES ($1, $2, $3) RETURNING id",
            &[&project, &account, &title],
        )?
        .try_get(0)?;
    transaction.commit()?;
    Ok(task)
}

fn record(analytics: &mut Client, kind: &str, account: i64) -> Result<()> {
    analytics.execute(
        "INSERT INTO event (kind, account_id) VALUES ($1::text::event_kind, $2)",
        &[&kind, &account],
    )?;
    Ok(())
}

fn count_today(analytics: &mut Client) -> Result<Vec<String>> {
    let rows = analytics.query(
        "INSERT INTO daily_total (day, kind, total)
         SELECT happened_at::date, kind, count(*) FROM event WHERE happened_at::date = current_date GROUP BY 1, 2
         ON CONFLICT (day, kind) DO UPDATE SET total = excluded.total
         RETURNING kind::text, total",
        &[],
    )?;
    rows.iter()
        .map(|row| Ok(format!("today {}: {}", row.try_get::<_, String>(0)?, row.try_get::<_, i64>(1)?)))
        .collect()
}
