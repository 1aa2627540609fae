//! The file name of a revision, from the `file-template`.

use chrono::{DateTime, FixedOffset};

use super::{Error, Result};

pub(super) const FIELDS: [&str; 9] =
    ["year", "month", "day", "hour", "minute", "second", "epoch", "rev", "slug"];

/// What the fields of a template stand for.
#[derive(Clone, Copy, Debug)]
pub struct FileName<'a> {
    /// `{year}`, `{month}`, `{day}`, `{hour}`, `{minute}`, `{second}` and `{epoch}`.
    pub created: DateTime<FixedOffset>,
    /// `{rev}`.
    pub id: &'a str,
    /// `{slug}` is made of it.
    pub message: &'a str,
    /// The longest slug, in characters.
    pub slug_length: usize,
}

impl FileName<'_> {
    /// Fills in `template` and adds `.rs`.
    ///
    /// # Errors
    /// If the template has an unknown field, or gives what is no file name.
    pub fn render(&self, template: &str) -> Result<String> {
        let mut name = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            name.push_str(before);
            let (field, after) = after.split_once('}').unwrap_or((after, ""));
            let unknown = || Error::UnknownField { template: template.to_owned(), field: field.to_owned() };
            name.push_str(&self.field(field).ok_or_else(unknown)?);
            rest = after;
        }
        name.push_str(rest);
        let name = name.trim_matches(['_', '-', '.', ' ']).to_owned();
        if name.is_empty() || name == "mod" || name.contains(['/', '\\', ':', '\0']) || name.len() > 200 {
            return Err(Error::BadFileName { template: template.to_owned(), name });
        }
        Ok(name + ".rs")
    }

    fn field(&self, field: &str) -> Option<String> {
        let format = match field {
            "year" => "%Y",
            "month" => "%m",
            "day" => "%d",
            "hour" => "%H",
            "minute" => "%M",
            "second" => "%S",
            "epoch" => "%s",
            "rev" => return Some(self.id.to_owned()),
            "slug" => return Some(slug(self.message, self.slug_length)),
            _ => return None,
        };
        Some(self.created.format(format).to_string())
    }
}

/// The words of a message's first line joined by `_`, lower case, cut after a word.
pub fn slug(message: &str, longest: usize) -> String {
    let title = message.trim().lines().next().unwrap_or_default().to_lowercase();
    let mut slug = String::new();
    for word in title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let separator = usize::from(!slug.is_empty());
        if slug.chars().count() + separator + word.chars().count() > longest {
            if slug.is_empty() {
                slug.extend(word.chars().take(longest));
            }
            break;
        }
        if separator == 1 {
            slug.push('_');
        }
        slug.push_str(word);
    }
    slug
}

#[cfg(test)]
mod tests {
    use dbmig_runtime::build::DEFAULT_FILE_TEMPLATE;

    use super::*;

    fn name(template: &str, message: &str) -> Result<String> {
        let created = DateTime::from_timestamp(1_768_644_005, 0).unwrap().fixed_offset();
        FileName { created, slug_length: 40, id: "8c1f0e2a9b7d", message }.render(template)
    }

    #[test]
    fn names() {
        for (template, message, expected) in [
            (DEFAULT_FILE_TEMPLATE, "Create user", "20260117_1000_8c1f0e2a9b7d_create_user.rs"),
            (DEFAULT_FILE_TEMPLATE, "", "20260117_1000_8c1f0e2a9b7d.rs"),
            ("{rev}", "x", "8c1f0e2a9b7d.rs"),
            ("{epoch}-{second}-{rev}", "x", "1768644005-05-8c1f0e2a9b7d.rs"),
        ] {
            assert_eq!(name(template, message).unwrap(), expected);
        }
    }

    #[test]
    fn bad_templates() {
        assert!(matches!(name("{yaer}", "x"), Err(Error::UnknownField { field, .. }) if field == "yaer"));
        assert!(matches!(name("{rev", "x"), Ok(name) if name == "8c1f0e2a9b7d.rs"));
        assert!(matches!(name("a/{rev}", "x"), Err(Error::BadFileName { .. })));
        assert!(matches!(name("", "x"), Err(Error::BadFileName { .. })));
    }

    #[test]
    fn slugs() {
        for (message, expected) in [
            ("Add priority to task", "add_priority_to_task"),
            ("  it's  \"odd\"/../🦀 \nsecond line", "it_s_odd"),
            ("Größe ändern", "größe_ändern"),
            ("one two three four five six seven eight nine", "one_two_three_four_five_six_seven_eight"),
            (&"x".repeat(50), &"x".repeat(40)),
            ("🦀", ""),
        ] {
            assert_eq!(slug(message, 40), expected);
        }
        assert_eq!(slug("Add priority to task", 13), "add_priority");
        assert_eq!(slug("priorities", 4), "prio");
    }
}
