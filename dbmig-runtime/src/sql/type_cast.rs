//! Casts.

use super::{Renderer, Statement, comment, object};
use crate::catalog::{CastContext, CastMethod, TypeCast};

pub(super) fn create(cast: &TypeCast, sql: Renderer<'_>) -> Vec<Statement> {
    let object = cast.object();
    let method = match &cast.method {
        CastMethod::Function(signature) => {
            format!("WITH FUNCTION {}({})", sql.name(&signature.name), signature.arguments)
        }
        CastMethod::InOut => "WITH INOUT".to_owned(),
        CastMethod::Binary => "WITHOUT FUNCTION".to_owned(),
    };
    let context = match cast.context {
        CastContext::Explicit => "",
        CastContext::Assignment => " AS ASSIGNMENT",
        CastContext::Implicit => " AS IMPLICIT",
    };
    let create = Statement::new(format!("CREATE {} {method}{context}", object::named(&object, sql)));
    std::iter::once(create).chain(comment::on(&object, cast.comment.as_deref(), sql)).collect()
}
