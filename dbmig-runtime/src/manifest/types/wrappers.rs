//! Wrappers of the standard library: nullable, array, and pointers.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use crate::manifest::document::{Desc, Part};
use crate::manifest::sql::Sql;
use crate::manifest::types::Mapping;
use crate::manifest::{ArrayElement, SqlType};

impl<T: SqlType> SqlType for Option<T> {
    const SQL: Sql = T::SQL;
    const NULLABLE: bool = true;
    const DESC: &'static Desc = &Desc::new(&[Part::Text("{\"option\":"), Part::Of(T::DESC), Part::Text("}")]);
}

/// What makes a type of its own here; wrappers of other types have theirs.
pub(super) const TYPES: &[Mapping] =
    &[Mapping { rust: "Vec<u8>`, `[u8]`, `[u8; N]", sql: "bytea", feature: "" }];

macro_rules! arrays {
    ($({$($generics:tt)*} $array:ty;)*) => {$(
        impl<T: ArrayElement $($generics)*> SqlType for $array {
            const SQL: Sql = T::ARRAY_SQL;
            const NULLABLE: bool = false;
            const DESC: &'static Desc = T::ARRAY_DESC;
        }
    )*};
}

arrays! {
    {} Vec<T>;
    {} [T];
    {, const N: usize} [T; N];
}

macro_rules! pointers {
    ($({$($bounds:tt)*} $pointer:ty;)*) => {$(
        impl<T: SqlType + ?Sized $($bounds)*> SqlType for $pointer {
            const SQL: Sql = T::SQL;
            const NULLABLE: bool = T::NULLABLE;
            const DESC: &'static Desc = T::DESC;
        }
    )*};
}

pointers! {
    {} &T;
    {} Box<T>;
    {} Rc<T>;
    {} Arc<T>;
    {+ ToOwned} Cow<'_, T>;
}
