//! Schemas.

use super::Error;
use super::class::Class;
use super::session::Session;
use crate::catalog::{Catalog, Namespace, Object};

/// The comment that `public` has from its creation.
const PUBLIC_COMMENT: &str = "standard public schema";

pub(super) fn read(
    session: &mut Session<'_>,
    own_tables: &[String],
    catalog: &mut Catalog,
) -> Result<(), Error> {
    let default_schema = session.default_schema();
    for row in &session.query("schemas", include_str!("namespace.sql"), &[&default_schema, &own_tables])? {
        let name: String = row.get("name")?;
        let comment: Option<String> = row.get("comment")?;
        let is_default = name == default_schema;
        let object = if is_default { Object::DefaultNamespace } else { Object::Namespace(name.clone()) };
        session.register(Class::NAMESPACE, row.get("oid")?, object.clone());
        if name == "public" {
            let comment = comment.unwrap_or_default();
            catalog.schema_comments.extend((comment != PUBLIC_COMMENT).then_some((object, comment)));
        } else if is_default {
            catalog.schema_comments.extend(comment.map(|comment| (object, comment)));
        } else {
            catalog.namespaces.insert(name.clone(), Namespace { name, comment });
        }
    }
    Ok(())
}
