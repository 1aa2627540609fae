//! JSON put together in constants.
//!
//! Const evaluation is slow where it loops and where it calls, and there are hundreds of tables. So the JSON of a type is a
//! [`Splice`] of fixed size, made once a type and copied whole; and a table's own text is one literal.

use super::frame::{Frame, header};

/// The JSON of a type.
#[derive(Debug)]
pub struct Desc {
    parts: &'static [Part],
    len: usize,
}

/// A stretch of JSON.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// As it is.
    Text(&'static str),
    /// That of a type.
    Of(&'static Desc),
}

/// The size of a short splice.
const SHORT: usize = 64;

/// JSON that stands in a table's declaration.
#[derive(Debug)]
pub struct Splice {
    /// JSON, spaces, and a comma; `null` if it is longer than that.
    short: [u8; SHORT],
    long: Option<&'static Desc>,
}

/// A declaration.
#[derive(Debug)]
pub struct Document {
    /// JSON behind a `]`; empty if declarations are left out of what is compiled.
    pub text: &'static str,
    /// What stands in for each `{"$":n}` in it.
    pub splices: &'static [&'static Splice],
    /// The text of a file.
    pub file: &'static [u8],
    /// The variable that leaves declarations out: the compiler tells cargo that it was looked at, so that another value builds
    /// anew.
    pub left_out: Option<&'static str>,
}

/// The body of a frame: `[short, …, 0][long, …]{…}` and the text of a file.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Body<const N: usize, const REST: usize> {
    open: [u8; 1],
    shorts: [[u8; SHORT]; N],
    close: [u8; 3],
    rest: [u8; REST],
}

const OPEN: [u8; 1] = *b"[";
const CLOSE: [u8; 3] = *b"0][";

impl Desc {
    /// The parts, one after the other.
    pub const fn new(parts: &'static [Part]) -> Self {
        let (mut rest, mut len) = (parts, 0);
        while let [part, others @ ..] = rest {
            len += match part {
                Part::Text(text) => text.len(),
                Part::Of(desc) => desc.len,
            };
            rest = others;
        }
        Self { parts, len }
    }

    /// Writes the JSON to the start of `out`, and gives the rest.
    const fn write<'a>(&self, out: &'a mut [u8]) -> &'a mut [u8] {
        let (mut rest, mut out) = (self.parts, out);
        while let [part, others @ ..] = rest {
            out = match part {
                Part::Text(text) => put(out, text.as_bytes()),
                Part::Of(desc) => desc.write(out),
            };
            rest = others;
        }
        out
    }
}

impl Splice {
    /// The JSON of a type.
    pub const fn of(desc: &'static Desc) -> Self {
        let mut short = [b' '; SHORT];
        if desc.len < SHORT {
            desc.write(&mut short);
            Self::short(short)
        } else {
            put(&mut short, b"null");
            Self { long: Some(desc), ..Self::short(short) }
        }
    }

    /// JSON, spaces, and a place for the comma.
    pub const fn short(mut short: [u8; SHORT]) -> Self {
        let [.., last] = &mut short;
        *last = b',';
        Self { short, long: None }
    }
}

impl Document {
    /// No declaration.
    pub const NONE: Self = Self { text: "", splices: &[], file: &[], left_out: None };

    /// The number of bytes behind the short splices.
    pub const fn rest(&self) -> usize {
        let (mut rest, mut len) = (self.splices, self.text.len() + self.file.len());
        let mut comma = 0;
        while let [splice, others @ ..] = rest {
            if let Some(desc) = splice.long {
                len += desc.len + comma;
                comma = 1;
            }
            rest = others;
        }
        len
    }

    /// Fills `out`, which is as long as `rest` says.
    const fn write_rest(&self, out: &mut [u8]) {
        let (mut rest, mut out) = (self.splices, out);
        let mut comma: &[u8] = b"";
        while let [splice, others @ ..] = rest {
            if let Some(desc) = splice.long {
                out = desc.write(put(out, comma));
                comma = b",";
            }
            rest = others;
        }
        out = put(out, self.text.as_bytes());
        if !self.file.is_empty() {
            put(out, self.file);
        }
    }

    /// The bytes that stand in the link section.
    pub fn framed(&self) -> Vec<u8> {
        if self.text.is_empty() {
            return Vec::new();
        }
        let shorts: Vec<u8> = self.splices.iter().flat_map(|splice| splice.short).collect();
        let mut rest = vec![0; self.rest()];
        self.write_rest(&mut rest);
        let body = [&OPEN, shorts.as_slice(), &CLOSE, &rest].concat();
        let (magic, length, version) = header(body.len());
        [&magic, &length[..], &version, &body].concat()
    }
}

/// The declaration as it stands in the link section.
#[expect(clippy::indexing_slicing, reason = "the derive counts the splices that it writes")]
pub const fn frame<const N: usize, const REST: usize>(document: &Document) -> Frame<Body<N, REST>> {
    let mut shorts = [[b' '; SHORT]; N];
    let mut at = 0;
    while at < N {
        shorts[at] = document.splices[at].short;
        at += 1;
    }
    let mut rest = [0; REST];
    document.write_rest(&mut rest);
    Frame::new(Body { open: OPEN, shorts, close: CLOSE, rest })
}

/// Writes `bytes` to the start of `out`, and gives the rest.
const fn put<'a>(out: &'a mut [u8], bytes: &[u8]) -> &'a mut [u8] {
    let (here, rest) = out.split_at_mut(bytes.len());
    here.copy_from_slice(bytes);
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    const INNER: &Desc = &Desc::new(&[Part::Text("{\"sql\":\"text\"}")]);
    const OUTER: &Desc = &Desc::new(&[Part::Text("{\"array\":"), Part::Of(INNER), Part::Text("}")]);
    const NAME: &str = "{\"sql\":\"a name that is too long for a splice of the one size that splices have\"}";
    const LONG: &Desc = &Desc::new(&[Part::Text(NAME)]);

    fn body(document: &Document) -> String {
        let framed = document.framed();
        let body = String::from_utf8_lossy(framed.get(16..).unwrap()).into_owned();
        body.split_whitespace().collect()
    }

    #[test]
    fn parts_come_in_order() {
        const SPLICES: &[&Splice] = &[&Splice::of(LONG), &Splice::of(OUTER), &Splice::of(LONG)];
        let document = Document { text: "]{}", splices: SPLICES, ..Document::NONE };
        let name: String = NAME.split_whitespace().collect();
        let expected = format!(r#"[null,{{"array":{{"sql":"text"}}}},null,0][{name},{name}]{{}}"#);
        assert_eq!(body(&document), expected);
        assert_eq!(body(&Document { text: "]{}", file: b"xy", ..Document::NONE }), "[0][]{}xy");
        assert!(Document::NONE.framed().is_empty());
    }

    #[test]
    fn memory_is_the_bytes_and_nothing_else() {
        const SPLICES: &[&Splice] = &[&Splice::of(OUTER), &Splice::of(LONG)];
        const DOCUMENT: &Document = &Document { text: "]{}", splices: SPLICES, ..Document::NONE };
        static FRAME: Frame<Body<2, { DOCUMENT.rest() }>> = frame(DOCUMENT);
        let length = 16 + 1 + 2 * SHORT + 3 + DOCUMENT.rest();
        assert_eq!((size_of_val(&FRAME), align_of_val(&FRAME)), (length, 1));
        assert_eq!(DOCUMENT.framed().len(), length);
    }
}
