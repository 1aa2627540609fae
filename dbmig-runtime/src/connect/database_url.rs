//! Another database on the same server.

use super::text::{encode, read, write};

/// `url`, or its `key=value` form, with `database` for the database that it names, wherever it names it.
pub fn with_database(url: &str, database: &str) -> String {
    match read(url) {
        Ok(mut parameters) => {
            parameters.set("dbname", database);
            write(&parameters)
        }
        Err(_) => with_database_in_text(url, database),
    }
}

/// The same for what can't be read: whoever connects says what is wrong with it.
fn with_database_in_text(url: &str, database: &str) -> String {
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
            ("postgres://h", "postgresql://h/x%20y"),
            ("postgres://h/a?sslmode=disable&dbname=b", "postgresql://h/x%20y?sslmode=disable"),
            ("postgres://h/?database=live", "postgresql://h/x%20y"),
            ("postgres://h/a?db%6Eame=live&database=live", "postgresql://h/x%20y"),
            ("postgres://a:1,b/live", "postgresql://a:1,b/x%20y"),
            ("postgres:///a?host=/tmp/pg", "postgresql://%2Ftmp%2Fpg/x%20y"),
            ("host=h dbname=a", "postgresql://h/x%20y"),
            ("host=h password=a://b dbname=live user=u", "postgresql://u:a%3A%2F%2Fb@h/x%20y"),
        ] {
            let changed = with_database(url, "x y");
            assert_eq!(changed, expected);
            assert_eq!(changed.parse::<postgres::Config>().unwrap().get_dbname(), Some("x y"), "{changed}");
        }
    }

    #[test]
    fn what_can_not_be_read_stays_so() {
        for (url, expected) in
            [("postgres://a@b@h/live?dbname=b", "postgres://a@b@h/x"), ("nonsense", "nonsense dbname='x'")]
        {
            assert_eq!(with_database(url, "x"), expected);
            assert!(read(expected).is_err(), "{expected}");
        }
    }
}
