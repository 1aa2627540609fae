//! Shapes in the plane: <https://www.postgresql.org/docs/current/datatype-geometric.html>.

#[cfg(feature = "postgres-types")]
use bytes::BufMut as _;

use super::binary;
use crate::manifest::types::sql_types;

/// `point`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Up.
    pub y: f64,
}

/// `line`: all points with `a * x + b * y + c = 0`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// The factor of x.
    pub a: f64,
    /// The factor of y.
    pub b: f64,
    /// The rest.
    pub c: f64,
}

/// `lseg`: from one point to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineSegment {
    /// Where it starts.
    pub start: Point,
    /// Where it ends.
    pub end: Point,
}

/// `box`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rectangle {
    /// The upper right corner.
    pub high: Point,
    /// The lower left corner.
    pub low: Point,
}

/// `path`: points in a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Path {
    /// True if it ends where it starts.
    pub closed: bool,
    /// The points.
    pub points: Vec<Point>,
}

/// `polygon`: its corners.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Polygon(pub Vec<Point>);

/// `circle`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Circle {
    /// The middle.
    pub center: Point,
    /// The radius.
    pub radius: f64,
}

#[cfg(feature = "postgres-types")]
mod points {
    use bytes::{BufMut, BytesMut};

    use super::Point;
    use crate::types::wire::{Failure, Input, length};

    pub(super) fn put(out: &mut BytesMut, point: Point) {
        out.put_f64(point.x);
        out.put_f64(point.y);
    }

    pub(super) fn put_all(out: &mut BytesMut, points: &[Point]) -> Result<(), Failure> {
        out.put_i32(length(points.len())?);
        points.iter().for_each(|point| put(out, *point));
        Ok(())
    }

    pub(super) fn read(input: &mut Input<'_>) -> Result<Point, Failure> {
        Ok(Point { x: input.f64()?, y: input.f64()? })
    }

    pub(super) fn read_all(input: &mut Input<'_>) -> Result<Vec<Point>, Failure> {
        let count = input.count()?;
        (0..count).map(|_| read(input)).collect()
    }
}

binary!(Point as "point": |value, out| points::put(out, *value), |input| points::read(input)?);
binary!(Line as "line": |value, out| {
    out.put_f64(value.a);
    out.put_f64(value.b);
    out.put_f64(value.c);
}, |input| Self { a: input.f64()?, b: input.f64()?, c: input.f64()? });
binary!(LineSegment as "lseg": |value, out| {
    points::put(out, value.start);
    points::put(out, value.end);
}, |input| Self { start: points::read(input)?, end: points::read(input)? });
binary!(Rectangle as "box": |value, out| {
    points::put(out, value.high);
    points::put(out, value.low);
}, |input| Self { high: points::read(input)?, low: points::read(input)? });
binary!(Path as "path": |value, out| {
    out.put_u8(u8::from(value.closed));
    points::put_all(out, &value.points)?;
}, |input| Self { closed: input.u8()? != 0, points: points::read_all(input)? });
binary!(Polygon as "polygon": |value, out| points::put_all(out, &value.0)?, |input| Self(points::read_all(input)?));
binary!(Circle as "circle": |value, out| {
    points::put(out, value.center);
    out.put_f64(value.radius);
}, |input| Self { center: points::read(input)?, radius: input.f64()? });

sql_types! {
    "types":
    Point => "point";
    Line => "line";
    LineSegment => "lseg";
    Rectangle => "box";
    Path => "path";
    Polygon => "polygon";
    Circle => "circle";
}
