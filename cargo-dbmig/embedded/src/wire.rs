//! Messages of PostgreSQL's protocol, as far as the server has to write or change them itself.
//!
//! See <https://www.postgresql.org/docs/17/protocol-message-formats.html>.

use std::io::{self, Read};

/// Longer messages than this don't come before a session is established.
const LONGEST: usize = 1 << 20;

/// A message of the engine: its type, and what follows the length.
pub(crate) struct Message {
    pub(crate) kind: u8,
    pub(crate) body: Vec<u8>,
}

impl Message {
    /// Reads one message; `None` at the end of the stream.
    pub(crate) fn read(stream: &mut impl Read) -> io::Result<Option<Self>> {
        let mut head = [0; 5];
        match stream.read_exact(&mut head) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            other => other?,
        }
        let [kind, length @ ..] = head;
        let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        if !(4..=LONGEST).contains(&length) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut body = vec![0; length - 4];
        stream.read_exact(&mut body)?;
        Ok(Some(Self { kind, body }))
    }

    /// The bytes to send.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let length = u32::try_from(self.body.len() + 4).unwrap_or(u32::MAX);
        let mut bytes = vec![self.kind];
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(&self.body);
        bytes
    }
}

/// An error that ends the connection.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fatal {
    /// The SQLSTATE.
    pub(crate) code: &'static str,
    pub(crate) message: String,
    /// What the user can do; empty where there is nothing to say.
    pub(crate) hint: &'static str,
}

impl Fatal {
    /// The `ErrorResponse`.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut body = Vec::new();
        for (field, value) in
            [(b'S', "FATAL"), (b'V', "FATAL"), (b'C', self.code), (b'M', &self.message), (b'H', self.hint)]
        {
            if !value.is_empty() {
                push_field(&mut body, field, value.as_bytes());
            }
        }
        body.push(0);
        Message { kind: b'E', body }.encode()
    }
}

/// Turns an `ErrorResponse` by which the engine refused a session into what a server would have said: single-user mode
/// reports a missing role as an ordinary error of `SET ROLE`.
pub(crate) fn as_refusal(error: &Message) -> Message {
    let mut body = Vec::new();
    for field in error.body.split(|byte| *byte == 0) {
        let Some((kind, value)) = field.split_first() else {
            continue;
        };
        let value = match (kind, value) {
            (b'S' | b'V', _) => b"FATAL",
            (b'C', b"22023") => b"28000".as_slice(),
            _ => value,
        };
        push_field(&mut body, *kind, value);
    }
    body.push(0);
    Message { kind: b'E', body }
}

fn push_field(body: &mut Vec<u8>, kind: u8, value: &[u8]) {
    body.push(kind);
    body.extend_from_slice(value);
    body.push(0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_survives_the_wire() {
        let fatal = Fatal { code: "53300", message: "too many".to_owned(), hint: "" };
        let bytes = fatal.encode();
        let message = Message::read(&mut bytes.as_slice()).expect("read").expect("message");
        assert_eq!(message.body, b"SFATAL\0VFATAL\0C53300\0Mtoo many\0\0");
        assert_eq!(message.encode(), bytes);
    }

    #[test]
    fn a_missing_role_is_reported_as_a_server_would() {
        let error = Message { kind: b'E', body: b"SERROR\0VERROR\0C22023\0Mrole\0\0".to_vec() };
        assert_eq!(as_refusal(&error).body, b"SFATAL\0VFATAL\0C28000\0Mrole\0\0");
    }

    #[test]
    fn nonsense_is_an_error() {
        assert!(Message::read(&mut b"E\0\0\0\x01".as_slice()).is_err());
        assert!(Message::read(&mut b"".as_slice()).expect("end").is_none());
    }
}
