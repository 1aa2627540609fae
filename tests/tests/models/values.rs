//! A value of each Rust type, written into a table that the models made and read back through the `postgres` crate.

use std::collections::HashMap;
use std::fmt::Debug;
use std::ops::Bound;

use dbmig_runtime::Table;
use dbmig_runtime::types::{
    Bit, BitString, BpChar, Char, CiText, Cid, Circle, Interval, JsonPath, JsonText, JsonbText, LQuery,
    LTree, LTxtQuery, Line, LineSegment, Lsn, MacAddr, MacAddr8, Money, Multirange, Name, Oid, Path, Point,
    Polygon, Range, Rectangle, RefCursor, RegClass, RegCollation, RegConfig, RegDictionary, RegNamespace,
    RegOper, RegOperator, RegProc, RegProcedure, RegRole, RegType, Snapshot, Tid, TimeTz, TsQuery, TsVector,
    TxidSnapshot, VarChar, Xid, Xid8, Xml,
};
use dbmig_tests::server::{TestDatabase, database};
use postgres::Client;
use postgres::types::{FromSql, Json, ToSql};

use super::create;

/// Declares a test that has a table for each type, and writes and reads a value.
macro_rules! values {
    ($($test:ident($($extension:literal),*): { $($name:ident: $ty:ty = $value:expr;)* })*) => {$(
        #[test]
        fn $test() {
            let Some(database) = with_extensions(&[$($extension),*]) else { return };
            $(
                #[derive(Table)]
                #[db("users")]
                struct $name {
                    plain: $ty,
                    nullable: Option<$ty>,
                    many: Vec<$ty>,
                }
            )*
            let mut client = database.connect();
            create(&mut client, &[$($name::manifest()),*]);
            $(write_and_read::<$ty>(&mut client, $name::NAME, $value);)*
        }
    )*};
}

fn with_extensions(extensions: &[&str]) -> Option<TestDatabase> {
    let database = database();
    let mut client = database.connect();
    for extension in extensions {
        if client.batch_execute(&format!("CREATE EXTENSION {extension}")).is_err() {
            println!("passed by: the server doesn't offer {extension}");
            return None;
        }
    }
    Some(database)
}

#[track_caller]
fn write_and_read<T>(client: &mut Client, table: &str, value: T)
where
    T: ToSql + Sync + PartialEq + Debug + for<'a> FromSql<'a>,
{
    // The elements of arrays that are written as text would be taken for the binary format.
    let in_arrays = !matches!(table, "ts_vectors" | "ts_queries");
    let insert = format!("INSERT INTO \"{table}\" (plain, nullable, many) VALUES ($1, $2, $3)");
    let many: Vec<&T> = if in_arrays { vec![&value, &value] } else { Vec::new() };
    if let Err(error) = client.execute(&insert, &[&value, &None::<T>, &many]) {
        panic!("{table}: {error:?}");
    }
    let row = client.query_one(&format!("SELECT * FROM \"{table}\""), &[]).unwrap();
    assert_eq!(row.get::<_, T>("plain"), value, "{table}");
    assert_eq!(row.get::<_, Option<T>>("nullable"), None, "{table}");
    let read: Vec<T> = row.get("many");
    assert_eq!(read.iter().collect::<Vec<_>>(), many, "{table}");
}

fn between<T>(from: T, to: T) -> Range<T> {
    Range::Between(Bound::Included(from), Bound::Excluded(to))
}

const P: Point = Point { x: 1.5, y: -2.0 };
const Q: Point = Point { x: 0.5, y: -3.0 };

values! {
    of_the_standard_library(): {
        Bool: bool = true;
        I16: i16 = -5;
        I32: i32 = i32::MIN;
        I64: i64 = i64::MAX;
        F32: f32 = 1.5;
        F64: f64 = -1e300;
        Text: String = "é🦀'\\".to_owned();
        Bytes: Vec<u8> = vec![0, 1, 255];
        Address: std::net::IpAddr = "::1".parse().unwrap();
        Time: std::time::SystemTime = std::time::UNIX_EPOCH + std::time::Duration::from_micros(1_234_567_890);
        Boxed: Box<str> = "boxed".into();
    }
    of_extensions("hstore", "citext", "ltree"): {
        Stored: HashMap<String, Option<String>> = HashMap::from([("a".to_owned(), Some("b".to_owned())), ("c".to_owned(), None)]);
        CiTexts: CiText = "MiXed".into();
        LTrees: LTree = "a.b.c".into();
        LQueries: LQuery = "a.*.c".into();
        LTxtQueries: LTxtQuery = "a & b".into();
    }
    of_pgvector("vector"): {
        Vector: pgvector::Vector = pgvector::Vector::from(vec![1.0, 2.5]);
        Sparse: pgvector::SparseVector = pgvector::SparseVector::from_dense(&[0.0, 2.5]);
    }
    of_chrono(): {
        Zoned: chrono::DateTime<chrono::Utc> = "2026-01-02T03:04:05.678901Z".parse().unwrap();
        Fixed: chrono::DateTime<chrono::FixedOffset> = "2026-01-02T03:04:05.678901+00:00".parse().unwrap();
        Stamp: chrono::NaiveDateTime = "2026-01-02T03:04:05.678901".parse().unwrap();
        Day: chrono::NaiveDate = "0001-01-01".parse().unwrap();
        Clock: chrono::NaiveTime = "23:59:59.999999".parse().unwrap();
        Days: Range<chrono::NaiveDate> = between("2026-01-01".parse().unwrap(), "2027-01-01".parse().unwrap());
        ManyDays: Multirange<chrono::NaiveDate> = Multirange(vec![between("2026-01-01".parse().unwrap(), "2027-01-01".parse().unwrap())]);
        Stamps: Range<chrono::NaiveDateTime> = between("2026-01-02T03:04:05".parse().unwrap(), "2026-01-03T03:04:05".parse().unwrap());
        ManyStamps: Multirange<chrono::NaiveDateTime> = Multirange(Vec::new());
        Zones: Range<chrono::DateTime<chrono::Utc>> = Range::Between(Bound::Excluded("2026-01-02T03:04:05Z".parse().unwrap()), Bound::Unbounded);
        ManyZones: Multirange<chrono::DateTime<chrono::Utc>> = Multirange(Vec::new());
    }
    of_time(): {
        Zoned: time::OffsetDateTime = time::macros::datetime!(2026-01-02 03:04:05.678901 UTC);
        Stamp: time::PrimitiveDateTime = time::macros::datetime!(2026-01-02 03:04:05.678901);
        Day: time::Date = time::macros::date!(2026-01-02);
        Clock: time::Time = time::macros::time!(03:04:05.678901);
        Days: Range<time::Date> = between(time::macros::date!(2026-01-02), time::macros::date!(2026-01-03));
        ManyDays: Multirange<time::Date> = Multirange(vec![]);
        Stamps: Range<time::PrimitiveDateTime> = Range::Empty;
        Zones: Range<time::OffsetDateTime> = Range::Empty;
        ManyStamps: Multirange<time::PrimitiveDateTime> = Multirange(vec![]);
        ManyZones: Multirange<time::OffsetDateTime> = Multirange(vec![]);
    }
    of_jiff(): {
        Zoned: jiff::Timestamp = "2026-01-02T03:04:05.678901Z".parse().unwrap();
        Stamp: jiff::civil::DateTime = "2026-01-02T03:04:05.678901".parse().unwrap();
        Day: jiff::civil::Date = "2026-01-02".parse().unwrap();
        Clock: jiff::civil::Time = "03:04:05.678901".parse().unwrap();
        Days: Range<jiff::civil::Date> = between("2026-01-02".parse().unwrap(), "2026-01-03".parse().unwrap());
        ManyDays: Multirange<jiff::civil::Date> = Multirange(vec![]);
        Stamps: Range<jiff::civil::DateTime> = Range::Empty;
        Zones: Range<jiff::Timestamp> = Range::Empty;
        ManyStamps: Multirange<jiff::civil::DateTime> = Multirange(vec![]);
        ManyZones: Multirange<jiff::Timestamp> = Multirange(vec![]);
    }
    of_other_crates(): {
        Uuid: uuid::Uuid = uuid::Uuid::from_u128(0x1234);
        Decimal: rust_decimal::Decimal = "-12.340".parse().unwrap();
        Decimals: Range<rust_decimal::Decimal> = Range::Between(Bound::Excluded("1.5".parse().unwrap()), Bound::Included("2.5".parse().unwrap()));
        ManyDecimals: Multirange<rust_decimal::Decimal> = Multirange(vec![Range::Between(Bound::Unbounded, Bound::Included("2.5".parse().unwrap()))]);
        Value: serde_json::Value = serde_json::json!({"a": [1, null, "b"]});
        Typed: Json<Vec<i32>> = Json(vec![1, 2]);
        Inet: cidr::IpInet = "10.0.0.5/8".parse().unwrap();
        Net: cidr::IpCidr = "10.0.0.0/8".parse().unwrap();
        Mac: eui48::MacAddress = eui48::MacAddress::new([1, 2, 3, 4, 5, 6]);
        Bits: bit_vec::BitVec = bit_vec::BitVec::from_iter([true, false, true]);
        GeoPoint: geo_types::Point<f64> = geo_types::Point::new(1.5, -2.0);
        GeoRect: geo_types::Rect<f64> = geo_types::Rect::new((0.0, 0.0), (1.0, 2.0));
        GeoPath: geo_types::LineString<f64> = geo_types::LineString::from(vec![(0.0, 1.0), (2.0, 3.0)]);
        Small: smol_str::SmolStr = "small".into();
        PgLsn: postgres::types::PgLsn = postgres::types::PgLsn::from(0x1234_5678_9ABC);
    }
    of_their_own(): {
        OneByte: Char = Char(b'x');
        Oids: Oid = Oid(u32::MAX);
        Xids: Xid = Xid(5);
        Xid8s: Xid8 = Xid8(1 << 40);
        Cids: Cid = Cid(7);
        Lsns: Lsn = Lsn(0x1234_5678_9ABC);
        Cents: Money = Money(-123_456);
        Tids: Tid = Tid { block: 70_000, offset: 9 };
        Class: RegClass = RegClass(1259);
        Collation: RegCollation = RegCollation(100);
        Config: RegConfig = RegConfig(3748);
        Dictionary: RegDictionary = RegDictionary(3765);
        Namespace: RegNamespace = RegNamespace(11);
        Oper: RegOper = RegOper(96);
        Operator: RegOperator = RegOperator(96);
        Proc: RegProc = RegProc(1242);
        Procedure: RegProcedure = RegProcedure(1242);
        Role: RegRole = RegRole(10);
        Type: RegType = RegType(23);
        AsJson: JsonText = "{\"b\" :  1}".into();
        AsJsonb: JsonbText = "{\"b\": 1}".into();
        AsPath: JsonPath = "$.\"a\"[*]".into();
        AsXml: Xml = "<a>b</a>".into();
        AsName: Name = "an identifier".into();
        AsVarChar: VarChar = "text".into();
        AsBpChar: BpChar = "text".into();
        AsCursor: RefCursor = "cursor".into();
        Long: Interval = Interval { months: 14, days: -3, microseconds: 5_000_001 };
        Clock: TimeTz = TimeTz { microseconds: 3_600_000_000, offset: 7200 };
        Points: Point = P;
        Lines: Line = Line { a: 1.0, b: -1.0, c: 0.5 };
        Segments: LineSegment = LineSegment { start: P, end: Q };
        Boxes: Rectangle = Rectangle { high: P, low: Q };
        Paths: Path = Path { closed: true, points: vec![P, Q] };
        Polygons: Polygon = Polygon(vec![P, Q, P]);
        Circles: Circle = Circle { center: P, radius: 2.5 };
        Mac: MacAddr = MacAddr([1, 2, 3, 4, 5, 6]);
        Mac8: MacAddr8 = MacAddr8([1, 2, 3, 4, 5, 6, 7, 8]);
        OneBit: Bit = Bit(true);
        Bits: BitString = BitString(vec![true, false, false, false, false, false, false, true, true]);
        Visible: Snapshot = Snapshot { xmin: 5, xmax: 9, in_progress: vec![6, 8] };
        OldVisible: TxidSnapshot = TxidSnapshot(Snapshot { xmin: 5, xmax: 5, in_progress: vec![] });
        Integers: Range<i32> = between(1, 5);
        ManyIntegers: Multirange<i32> = Multirange(vec![between(1, 5), Range::Between(Bound::Included(9), Bound::Unbounded)]);
        Bigs: Range<i64> = Range::Between(Bound::Unbounded, Bound::Unbounded);
        ManyBigs: Multirange<i64> = Multirange(vec![between(-5, 5)]);
        Times: Range<std::time::SystemTime> = Range::Empty;
        ManyTimes: Multirange<std::time::SystemTime> = Multirange(Vec::new());
        TsVectors: TsVector = TsVector("'a''b\\\\c' 'fat':2,5C 'rat':3A".to_owned());
        TsQueries: TsQuery = TsQuery("'fat':*AB & ( 'cat' | !'rat' ) & 'a' <-> 'b' & 'c' <3> ( 'd' <-> 'e' )".to_owned());
    }
}
