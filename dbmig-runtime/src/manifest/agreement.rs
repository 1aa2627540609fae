//! Which SQL types a foreign key may join: compared by the compiler, through types that stand for SQL types.

use std::marker::PhantomData;

use super::SqlType;

/// The SQL type `Self` of a foreign key's column fits the SQL type `To` of the column it references.
#[diagnostic::on_unimplemented(
    message = "a foreign key of type `{Self}` can't reference a column of type `{To}`",
    label = "this column is `{Self}`, the one it references `{To}`",
    note = "give both columns the same SQL type; `Option` and newtypes don't matter"
)]
pub trait Agrees<To> {}

/// The SQL type can number its rows.
#[diagnostic::on_unimplemented(
    message = "a column of type `{Self}` can't be an identity column",
    label = "an identity column is `i16`, `i32` or `i64`, or a newtype over one"
)]
pub trait IdentityType {}

/// The SQL types without a parameter. They are spelled as error messages should spell them.
pub mod markers {
    #![expect(non_camel_case_types, reason = "compiler messages print the names as SQL spells them")]

    macro_rules! markers {
        ($($(#[$doc:meta])* $name:ident)*) => {$(
            $(#[$doc])*
            #[derive(Debug)]
            pub struct $name;
            impl super::Agrees<$name> for $name {}
        )*};
    }

    markers! {
        /// `boolean`
        boolean
        /// `smallint`
        smallint
        /// `integer`
        integer
        /// `bigint`
        bigint
        /// `real`
        real
        /// `double precision`
        double_precision
        /// `numeric` of any precision
        numeric
        /// `text`, and `character varying` of any length, which PostgreSQL compares with it
        text
        /// `bytea`
        bytea
        /// `uuid`
        uuid
        /// `date`
        date
        /// `time without time zone`
        time
        /// `timestamp without time zone`
        timestamp
        /// `timestamp with time zone`
        timestamptz
        /// `jsonb`
        jsonb
        /// `inet`
        inet
        /// `character` of any length
        character
        /// `time with time zone`
        timetz
        /// `cidr`
        cidr
        /// `citext`
        citext
        /// `interval`
        interval
        /// `oid`
        oid
    }
}

/// Compiles where a column of type `T` can be an identity column.
pub const fn identity<T: SqlType>()
where
    T::Sql: IdentityType,
{
}

impl IdentityType for markers::smallint {}
impl IdentityType for markers::integer {}
impl IdentityType for markers::bigint {}

/// An array of `T`.
#[derive(Debug)]
pub struct Array<T>(PhantomData<T>);

impl<T: Agrees<U>, U> Agrees<Array<U>> for Array<T> {}

/// The enum type made from the Rust type `T`.
#[derive(Debug)]
pub struct Enum<T>(PhantomData<T>);

impl<T> Agrees<Enum<T>> for Enum<T> {}

/// The type that `#[column(type = "…")]` or `#[sql_type(type = "…")]` names, where it is none of [`markers`]; `HASH` is a
/// hash of its normalised text.
#[derive(Debug)]
pub struct Custom<const HASH: u64>;

impl<const HASH: u64> Agrees<Custom<HASH>> for Custom<HASH> {}

/// The type of a declaration that has an error already: it agrees with everything, so that no second error comes of it.
#[derive(Debug)]
pub struct Broken;

impl<To> Agrees<To> for Broken {}
impl IdentityType for Broken {}
