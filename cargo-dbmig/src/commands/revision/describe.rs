//! What a draft holds, for programs.

use dbmig_runtime::hazard::Hazard;
use serde_json::{Map, Value, json};

use crate::draft::Draft;

/// `changes`, `hazards`, `allow_destructive` and `unfound_renames`.
pub(super) fn describe_draft(draft: &Draft) -> Map<String, Value> {
    let changes = draft.changes.summary();
    let changes: Vec<String> =
        changes.into_iter().map(|line| format!("{} {line}", line.sign.as_char())).collect();
    let hazards = draft.hazards.iter().map(|hazard| {
        let Hazard { code, message, advice, destructive, .. } = hazard;
        json!({ "code": code, "message": message, "advice": advice, "destructive": destructive })
    });
    let hazards: Vec<Value> = hazards.collect();
    let mut described = Map::new();
    described.insert("changes".to_owned(), json!(changes));
    described.insert("hazards".to_owned(), json!(hazards));
    described.insert("allow_destructive".to_owned(), json!(draft.allow_destructive));
    described.insert("unfound_renames".to_owned(), json!(draft.unfound_renames));
    described
}
