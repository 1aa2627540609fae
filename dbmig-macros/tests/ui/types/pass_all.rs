use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use dbmig_runtime::{SqlType, Table};

/// Of no SQL type.
struct Foreign;

#[derive(SqlType)]
#[sql_type(type = "jsonb")]
#[allow(dead_code)]
struct Settings {
    theme: String,
    size: u8,
}

#[derive(SqlType)]
#[sql_type(type = "jsonb")]
#[allow(dead_code)]
enum Shape {
    Point,
    Circle { radius: f64 },
}

#[derive(Table)]
#[db("users")]
#[allow(dead_code)]
struct All {
    boolean: bool,
    small: i16,
    int: i32,
    big: i64,
    real: f32,
    double: f64,
    string: String,
    text: &'static str,
    boxed: Box<str>,
    cow: Cow<'static, str>,
    shared: Arc<str>,
    counted: Rc<String>,
    bytes: Vec<u8>,
    slice: Box<[u8]>,
    digest: [u8; 32],
    array: Vec<Option<i64>>,
    nested: Option<Vec<Vec<u8>>>,
    address: std::net::IpAddr,
    time: std::time::SystemTime,
    #[column(type = "cidr")]
    foreign: Foreign,
    #[column(type = "cidr")]
    maybe: Option<Foreign>,
    settings: Settings,
    shape: Option<Shape>,
}

fn main() {}
