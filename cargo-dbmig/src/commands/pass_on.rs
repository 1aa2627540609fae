//! The runner's own verbs: the runner is built, the embedded server started where a database lies on it, and the
//! arguments handed over as they are.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::process::{Command, ExitCode};

use dbmig_runtime::cli::{DATABASE_URLS, EXIT_FAILED, Urls, UrlsError, Verb};
use dbmig_runtime::runner::UrlError;

use super::context::{Context, is_embedded};
use super::outcome::outcome;
use super::signals;
use crate::error::Error;
use crate::project::Migrations;

pub(super) fn run(verb: &Verb, arguments: &[OsString], context: &Context) -> Result<ExitCode, Error> {
    let migrations = context.migrations()?;
    let given = given_url(&migrations, context)?;
    // The server starts while cargo looks whether the runner is fresh.
    let (runner, embedded) = std::thread::scope(|scope| {
        let embedded = scope.spawn(|| embedded_urls(verb, &migrations, context));
        (context.runner(&migrations), embedded.join())
    });
    let runner = runner?;
    let embedded = embedded.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
    let mut command = Command::new(&runner);
    command.args(without_project_arguments(arguments));
    let handed_over: BTreeMap<&String, &String> = given.iter().chain(&embedded).collect();
    check_given(verb, &migrations, handed_over.is_empty(), context)?;
    if !handed_over.is_empty() {
        command.env(DATABASE_URLS, serde_json::json!(handed_over).to_string());
    }
    if !embedded.is_empty() && context.embedded(&migrations)?.is_single_connection() {
        command.arg("--single-connection");
    }
    // The terminal sends Ctrl-C to the runner too, which stops in order; we wait for it and only then stop the server.
    signals::ignore_interrupt();
    let status = command.status().map_err(|error| {
        Error::failed(format!("could not run {}: {error}", runner.display()), "run the command again")
    })?;
    if status.success()
        && matches!(verb, Verb::Upgrade(_))
        && verb.asks_databases()
        && !context.console.is_quiet()
    {
        for database in &migrations.config.databases {
            let line = embedded.get(&database.name).and_then(|url| outcome(database, url));
            line.into_iter().for_each(|line| context.console.result(line));
        }
    }
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(EXIT_FAILED).into())
}

/// The database that `--url` is of, and its URL: the runner gets it in its environment, since everyone on the machine can read its
/// arguments.
fn given_url(migrations: &Migrations, context: &Context) -> Result<BTreeMap<String, String>, Error> {
    let Some(url) = context.global.url.as_deref().filter(|url| !is_embedded(url)) else {
        return Ok(BTreeMap::new());
    };
    let url = context.complete(url).map_err(as_the_runner_fails)?;
    let databases = context.databases(migrations)?;
    Ok(databases.into_iter().map(|database| (database.name.clone(), url.clone())).collect())
}

/// A URL that is wrong has the exit code of one that leads nowhere.
fn as_the_runner_fails(error: Error) -> Error {
    match error {
        Error::Urls(UrlsError::Unusable(
            error @ (UrlError::At | UrlError::Percent | UrlError::Parameter { .. }),
        )) => Error::failed(error.to_string(), error.next_step()),
        error => error,
    }
}

/// The runner gets no `--url`: without a URL that is handed over, it would take the configured one.
fn check_given(
    verb: &Verb,
    migrations: &Migrations,
    is_none_handed_over: bool,
    context: &Context,
) -> Result<(), Error> {
    if context.global.url.is_none() || !is_none_handed_over || !verb.asks_databases() {
        return Ok(());
    }
    // What is wrong with the choice of databases says more.
    context.databases(migrations)?;
    Err(Error::usage("--url can't be used here", "give --url postgres://…, or --url embedded"))
}

/// The URLs of the databases that lie on the embedded server. What is wrong with the others is the runner's to say.
fn embedded_urls(
    verb: &Verb,
    migrations: &Migrations,
    context: &Context,
) -> Result<BTreeMap<String, String>, Error> {
    let mut embedded = BTreeMap::new();
    if !verb.asks_databases() {
        return Ok(embedded);
    }
    let Ok(urls) = Urls::read(context.global.url.clone()) else { return Ok(embedded) };
    let Ok(databases) = migrations.databases(&context.global.databases) else { return Ok(embedded) };
    for database in databases {
        match context.url(&urls, database, migrations) {
            Ok(None) => {
                let url = context.embedded(migrations)?.database(&database.name)?;
                embedded.insert(database.name.clone(), url);
            }
            // The place in Cargo.toml is known here alone.
            Err(error @ Error::NoUrl { .. }) => return Err(error),
            Ok(Some(_)) | Err(_) => {}
        }
    }
    Ok(embedded)
}

/// Leaves out the arguments that only `cargo dbmig` knows, and the URL.
fn without_project_arguments(arguments: &[OsString]) -> Vec<OsString> {
    let mut kept = Vec::new();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.to_string_lossy().as_ref() {
            "--" => {
                kept.push(argument.clone());
                kept.extend(rest.by_ref().cloned());
            }
            "--manifest-path" | "--package" | "--url" => drop(rest.next()),
            text if ["--manifest-path=", "--package=", "--url="]
                .iter()
                .any(|flag| text.starts_with(flag)) => {}
            text => match package_in_cluster(text) {
                Some((flags, name)) => {
                    kept.extend((!flags.is_empty()).then(|| format!("-{flags}").into()));
                    if name.is_empty() {
                        rest.next();
                    }
                }
                None => kept.push(argument.clone()),
            },
        }
    }
    kept
}

/// The short flags that take no value: what stands behind another is the value of that.
const FLAGS: [char; 5] = ['c', 'h', 'i', 'q', 'v'];

/// The flags before the `p` of `-vpNAME`, and the name.
fn package_in_cluster(argument: &str) -> Option<(&str, &str)> {
    let cluster = argument.strip_prefix('-').filter(|cluster| !cluster.starts_with('-'))?;
    let (flags, name) = cluster.split_once('p')?;
    flags.chars().all(|flag| FLAGS.contains(&flag)).then_some((flags, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flag_without_a_value_is_known() {
        use clap::Subcommand;
        let command = Verb::augment_subcommands(clap::Command::new("runner"));
        for argument in command.get_subcommands().flat_map(clap::Command::get_arguments) {
            if let Some(short) = argument.get_short() {
                assert_eq!(!argument.get_action().takes_values(), FLAGS.contains(&short), "{argument}");
            }
        }
    }

    #[test]
    fn arguments_of_our_own_are_left_out() {
        for (line, expected) in [
            ("upgrade head --db users", "upgrade head --db users"),
            ("upgrade -p m --manifest-path x/Cargo.toml -v", "upgrade -v"),
            ("--package=m --manifest-path=x upgrade", "upgrade"),
            ("upgrade --url postgres://u:s3cret@h/d -q", "upgrade -q"),
            ("--url=postgres://u:s3cret@h/d upgrade", "upgrade"),
            ("-pm downgrade -1", "downgrade -1"),
            ("upgrade -- -p", "upgrade -- -p"),
            ("current -vp m -c", "current -v -c"),
            ("current -qpm", "current -q"),
            ("-cvp m current", "-cv current"),
            ("history -rp:q", "history -rp:q"),
            ("upgrade -xspeed=1", "upgrade -xspeed=1"),
        ] {
            let arguments: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            let kept: Vec<String> = without_project_arguments(&arguments)
                .into_iter()
                .map(|argument| argument.into_string().unwrap())
                .collect();
            assert_eq!(kept.join(" "), expected);
        }
    }
}
