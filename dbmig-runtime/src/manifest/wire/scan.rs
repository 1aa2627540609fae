//! A link section's bytes to declarations.

use serde_json::Value;

use super::{Declaration, Error, FORMAT_VERSION};
use crate::manifest::frame::MAGIC;

/// Reads every declaration of a link section. Zero bytes between frames are the linker's padding.
///
/// # Errors
/// [`Error`] if a frame is of another format version or cut off, if bytes that are no frame stand between frames, or if
/// a frame's JSON isn't what its version says.
pub fn scan(section: &[u8]) -> Result<Vec<Declaration>, Error> {
    let mut declarations = Vec::new();
    let mut rest = section;
    loop {
        rest = skip_padding(rest);
        if rest.is_empty() {
            return Ok(declarations);
        }
        let offset = section.len() - rest.len();
        let (declaration, after) = frame(rest, offset)?;
        declarations.push(declaration);
        rest = after;
    }
}

fn skip_padding(bytes: &[u8]) -> &[u8] {
    let start = bytes.iter().position(|&byte| byte != 0).unwrap_or(bytes.len());
    bytes.get(start..).unwrap_or_default()
}

fn frame(bytes: &[u8], offset: usize) -> Result<(Declaration, &[u8]), Error> {
    let rest = bytes.strip_prefix(&MAGIC).ok_or(Error::Damaged { offset })?;
    let (length, rest) = number(rest, offset)?;
    let (version, rest) = number(rest, offset)?;
    if version != FORMAT_VERSION {
        return Err(Error::Version { found: version });
    }
    let (json, rest) = rest.split_at_checked(length as usize).ok_or(Error::Damaged { offset })?;
    Ok((declaration(json, offset)?, rest))
}

/// A frame's JSON, behind its splices, and with the text of a file after it where it declares one.
fn declaration(body: &[u8], offset: usize) -> Result<Declaration, Error> {
    let json = |source| Error::Json { offset, source };
    let mut documents = serde_json::Deserializer::from_slice(body).into_iter::<Value>();
    let mut next = || documents.next().ok_or(Error::Damaged { offset })?.map_err(json);
    let splices = splices(next()?, next()?);
    let mut document = next()?;
    let mut budget = MAX_SPLICED;
    splice(&mut document, &splices, &mut budget).ok_or(Error::Damaged { offset })?;
    let mut declaration: Declaration = serde_json::from_value(document).map_err(json)?;
    let file = body.get(documents.byte_offset()..).unwrap_or_default();
    if !declaration.is_file() {
        return if file.is_empty() { Ok(declaration) } else { Err(Error::Damaged { offset }) };
    }
    let text = std::str::from_utf8(file)
        .map_err(|source| Error::NotText { file: declaration.file().to_owned(), source })?;
    declaration.attach(text);
    Ok(declaration)
}

/// The splices: the short ones, with the long ones in the place of each `null`. Behind the last stands a 0.
fn splices(short: Value, long: Value) -> Vec<Value> {
    let list = |value| if let Value::Array(values) = value { values } else { Vec::new() };
    let mut long = list(long).into_iter();
    let mut splices = list(short);
    splices.pop();
    for splice in splices.iter_mut().filter(|splice| splice.is_null()) {
        *splice = long.next().unwrap_or_default();
    }
    splices
}

/// What the splices of a declaration may hold together, each as often as it is used, in values and bytes of text: a damaged or
/// hostile one could fill the memory with few bytes.
const MAX_SPLICED: usize = 64 << 20;

/// Puts `splices[n]` where `{"$":n}` stands; `None` where `left` values are not enough for that.
fn splice(value: &mut Value, splices: &[Value], left: &mut usize) -> Option<()> {
    match value {
        Value::Object(fields) => {
            let number =
                fields.get("$").and_then(Value::as_u64).and_then(|number| usize::try_from(number).ok());
            match number.and_then(|number| splices.get(number)) {
                Some(spliced) => {
                    *left = left.checked_sub(size(spliced))?;
                    *value = spliced.clone();
                    Some(())
                }
                None => fields.values_mut().try_for_each(|value| splice(value, splices, left)),
            }
        }
        Value::Array(values) => values.iter_mut().try_for_each(|value| splice(value, splices, left)),
        _ => Some(()),
    }
}

/// Of a value: those in it, and the bytes of its texts.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::String(text) => text.len(),
        Value::Array(values) => values.iter().map(size).sum(),
        Value::Object(fields) => fields.iter().map(|(key, value)| key.len() + size(value)).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}

fn number(bytes: &[u8], offset: usize) -> Result<(u32, &[u8]), Error> {
    let (number, rest) = bytes.split_first_chunk().ok_or(Error::Damaged { offset })?;
    Ok((u32::from_le_bytes(*number), rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::document::{Desc, Document, Part, Splice};

    const TABLE: &str = r#"]{"kind":"table","package":"p","file":"f","line":1,"rust":"T","database":"d","name":"t","columns":[]}"#;

    fn framed() -> Vec<u8> {
        Document { text: TABLE, ..Document::NONE }.framed()
    }

    #[test]
    fn padding_between_frames_is_skipped() {
        let section = [vec![0; 3], framed(), vec![0; 5], framed(), vec![0]].concat();
        assert_eq!(scan(&section).unwrap().len(), 2);
        assert!(scan(&[]).unwrap().is_empty());
        assert!(scan(&[0; 64]).unwrap().is_empty());
    }

    #[test]
    fn another_version_is_named() {
        let mut section = framed();
        section[12] = 9;
        assert!(matches!(scan(&section), Err(Error::Version { found: 9 })));
    }

    #[test]
    fn a_file_follows_its_declaration() {
        let header = r#"]{"kind":"sql","package":"p","file":"a.sql","line":1,"database":"d","is_file":true}"#;
        let framed = |file: &'static [u8; 4]| Document { file, text: header, ..Document::NONE }.framed();
        let declarations = scan(&framed(b"{\"\n'")).unwrap();
        assert_eq!(declarations.first().unwrap().database(), "d");
        assert!(matches!(scan(&framed(b"a\xff b")), Err(Error::NotText { .. })));
        let after_a_table = Document { file: b"more", text: TABLE, ..Document::NONE }.framed();
        assert!(matches!(scan(&after_a_table), Err(Error::Damaged { offset: 0 })));
    }

    #[test]
    fn splices_stand_in_for_their_numbers() {
        const SPLICE: &Splice = &Splice::of(&Desc::new(&[Part::Text("{\"sql\":\"text\"}")]));
        let column = r#""columns":[{"name":"a","field":"a","line":2,"type":{"$":0}}]"#;
        let table = TABLE.replace("\"columns\":[]", column).leak();
        let section = Document { text: table, splices: &[SPLICE], ..Document::NONE }.framed();
        assert!(format!("{:?}", scan(&section).unwrap()).contains("text"));
        assert!(matches!(
            scan(&Document { text: table, ..Document::NONE }.framed()),
            Err(Error::Json { .. })
        ));
    }

    #[test]
    fn splices_fill_no_memory() {
        let long = format!(r#"[["{}"],0],[]"#, "x".repeat(100_000));
        let used = vec![r#"{"$":0}"#; 100_000].join(",");
        let json = format!(r#"{}{{"kind":[{used}]}}"#, long.replacen(",[]", "[]", 1));
        assert!(matches!(declaration(json.as_bytes(), 7), Err(Error::Damaged { offset: 7 })));
    }

    #[test]
    fn a_damaged_section_never_passes() {
        let section = framed();
        for end in 1..section.len() {
            assert!(matches!(scan(&section[..end]), Err(Error::Damaged { offset: 0 })), "cut at {end}");
        }
        let garbage = [framed(), b"x".to_vec(), framed()].concat();
        assert!(matches!(scan(&garbage), Err(Error::Damaged { offset }) if offset == section.len()));
        let mut bad = framed();
        *bad.last_mut().unwrap() = b'!';
        assert!(matches!(scan(&bad), Err(Error::Json { offset: 0, .. })));
    }
}
