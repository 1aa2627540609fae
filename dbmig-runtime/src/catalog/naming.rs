//! The names PostgreSQL gives to constraints and indexes that have none.

use super::MAX_IDENTIFIER_BYTES;

/// The name PostgreSQL would choose: `table_column_label`, the longer of the first two parts cut until the whole
/// fits 63 bytes, never inside a character (`makeObjectName` in the server).
///
/// `columns` are joined with `_`; a primary key has none. `label` is `pkey`, `key`, `fkey`, `check` or `idx`.
pub fn default_name(table: &str, columns: &[&str], label: &str) -> String {
    let joined = joined_columns(columns);
    let overhead = label.len() + 1 + usize::from(!joined.is_empty());
    let available = MAX_IDENTIFIER_BYTES.saturating_sub(overhead);
    let (mut first, mut second) = (table.len(), joined.len());
    while first + second > available {
        if first > second { first -= 1 } else { second -= 1 }
    }
    let (first, second) = (clip(table, first), clip(&joined, second));
    if joined.is_empty() { format!("{first}_{label}") } else { format!("{first}_{second}_{label}") }
}

/// PostgreSQL stops adding columns once the buffer is full (`ChooseForeignKeyConstraintNameAddition`).
fn joined_columns(columns: &[&str]) -> String {
    let mut joined = String::new();
    for column in columns {
        if !joined.is_empty() {
            joined.push('_');
        }
        joined.push_str(column);
        if joined.len() > MAX_IDENTIFIER_BYTES {
            break;
        }
    }
    joined
}

fn clip(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_server() {
        assert_eq!(default_name("users", &[], "pkey"), "users_pkey");
        assert_eq!(default_name("users", &["email"], "key"), "users_email_key");
        assert_eq!(default_name("users", &["org_id", "role_id"], "fkey"), "users_org_id_role_id_fkey");
    }

    #[test]
    fn long_names_are_cut_to_63_bytes() {
        let name = default_name(&"t".repeat(50), &[&"c".repeat(50)], "fkey");
        assert_eq!(name.len(), 63);
        assert_eq!(name, format!("{}_{}_fkey", "t".repeat(29), "c".repeat(28)));
        assert!(default_name(&"é".repeat(40), &["c"], "key").len() <= 63);
    }
}
