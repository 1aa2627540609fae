//! Another database on the same server.

use super::text::encode;

/// `url`, or its `key=value` form, with `database` for the database that it names.
pub fn with_database(url: &str, database: &str) -> String {
    let url = url.trim();
    let Some((scheme, rest)) = url.split_once("://") else {
        let quoted = database.replace('\\', "\\\\").replace('\'', "\\'");
        return format!("{url} dbname='{quoted}'");
    };
    let (address, parameters) = rest.split_once('?').unwrap_or((rest, ""));
    let server = address.split('/').next().unwrap_or_default();
    let kept: Vec<&str> =
        parameters.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("dbname=")).collect();
    let question = if kept.is_empty() { "" } else { "?" };
    format!("{scheme}://{server}/{}{question}{}", encode(database), kept.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_encoded() {
        assert_eq!(encode("users"), "users");
        assert_eq!(encode("a b/ü?"), "a%20b%2F%C3%BC%3F");
    }

    #[test]
    fn another_database_on_the_same_server() {
        for (url, expected) in [
            ("postgresql://u:p%25@h:5432/a", "postgresql://u:p%25@h:5432/x%20y"),
            ("postgres://h", "postgres://h/x%20y"),
            ("postgres://h/a?sslmode=disable&dbname=b", "postgres://h/x%20y?sslmode=disable"),
            ("postgres:///a?host=/tmp/pg", "postgres:///x%20y?host=/tmp/pg"),
            ("host=h dbname=a", "host=h dbname=a dbname='x y'"),
        ] {
            let changed = with_database(url, "x y");
            assert_eq!(changed, expected);
            assert_eq!(changed.parse::<postgres::Config>().unwrap().get_dbname(), Some("x y"), "{changed}");
        }
    }
}
