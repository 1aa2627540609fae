//! Types of geo_types.

use super::sql_types;

sql_types! {
    "with-geo-types-0_7":
    geo_types::Point<f64> => "point";
    geo_types::Rect<f64> => "box";
    geo_types::LineString<f64> => "path";
}
