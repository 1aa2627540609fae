//! Extensions.

use super::Changes;
use super::summary::Report;
use crate::catalog::{Extension, Object, quote_identifier};

pub(super) fn summarize(changes: &Changes, report: &mut Report) {
    report.objects(
        &changes.extensions,
        |extension| Object::Extension(extension.name.clone()),
        |extension| extension.comment.as_deref(),
        words,
    );
}

fn words(from: &Extension, to: &Extension) -> Vec<String> {
    let name = quote_identifier(&to.name);
    let mut words = Vec::new();
    if from.version != to.version {
        words.push(format!("change version of extension {name} from {} to {}", from.version, to.version));
    }
    if from.schema != to.schema {
        let schema = to.schema.as_deref().map_or("the default schema".into(), quote_identifier);
        words.push(format!("move extension {name} to {schema}"));
    }
    words
}
