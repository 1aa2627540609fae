//! Values of rows, as a revision writes them.

use serde::{Deserialize, Serialize};

/// A value of a column. Whatever PostgreSQL reads from text (dates, UUIDs, numbers of any size, JSON, enum labels, ranges) is a text: it
/// takes the column's type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// `NULL`.
    Null,
    /// `true` and `false`.
    Bool(bool),
    /// A whole number.
    Integer(i128),
    /// Text, and whatever is read from text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// An array; its items are values or arrays.
    Array(Vec<Value>),
    /// An SQL expression.
    Sql(String),
}

/// An SQL expression as a value: `expression("now()")`.
pub fn expression(sql: impl Into<String>) -> Value {
    Value::Sql(sql.into())
}

/// The value for a column of type `bytea`; a vector of numbers is an array.
pub fn bytes(bytes: impl Into<Vec<u8>>) -> Value {
    Value::Bytes(bytes.into())
}

/// The values of a row: a tuple of up to sixteen, an array, or a vector.
pub trait IntoRow {
    /// The values, in the order of the columns.
    fn into_row(self) -> Vec<Value>;
}

impl<T: Into<Value>> IntoRow for Vec<T> {
    fn into_row(self) -> Vec<Value> {
        self.into_iter().map(Into::into).collect()
    }
}

impl<T: Into<Value>, const N: usize> IntoRow for [T; N] {
    fn into_row(self) -> Vec<Value> {
        self.into_iter().map(Into::into).collect()
    }
}

macro_rules! tuples {
    ($(($($name:ident)+))+) => {$(
        impl<$($name: Into<Value>),+> IntoRow for ($($name,)+) {
            fn into_row(self) -> Vec<Value> {
                #[expect(non_snake_case, reason = "each is named for its type")]
                let ($($name,)+) = self;
                vec![$($name.into()),+]
            }
        }
    )+};
}

tuples! {
    (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H) (A B C D E F G H I)
    (A B C D E F G H I J) (A B C D E F G H I J K) (A B C D E F G H I J K L) (A B C D E F G H I J K L M)
    (A B C D E F G H I J K L M N) (A B C D E F G H I J K L M N O) (A B C D E F G H I J K L M N O P)
}

macro_rules! integers {
    ($($type:ty)+) => {$(
        impl From<$type> for Value {
            fn from(value: $type) -> Self {
                Self::Integer(i128::from(value))
            }
        }
    )+};
}

integers! { i8 i16 i32 i64 i128 u8 u16 u32 u64 }

macro_rules! floats {
    ($($type:ty)+) => {$(
        impl From<$type> for Value {
            /// As text that reads as the same number.
            fn from(value: $type) -> Self {
                Self::Text(match value {
                    value if value.is_nan() => "NaN".to_owned(),
                    value if value.is_infinite() => if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned(),
                    value => format!("{value:?}"),
                })
            }
        }
    )+};
}

floats! { f32 f64 }

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<serde_json::Value> for Value {
    /// For a column of type `json` or `jsonb`; JSON's null is a value there.
    fn from(value: serde_json::Value) -> Self {
        Self::Text(value.to_string())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(values: Vec<T>) -> Self {
        Self::Array(values.into_iter().map(Into::into).collect())
    }
}

impl Value {
    /// True if there is a NUL character in it, which PostgreSQL can't store.
    pub(super) fn has_nul(&self) -> bool {
        match self {
            Self::Text(text) | Self::Sql(text) => text.contains('\0'),
            Self::Array(values) => values.iter().any(Self::has_nul),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_different_values() {
        let text = |text: &str| Value::Text(text.to_owned());
        assert_eq!(("a", 1, None::<i32>).into_row(), [text("a"), Value::Integer(1), Value::Null]);
        assert_eq!([1.5, -0.0, f64::NAN].into_row(), [text("1.5"), text("-0.0"), text("NaN")]);
        assert_eq!(vec![true].into_row(), [Value::Bool(true)]);
        assert_eq!(Value::from(vec![Some("x"), None]), Value::Array(vec![text("x"), Value::Null]));
        assert_eq!(Value::from(1e300), text("1e300"));
    }
}
