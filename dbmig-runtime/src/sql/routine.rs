//! Functions and procedures.

use super::{Renderer, Statement, comment};
use crate::catalog::{
    Argument, ArgumentMode, Parallel, Routine, RoutineBody, Volatility, quote_identifier, quote_literal,
};

pub(super) fn create(routine: &Routine, sql: Renderer<'_>) -> Vec<Statement> {
    let comment = comment::on(&routine.object(), routine.comment.as_deref(), sql);
    std::iter::once(definition("CREATE", routine, sql)).chain(comment).collect()
}

/// The definition alone: the comment stays.
pub(super) fn replace(routine: &Routine, sql: Renderer<'_>) -> Vec<Statement> {
    vec![definition("CREATE OR REPLACE", routine, sql)]
}

fn definition(verb: &str, routine: &Routine, sql: Renderer<'_>) -> Statement {
    let kind = routine.object().kind().to_uppercase();
    let arguments: Vec<String> = routine.arguments.iter().map(argument).collect();
    let mut text = format!("{verb} {kind} {}({})", sql.name(&routine.signature.name), arguments.join(", "));
    if let Some(result) = &routine.result {
        text += &format!("\nRETURNS {result}");
    }
    text += &format!("\nLANGUAGE {}", quote_identifier(&routine.language));
    for property in properties(routine, sql) {
        text += &format!("\n{property}");
    }
    text += &match &routine.body {
        RoutineBody::Text(body) => format!("\nAS {}", dollar_quoted(body)),
        RoutineBody::Library { file, symbol } => {
            format!("\nAS {}, {}", quote_literal(file), quote_literal(symbol))
        }
        RoutineBody::Sql(body) => format!("\n{body}"),
    };
    Statement::new(text)
}

/// An argument as a definition declares it.
pub(super) fn argument(argument: &Argument) -> String {
    let mode = match argument.mode {
        ArgumentMode::In => None,
        ArgumentMode::Out => Some("OUT".to_owned()),
        ArgumentMode::InOut => Some("INOUT".to_owned()),
        ArgumentMode::Variadic => Some("VARIADIC".to_owned()),
    };
    let name = argument.name.as_deref().map(|name| quote_identifier(name).into_owned());
    let default = argument.default.as_ref().map(|default| format!("DEFAULT {default}"));
    let words = mode.into_iter().chain(name).chain([argument.data_type.clone()]).chain(default);
    words.collect::<Vec<_>>().join(" ")
}

/// The clauses that differ from PostgreSQL's defaults.
fn properties(routine: &Routine, sql: Renderer<'_>) -> Vec<String> {
    let transforms: Vec<String> =
        routine.transforms.iter().map(|data_type| format!("FOR TYPE {data_type}")).collect();
    let flags = [
        (!transforms.is_empty()).then(|| format!("TRANSFORM {}", transforms.join(", "))),
        routine.window.then(|| "WINDOW".to_owned()),
        volatility(routine.volatility).map(str::to_owned),
        routine.leakproof.then(|| "LEAKPROOF".to_owned()),
        routine.strict.then(|| "STRICT".to_owned()),
        routine.security_definer.then(|| "SECURITY DEFINER".to_owned()),
        parallel(routine.parallel).map(|parallel| format!("PARALLEL {parallel}")),
        routine.cost.as_ref().map(|cost| format!("COST {cost}")),
        routine.rows.as_ref().map(|rows| format!("ROWS {rows}")),
        routine.support.as_ref().map(|support| format!("SUPPORT {}", sql.name(support))),
    ];
    flags.into_iter().flatten().chain(routine.settings.iter().map(|setting| set(setting))).collect()
}

fn volatility(volatility: Volatility) -> Option<&'static str> {
    match volatility {
        Volatility::Immutable => Some("IMMUTABLE"),
        Volatility::Stable => Some("STABLE"),
        Volatility::Volatile => None,
    }
}

/// `SAFE` or `RESTRICTED`; nothing for the default.
pub(super) fn parallel(parallel: Parallel) -> Option<&'static str> {
    match parallel {
        Parallel::Safe => Some("SAFE"),
        Parallel::Restricted => Some("RESTRICTED"),
        Parallel::Unsafe => None,
    }
}

/// Settings whose value is a list of identifiers (`GUC_LIST_QUOTE`): each is an item of its own.
const LISTS: &[&str] = &[
    "local_preload_libraries",
    "search_path",
    "session_preload_libraries",
    "shared_preload_libraries",
    "temp_tablespaces",
    "unix_socket_directories",
];

fn set(setting: &str) -> String {
    let (name, value) = setting.split_once('=').unwrap_or((setting, ""));
    let value = if LISTS.contains(&name.to_ascii_lowercase().as_str()) {
        items(value).iter().map(|item| quote_literal(item)).collect::<Vec<_>>().join(", ")
    } else {
        quote_literal(value)
    };
    format!("SET {} TO {value}", quote_identifier(name))
}

/// The items of a list of identifiers, without the quotes around them.
fn items(list: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut quoted = false;
    let mut chars = list.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.next_if_eq(&'"').is_some() => {
                items.last_mut().into_iter().for_each(|item| item.push('"'))
            }
            '"' => quoted = !quoted,
            ',' if !quoted => items.push(String::new()),
            c if c.is_whitespace() && !quoted => {}
            c => items.last_mut().into_iter().for_each(|item| item.push(c)),
        }
    }
    items
}

/// `text` between dollar quotes whose tag isn't in it.
pub fn dollar_quoted(text: &str) -> String {
    let tags = std::iter::once("$$".to_owned()).chain((0_u32..).map(|number| match number {
        0 => "$body$".to_owned(),
        number => format!("$body{number}$"),
    }));
    let closes_at_its_end = |tag: &String| format!("{text}{tag}").find(tag.as_str()) == Some(text.len());
    let tag = tags.into_iter().find(closes_at_its_end).unwrap_or_default();
    format!("{tag}{text}{tag}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_is_not_in_the_body() {
        for (body, quoted) in [
            ("a", "$$a$$"),
            ("\na $1 \n", "$$\na $1 \n$$"),
            ("a $$b$$", "$body$a $$b$$$body$"),
            ("costs 5$", "$body$costs 5$$body$"),
            ("$body$ $$", "$body1$$body$ $$$body1$"),
        ] {
            assert_eq!(dollar_quoted(body), quoted);
        }
    }

    #[test]
    fn settings_are_literals_item_by_item() {
        for (setting, sql) in [
            ("search_path=pg_catalog, \"My, \"\"S\"\"\"", "SET search_path TO 'pg_catalog', 'My, \"S\"'"),
            ("search_path=\"\"", "SET search_path TO ''"),
            ("work_mem=64MB", "SET work_mem TO '64MB'"),
            ("app.user=it's, x", "SET \"app.user\" TO 'it''s, x'"),
        ] {
            assert_eq!(set(setting), sql);
        }
    }
}
