//! What a change from one built-in type to another does to the rows that are there.

/// True if PostgreSQL takes the stored values as they are. Both types are as `format_type` prints them.
pub(super) fn keeps_rows(from: &str, to: &str) -> bool {
    let (from, to) = (Parsed::of(from), Parsed::of(to));
    if from.base == to.base {
        return match from.base.as_str() {
            "character" | "bit" => from == to,
            "numeric" => {
                to.limits.is_empty() || (from.scale() == to.scale() && to.precision() >= from.precision())
            }
            _ => from.fits(&to),
        };
    }
    let pair = (from.base.as_str(), to.base.as_str());
    matches!(
        pair,
        ("character varying", "text") | ("bit", "bit varying") | ("cidr", "inet") | ("xml", "text")
    ) || pair == ("text", "character varying") && to.limits.is_empty()
}

/// True if every value of `from` is a value of `to`.
pub(super) fn holds_all(from: &str, to: &str) -> bool {
    if let (Some(from), Some(to)) = (from.strip_suffix("[]"), to.strip_suffix("[]")) {
        return holds_all(from, to);
    }
    if keeps_rows(from, to) || matches!(to, "text" | "character varying") {
        return true;
    }
    let (from, to) = (Parsed::of(from), Parsed::of(to));
    if from.base == to.base {
        return match from.base.as_str() {
            "numeric" => {
                let whole = |parsed: &Parsed| Some(parsed.precision()? - parsed.scale()?);
                whole(&to) >= whole(&from) && to.scale() >= from.scale() && !from.limits.is_empty()
            }
            _ => from.fits(&to),
        };
    }
    let digits = match from.base.as_str() {
        "smallint" => 5,
        "integer" => 10,
        "bigint" => 19,
        _ => 0,
    };
    let numeric = to.base == "numeric"
        && digits > 0
        && (to.limits.is_empty()
            || to.precision().zip(to.scale()).is_some_and(|(all, scale)| all - scale >= digits));
    numeric || WIDER.contains(&(from.base.as_str(), to.base.as_str()))
}

/// True if PostgreSQL takes a value that doesn't fit by leaving a part of it out: digits, or the time of a day.
pub(super) fn rounds(from: &str, to: &str) -> bool {
    if let (Some(from), Some(to)) = (from.strip_suffix("[]"), to.strip_suffix("[]")) {
        return rounds(from, to);
    }
    let (from, to) = (Parsed::of(from), Parsed::of(to));
    let is = |parsed: &Parsed, bases: &[&str]| bases.contains(&parsed.base.as_str());
    let moment = &["timestamp without time zone", "timestamp with time zone"];
    let whole = &["smallint", "integer", "bigint"];
    let inexact = &["real", "double precision"];
    if from.base == to.base {
        let limited =
            is(&from, moment) || is(&from, &["time without time zone", "time with time zone", "interval"]);
        return match from.base.as_str() {
            "numeric" => to.scale() < from.scale() || from.limits.is_empty() && !to.limits.is_empty(),
            _ => limited && !from.fits(&to),
        };
    }
    is(&from, &["numeric", "real", "double precision", "money"]) && is(&to, whole)
        || is(&from, &["numeric", "double precision"]) && is(&to, &["real"])
        || is(&from, &["numeric", "bigint"]) && is(&to, inexact)
        || is(&from, &["integer"]) && is(&to, &["real"])
        || is(&from, inexact) && is(&to, &["numeric"]) && !to.limits.is_empty()
        || is(&from, moment) && (to.base == "date" || to.base.starts_with("time "))
}

const WIDER: &[(&str, &str)] = &[
    ("smallint", "integer"),
    ("smallint", "bigint"),
    ("integer", "bigint"),
    ("smallint", "real"),
    ("smallint", "double precision"),
    ("integer", "double precision"),
    ("real", "double precision"),
    ("date", "timestamp without time zone"),
    ("date", "timestamp with time zone"),
    ("json", "jsonb"),
    ("cidr", "inet"),
    ("macaddr", "macaddr8"),
];

/// A type and its modifiers: `timestamp(3) with time zone` is `timestamp with time zone` and 3.
#[derive(PartialEq)]
struct Parsed {
    base: String,
    limits: Vec<i64>,
}

impl Parsed {
    fn of(sql: &str) -> Self {
        let whole = || Self { base: sql.to_owned(), limits: Vec::new() };
        if sql.starts_with('"') || sql.ends_with("[]") {
            return whole();
        }
        let Some((before, rest)) = sql.split_once('(') else { return whole() };
        let Some((inside, after)) = rest.split_once(')') else { return whole() };
        let limits = inside.split(',').map(|limit| limit.trim().parse()).collect::<Result<_, _>>();
        limits.map_or_else(|_| whole(), |limits| Self { base: format!("{before}{after}"), limits })
    }

    /// For a type of one limit: none is no limit.
    fn fits(&self, to: &Self) -> bool {
        match (self.limits.first(), to.limits.first()) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(from), Some(to)) => to >= from,
        }
    }

    fn precision(&self) -> Option<i64> {
        self.limits.first().copied()
    }

    fn scale(&self) -> Option<i64> {
        self.limits.get(1).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(from: &str, to: &str, keeps: bool, holds: bool) {
        assert_eq!((keeps_rows(from, to), holds_all(from, to)), (keeps, holds), "{from} to {to}");
    }

    #[test]
    fn parts_that_are_left_out() {
        for (from, to, expected) in [
            ("numeric(10,2)", "integer", true),
            ("numeric(10,4)", "numeric(10,2)", true),
            ("numeric(10,2)", "numeric(5,2)", false),
            ("numeric", "numeric(5,2)", true),
            ("double precision", "real", true),
            ("bigint", "integer", false),
            ("timestamp with time zone", "date", true),
            ("timestamp with time zone", "timestamp(3) with time zone", true),
            ("timestamp with time zone", "time without time zone", true),
            ("double precision[]", "bigint[]", true),
            ("text", "integer", false),
            ("character varying(9)", "character varying(3)", false),
        ] {
            assert_eq!(rounds(from, to), expected, "{from} to {to}");
        }
    }

    #[test]
    fn changes() {
        check("character varying(5)", "character varying(9)", true, true);
        check("character varying(9)", "character varying(5)", false, false);
        check("character varying(5)", "text", true, true);
        check("text", "character varying(5)", false, false);
        check("numeric(10,2)", "numeric", true, true);
        check("numeric", "numeric(10,2)", false, false);
        check("numeric(10,2)", "numeric(12,4)", false, true);
        check("timestamp(3) with time zone", "timestamp with time zone", true, true);
        check("timestamp with time zone", "timestamp(3) with time zone", false, false);
        check("integer", "bigint", false, true);
        check("integer[]", "bigint[]", false, true);
        check("bigint", "numeric(20,1)", false, true);
        check("bigint", "numeric(19,1)", false, false);
        check("uuid", "text", false, true);
        check("mood", "grade", false, false);
    }
}
