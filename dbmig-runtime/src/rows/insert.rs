//! The statement that adds a row.

use std::fmt::Write;

use crate::catalog::{ObjectName, quote_identifier};

use super::value::{Referenced, Value};

/// How many columns may take their value from one another.
const DEEPEST: usize = 8;

/// A new row.
pub(super) struct Insert<'a> {
    /// The table.
    pub table: &'a ObjectName,
    /// The columns and their values.
    pub values: &'a [(&'a str, &'a Value)],
    /// Identity columns of the table.
    pub identities: &'a [String],
}

impl Insert<'_> {
    /// `INSERT INTO …`, under a search path that holds the default schema.
    pub(super) fn sql(&self) -> String {
        let named: Vec<&str> = self
            .values
            .iter()
            .filter(|(_, value)| **value != Value::Default)
            .map(|(column, _)| *column)
            .collect();
        if named.is_empty() {
            return format!("INSERT INTO {} DEFAULT VALUES", self.table);
        }
        let columns: Vec<_> = named.iter().map(|column| quote_identifier(column)).collect();
        let values: Vec<String> = named.iter().map(|column| self.expression(column, 0)).collect();
        let is_identity = |column: &&str| self.identities.iter().any(|identity| identity == column);
        let overriding = if named.iter().any(is_identity) { "OVERRIDING SYSTEM VALUE " } else { "" };
        let (table, columns, values) = (self.table, columns.join(", "), values.join(", "));
        format!("INSERT INTO {table} ({columns}) {overriding}VALUES ({values})")
    }

    fn expression(&self, column: &str, depth: usize) -> String {
        let value = self.values.iter().find(|(name, _)| *name == column).map(|(_, value)| *value);
        match value {
            Some(_) if depth > DEEPEST => "NULL".to_owned(),
            None | Some(Value::Null | Value::Default) => "NULL".to_owned(),
            Some(Value::Sql(expression)) => expression.sql.clone(),
            Some(Value::Same(other)) => self.expression(other, depth + 1),
            Some(Value::Referenced(referenced)) => self.referenced(referenced, depth),
        }
    }

    fn referenced(&self, of: &Referenced, depth: usize) -> String {
        let mut conditions: Vec<String> =
            of.key.iter().map(|column| format!("r.{} IS NOT NULL", quote_identifier(column))).collect();
        for (there, own) in &of.given {
            let value = self.expression(own, depth + 1);
            conditions.push(format!("r.{} = {value}", quote_identifier(there)));
        }
        let key: Vec<String> =
            of.key.iter().map(|column| format!("r.{}", quote_identifier(column))).collect();
        let mut sql = format!("(SELECT r.{} FROM {} AS r", quote_identifier(&of.column), of.table);
        // Writing to a text can't fail.
        let _ = write!(sql, " WHERE {} ORDER BY {}", conditions.join(" AND "), key.join(", "));
        let _ = write!(sql, " OFFSET {} LIMIT 1)", of.place);
        sql
    }
}
