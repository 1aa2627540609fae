//! The columns of a table as fields of a struct, for `references(Table::column)`.
//!
//! The derive writes a hidden struct with one field a column; a foreign key reads the field, so a column that isn't there
//! is the compiler's "no field `x`", with the nearest name.

use std::marker::PhantomData;

use super::SqlType;
use super::agreement::{Agrees, Broken};

/// A column that a foreign key can reference.
#[derive(Debug)]
pub struct Key<T: ?Sized>(PhantomData<T>);

/// A column that no primary key or unique constraint covers alone.
#[derive(Debug)]
pub struct Plain<T: ?Sized>(PhantomData<T>);

/// A column of a table that has an error already.
#[derive(Debug)]
pub struct BrokenColumn;

impl<T: SqlType + ?Sized> Key<T> {
    /// Compiles where a foreign key of type `From` can reference the column.
    pub fn referenced_by<From: SqlType + ?Sized>(&self)
    where
        From::Sql: Agrees<T::Sql>,
    {
    }
}

impl<T: ?Sized> Plain<T> {
    /// Never compiles.
    pub fn referenced_by<From: ?Sized>(&self)
    where
        Self: Unique,
    {
    }
}

impl BrokenColumn {
    /// Always compiles.
    pub fn referenced_by<From: ?Sized>(&self) {}
}

/// The column is a primary key or unique by itself.
#[diagnostic::on_unimplemented(
    message = "a foreign key can't reference a column that may hold one value twice",
    label = "the referenced column is neither the primary key nor unique by itself",
    note = "PostgreSQL asks for a primary key, a unique constraint or a unique index over just this column: add \
            `#[column(unique)]` to it"
)]
pub trait Unique {}

/// A type that `#[column(type = "…")]` named; `Sql` stands for it.
#[derive(Debug)]
pub struct As<Sql>(PhantomData<Sql>);

impl<Sql> SqlType for As<Sql> {
    type Sql = Sql;
    const NULLABLE: bool = false;
    type Desc = [u8; 0];
    const DESC: [u8; 0] = [];
}

impl SqlType for Broken {
    type Sql = Self;
    const NULLABLE: bool = false;
    type Desc = [u8; 0];
    const DESC: [u8; 0] = [];
}
