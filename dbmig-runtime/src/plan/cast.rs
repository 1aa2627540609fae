//! How values get from one type to another in `ALTER COLUMN … SET DATA TYPE`.

use std::borrow::Cow;

use crate::catalog::{DataType, quote_identifier};

/// The `USING` expression for a column that changes its type, `None` where PostgreSQL has an assignment cast.
///
/// Where there is no cast at all, the value goes through its text form: that always parses, and fails on rows
/// whose text isn't a value of the new type.
pub(super) fn using(column: &str, from: &DataType, to: &DataType) -> Option<String> {
    convert(&quote_identifier(column), from, to)
}

/// The same for any expression.
pub(super) fn convert(value: &str, from: &DataType, to: &DataType) -> Option<String> {
    match conversion(from.as_sql(), to.as_sql()) {
        Conversion::Assignment => None,
        Conversion::Explicit => Some(format!("{value}::{to}")),
        Conversion::Text => Some(through_text(value, from, to)),
    }
}

/// True if PostgreSQL casts one to the other.
pub(super) fn exists(from: &DataType, to: &DataType) -> bool {
    conversion(from.as_sql(), to.as_sql()) != Conversion::Text
}

/// True if operators and foreign keys work across the two types, so that what hangs on the column can stay.
pub(super) fn related(from: &DataType, to: &DataType) -> bool {
    let (from, to) = (base(from.as_sql()), base(to.as_sql()));
    let same_family =
        FAMILIES.iter().any(|family| family.contains(&from.as_ref()) && family.contains(&to.as_ref()));
    from == to || same_family
}

/// Arrays go element by element; where only one side is an array, its own text form stands for it.
pub(super) fn through_text(value: &str, from: &DataType, to: &DataType) -> String {
    let arrays = from.as_sql().ends_with("[]") && to.as_sql().ends_with("[]");
    format!("{value}::text{}::{to}", if arrays { "[]" } else { "" })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Conversion {
    Assignment,
    Explicit,
    Text,
}

fn conversion(from: &str, to: &str) -> Conversion {
    match (from.strip_suffix("[]"), to.strip_suffix("[]")) {
        (Some(from), Some(to)) => return conversion(from, to),
        (None, None) => {}
        _ if is_string(&base(to)) => return Conversion::Assignment,
        _ if is_string(&base(from)) => return Conversion::Explicit,
        _ => return Conversion::Text,
    }
    let (from, to) = (base(from), base(to));
    let listed = |list: &[(&str, &[&str])]| {
        list.iter().any(|(source, targets)| *source == from && targets.contains(&to.as_ref()))
    };
    if from == to || is_string(&to) || listed(ASSIGNMENT) {
        Conversion::Assignment
    } else if is_string(&from) || listed(EXPLICIT) {
        Conversion::Explicit
    } else {
        Conversion::Text
    }
}

/// Every type casts to these through its output function, on assignment; and from them explicitly.
fn is_string(base: &str) -> bool {
    matches!(base, "text" | "character varying" | "character")
}

/// The type without its modifiers: `timestamp(3) with time zone` is `timestamp with time zone`.
fn base(sql: &str) -> Cow<'_, str> {
    if sql.starts_with("interval") {
        return Cow::Borrowed("interval");
    }
    match (sql.find('('), sql.rfind(')')) {
        (Some(open), Some(close)) if !sql.starts_with('"') => {
            let (before, after) = (sql.get(..open).unwrap_or(sql), sql.get(close + 1..).unwrap_or_default());
            Cow::Owned(format!("{before}{after}"))
        }
        _ => Cow::Borrowed(sql),
    }
}

/// Types whose operators work across the family.
const FAMILIES: &[&[&str]] = &[
    &["smallint", "integer", "bigint"],
    &["text", "character varying"],
    &["real", "double precision"],
    &["date", "timestamp without time zone", "timestamp with time zone"],
];

const NUMBERS: &[&str] = &["smallint", "integer", "bigint", "numeric", "real", "double precision"];

const INTEGERS: &[&str] =
    &["smallint", "integer", "bigint", "numeric", "real", "double precision", "money", "oid"];

/// The implicit and assignment casts of `pg_cast` between built-in types, which are the same from 14 to 18. Those to
/// string types are in [`is_string`].
const ASSIGNMENT: &[(&str, &[&str])] = &[
    ("smallint", NUMBERS),
    ("integer", INTEGERS),
    ("bigint", INTEGERS),
    ("numeric", INTEGERS),
    ("real", NUMBERS),
    ("double precision", NUMBERS),
    ("money", &["numeric"]),
    ("oid", &["integer", "bigint"]),
    ("bit", &["bit varying"]),
    ("bit varying", &["bit"]),
    ("cidr", &["inet"]),
    ("inet", &["cidr"]),
    ("macaddr", &["macaddr8"]),
    ("macaddr8", &["macaddr"]),
    ("json", &["jsonb"]),
    ("jsonb", &["json"]),
    ("date", &["timestamp without time zone", "timestamp with time zone"]),
    ("timestamp without time zone", &["date", "time without time zone", "timestamp with time zone"]),
    (
        "timestamp with time zone",
        &["date", "time without time zone", "time with time zone", "timestamp without time zone"],
    ),
    ("time without time zone", &["interval", "time with time zone"]),
    ("time with time zone", &["time without time zone"]),
    ("interval", &["time without time zone"]),
    ("box", &["polygon"]),
    ("point", &["box"]),
    ("path", &["polygon"]),
    ("polygon", &["path"]),
];

/// The explicit casts of `pg_cast` between built-in types.
const EXPLICIT: &[(&str, &[&str])] = &[
    ("integer", &["boolean", "bit"]),
    ("bigint", &["bit"]),
    ("boolean", &["integer"]),
    ("bit", &["integer", "bigint"]),
    ("jsonb", &["boolean", "numeric", "smallint", "integer", "bigint", "real", "double precision"]),
    ("box", &["point", "lseg", "circle"]),
    ("circle", &["point", "box", "polygon"]),
    ("polygon", &["point", "box", "circle"]),
    ("lseg", &["point"]),
    ("int4range", &["int4multirange"]),
    ("int8range", &["int8multirange"]),
    ("numrange", &["nummultirange"]),
    ("daterange", &["datemultirange"]),
    ("tsrange", &["tsmultirange"]),
    ("tstzrange", &["tstzmultirange"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(from: &str, to: &str, expected: Option<&str>) {
        assert_eq!(using("c", &DataType::new(from), &DataType::new(to)).as_deref(), expected);
    }

    #[test]
    fn assignment_casts_need_nothing() {
        check("integer", "bigint", None);
        check("character varying(20)", "character varying(10)", None);
        check("timestamp(3) without time zone", "timestamp with time zone", None);
        check("integer[]", "bigint[]", None);
        check("mood", "text", None);
        check("integer[]", "text", None);
    }

    #[test]
    fn explicit_casts_are_spelled_out() {
        check("text", "integer", Some("c::integer"));
        check("character varying(5)", "mood", Some("c::mood"));
        check("text[]", "uuid[]", Some("c::uuid[]"));
        check("jsonb", "integer", Some("c::integer"));
    }

    #[test]
    fn what_has_no_cast_goes_through_text() {
        check("boolean", "date", Some("c::text::date"));
        check("mood", "grade", Some("c::text::grade"));
        check("mood[]", "grade[]", Some("c::text[]::grade[]"));
    }

    #[test]
    fn families() {
        let related = |from, to| super::related(&DataType::new(from), &DataType::new(to));
        assert!(related("integer", "bigint"));
        assert!(related("numeric(10,2)", "numeric(12,4)"));
        assert!(!related("text", "integer"));
    }
}
