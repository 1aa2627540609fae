//! JSON whose values may come from the compiler: literals that are escaped here, and descriptors between them.

use proc_macro2::TokenStream;

/// A JSON value.
pub(super) enum Json {
    Bool(bool),
    Number(i64),
    String(String),
    Array(Vec<Json>),
    Object(Vec<(&'static str, Json)>),
    /// A constant of the program whose bytes are JSON.
    Splice(Splice),
}

/// A constant: a `Part` of the JSON of a type, or a `Splice` of a declaration. Those of one key are the same.
#[derive(Clone)]
pub(super) struct Splice {
    pub(super) part: TokenStream,
    pub(super) key: Option<String>,
}

/// A stretch of the document.
pub(super) enum Part {
    Literal(String),
    Splice(Splice),
}

impl Json {
    pub(super) fn string(value: impl Into<String>) -> Self {
        Self::String(value.into())
    }

    pub(super) fn strings(values: impl IntoIterator<Item = String>) -> Self {
        Self::Array(values.into_iter().map(Self::String).collect())
    }

    /// The document, of which nothing is a splice.
    pub(super) fn text(self) -> String {
        let literal = |part| if let Part::Literal(text) = part { text } else { String::new() };
        self.parts().into_iter().map(literal).collect()
    }

    /// The document, in as few parts as there can be.
    pub(super) fn parts(self) -> Vec<Part> {
        let mut parts = Vec::new();
        self.write(&mut parts);
        parts
    }

    fn write(self, parts: &mut Vec<Part>) {
        match self {
            Self::Bool(value) => literal(parts, if value { "true" } else { "false" }),
            Self::Number(value) => literal(parts, &value.to_string()),
            Self::String(value) => literal(parts, &escaped(&value)),
            Self::Array(values) => {
                let values = values.into_iter().map(|value| (String::new(), value));
                list(parts, ('[', ']'), values);
            }
            Self::Object(values) => {
                let values = values.into_iter().map(|(key, value)| (format!("{}:", escaped(key)), value));
                list(parts, ('{', '}'), values);
            }
            Self::Splice(splice) => parts.push(Part::Splice(splice)),
        }
    }
}

/// An object under construction; what is absent is left out.
#[derive(Default)]
pub(super) struct Object(Vec<(&'static str, Json)>);

impl Object {
    pub(super) fn with(mut self, key: &'static str, value: Json) -> Self {
        self.0.push((key, value));
        self
    }

    pub(super) fn optional(self, key: &'static str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.with(key, Json::string(value)),
            None => self,
        }
    }

    pub(super) fn flag(self, key: &'static str, value: bool) -> Self {
        if value { self.with(key, Json::Bool(true)) } else { self }
    }

    pub(super) fn number(self, key: &'static str, value: Option<impl Into<i64>>) -> Self {
        match value {
            Some(value) => self.with(key, Json::Number(value.into())),
            None => self,
        }
    }

    pub(super) fn unless_empty(self, key: &'static str, value: Self) -> Self {
        if value.0.is_empty() { self } else { self.with(key, value.json()) }
    }

    pub(super) fn list(self, key: &'static str, values: impl IntoIterator<Item = Json>) -> Self {
        let values: Vec<Json> = values.into_iter().collect();
        if values.is_empty() { self } else { self.with(key, Json::Array(values)) }
    }

    pub(super) fn json(self) -> Json {
        Json::Object(self.0)
    }
}

fn list(parts: &mut Vec<Part>, (open, close): (char, char), values: impl Iterator<Item = (String, Json)>) {
    literal(parts, open.encode_utf8(&mut [0; 4]));
    for (index, (key, value)) in values.enumerate() {
        if index > 0 {
            literal(parts, ",");
        }
        literal(parts, &key);
        value.write(parts);
    }
    literal(parts, close.encode_utf8(&mut [0; 4]));
}

fn literal(parts: &mut Vec<Part>, text: &str) {
    if let Some(Part::Literal(last)) = parts.last_mut() {
        last.push_str(text);
    } else {
        parts.push(Part::Literal(text.to_owned()));
    }
}

/// A JSON string, with its quotes (RFC 8259, section 7).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            control if control < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(json: Json) -> String {
        let part = |part| match part {
            Part::Literal(text) => text,
            Part::Splice(splice) => splice.part.to_string(),
        };
        json.parts().into_iter().map(part).collect()
    }

    #[test]
    fn absent_values_are_left_out() {
        let object =
            Object::default().optional("a", None::<String>).flag("b", false).list("c", []).flag("d", true);
        assert_eq!(text(object.json()), r#"{"d":true}"#);
    }

    #[test]
    fn literals_run_together_up_to_a_splice() {
        let splice = Splice { part: quote::quote!(X), key: None };
        let json = Json::Array(vec![Json::Number(1), Json::Splice(splice), Json::string("a")]);
        assert_eq!(json.parts().len(), 3);
    }

    proptest! {
        #[test]
        fn any_text_comes_back(value in any::<String>(), control in "[\\x00-\\x20\"\\\\\u{2028}🦀]*") {
            let json = text(Json::Object(vec![("k", Json::strings([value.clone(), control.clone()]))]));
            let read: serde_json::Value = serde_json::from_str(&json).unwrap();
            prop_assert_eq!(read, serde_json::json!({"k": [value, control]}));
        }
    }
}
