//! Values of the types that PostgreSQL comes with, and of those of well-known extensions.

use super::data_type::Spelling;

/// Texts that `type` reads, the likely ones first; none for a type that isn't known here. Numbers and texts, whose values
/// conditions are mostly about, are made in `types`.
pub(super) fn texts(spelling: &Spelling) -> &'static [&'static str] {
    match spelling.name.as_str() {
        "boolean" => &["true", "false"],
        "date" => &[
            "2024-01-01",
            "2024-01-02",
            "2024-01-03",
            "2024-02-01",
            "2025-01-01",
            "2000-01-01",
            "2100-01-01",
        ],
        "time without time zone" | "time with time zone" => {
            &["08:00", "09:00", "10:00", "12:30", "23:59", "00:00"]
        }
        "timestamp without time zone" | "timestamp with time zone" => &[
            "2024-01-01 00:00:00",
            "2024-01-02 00:00:00",
            "2024-01-03 12:00:00",
            "2024-02-01 00:00:00",
            "2025-01-01 00:00:00",
            "2000-01-01 00:00:00",
            "2100-01-01 00:00:00",
        ],
        name if name.starts_with("interval") => &["1 day", "2 days", "1 year", "1 hour", "00:00:01", "0"],
        "uuid" => &[
            "00000000-0000-4000-8000-000000000001",
            "00000000-0000-4000-8000-000000000002",
            "00000000-0000-4000-8000-000000000003",
            "00000000-0000-4000-8000-000000000004",
            "00000000-0000-7000-8000-000000000005",
        ],
        "json" | "jsonb" => &["{}", "[]", "{\"a\": 1}", "[\"a\"]", "\"a\"", "1", "true"],
        "bytea" => &["\\x01", "\\x02", "\\x03", "\\x0102", ""],
        "money" => &["1", "2", "3", "10", "0"],
        "inet" => &["192.0.2.1", "192.0.2.2", "192.0.2.3", "2001:db8::1", "192.0.2.0/24"],
        "cidr" => &["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "10.0.0.0/8"],
        "macaddr" => &["08:00:2b:01:02:03", "08:00:2b:01:02:04", "08:00:2b:01:02:05"],
        "macaddr8" => &["08:00:2b:01:02:03:04:05", "08:00:2b:01:02:03:04:06", "08:00:2b:01:02:03:04:07"],
        "bit" | "bit varying" => &["1", "0", "101", "11"],
        "tsvector" => &["a", "b:1", "c"],
        "tsquery" => &["a", "b & c", "c"],
        "xml" => &["<a/>", "<b/>", "<c>1</c>"],
        "jsonpath" => &["$", "$.a", "$.b"],
        "\"char\"" => &["a", "b", "c", "d", "A", "B", "C", "1", "2"],
        "oid" | "xid" | "cid" | "xid8" => &["1", "2", "3", "4"],
        "tid" => &["(0,1)", "(0,2)", "(0,3)"],
        "pg_lsn" => &["0/1", "0/2", "1/0"],
        "pg_snapshot" | "txid_snapshot" => &["10:20:10,14,15", "1:1:", "2:2:"],
        "regclass" => &["pg_class", "pg_type", "pg_proc"],
        "regtype" => &["integer", "text", "boolean"],
        "regproc" => &["now", "pg_typeof", "version"],
        "regprocedure" => &["now()", "version()", "abs(integer)"],
        "regoper" => &["||/", "|/"],
        "regoperator" => &["+(integer,integer)", "-(integer,integer)", "*(integer,integer)"],
        "regnamespace" => &["pg_catalog", "information_schema"],
        "regrole" => &["pg_monitor", "pg_read_all_stats", "pg_signal_backend"],
        "aclitem" => &["=r/pg_monitor", "=w/pg_monitor", "=a/pg_monitor"],
        "regconfig" => &["simple", "english"],
        "regdictionary" => &["simple", "english_stem"],
        "regcollation" => &["\"C\"", "\"POSIX\"", "\"default\""],
        "int2vector" | "oidvector" => &["1 2", "1", "3"],
        name => geometric(name).or_else(|| ranges(name)).unwrap_or_else(|| extension(spelling.short_name())),
    }
}

fn geometric(name: &str) -> Option<&'static [&'static str]> {
    Some(match name {
        "point" => &["(1,1)", "(2,2)", "(3,3)"],
        "line" => &["{1,2,3}", "{2,3,4}", "{3,4,5}"],
        "lseg" | "box" => &["(1,1),(0,0)", "(3,3),(2,2)", "(5,5),(4,4)"],
        "path" => &["((0,0),(1,1))", "((0,0),(2,2))", "[(0,0),(1,1)]"],
        "polygon" => &["((0,0),(1,0),(1,1))", "((2,2),(3,2),(3,3))", "((4,4),(5,4),(5,5))"],
        "circle" => &["<(0,0),1>", "<(5,5),1>", "<(9,9),1>"],
        _ => return None,
    })
}

/// None of them overlap, so that exclusion constraints take several.
fn ranges(name: &str) -> Option<&'static [&'static str]> {
    Some(match name {
        "int4range" | "int8range" | "numrange" => &["[1,2)", "[2,3)", "[3,4)", "[4,5)", "[10,)", "empty"],
        "daterange" | "tsrange" | "tstzrange" => &[
            "[2024-01-01,2024-01-02)",
            "[2024-01-02,2024-01-03)",
            "[2024-01-03,2024-01-04)",
            "[2024-02-01,2024-03-01)",
            "[2025-01-01,)",
            "empty",
        ],
        "int4multirange" | "int8multirange" | "nummultirange" => {
            &["{[1,2)}", "{[2,3)}", "{[3,4),[5,6)}", "{}"]
        }
        "datemultirange" | "tsmultirange" | "tstzmultirange" => {
            &["{[2024-01-01,2024-01-02)}", "{[2024-01-02,2024-01-03)}", "{[2024-01-03,2024-01-04)}", "{}"]
        }
        _ => return None,
    })
}

fn extension(name: &str) -> &'static [&'static str] {
    match name {
        "hstore" => &["a=>1", "b=>2", "c=>3"],
        "ltree" => &["a", "a.b", "c"],
        "lquery" | "ltxtquery" => &["a", "b", "c"],
        "cube" => &["(1)", "(2)", "(3)"],
        "seg" => &["1", "2", "3 .. 4"],
        "geometry" | "geography" => &[
            "SRID=4326;POINT(1 1)",
            "POINT(2 2)",
            "SRID=4326;POLYGON((0 0,1 0,1 1,0 0))",
            "SRID=4326;MULTIPOLYGON(((0 0,1 0,1 1,0 0)))",
            "SRID=4326;LINESTRING(0 0,1 1)",
        ],
        "box2d" => &["BOX(0 0,1 1)"],
        "isbn" | "isbn13" => &["978-0-393-04002-9"],
        "semver" => &["1.0.0", "1.0.1", "2.0.0"],
        _ => &[],
    }
}

/// Texts for a type that nothing is known of.
pub(super) const GUESSES: &[&str] =
    &["1", "2", "3", "a", "b", "c", "{}", "(1)", "(1,1)", "(a,b)", "[1,2)", "2024-01-01", "1.0.0", ""];

/// Texts of all the shapes that conditions may ask for, plain words first.
pub(super) const WORDS: &[&str] = &[
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "A",
    "B",
    "C",
    "a",
    "b",
    "c",
    "AA",
    "BB",
    "CC",
    "AAA",
    "BBB",
    "CCC",
    "1",
    "2",
    "3",
    "10",
    "a@example.org",
    "b@example.org",
    "c@example.org",
    "https://example.org/a",
    "https://example.org/b",
    "https://example.org/c",
    "2024-01-01",
    "00000000-0000-4000-8000-000000000001",
    "{}",
    "[]",
    "/a",
    "/b",
    "a.b",
    "a-b",
    "a_b",
    "+15550100",
    "#aabbcc",
    "en",
    "en-US",
    "192.0.2.1",
    "",
];

/// Numbers: small ones first, which are in order.
pub(super) const NUMBERS: &[&str] =
    &["1", "2", "3", "4", "5", "6", "7", "0", "-1", "10", "50", "100", "1000", "10000"];
