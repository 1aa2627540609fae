//! What a client says before its session begins.
//!
//! See <https://www.postgresql.org/docs/17/protocol-flow.html#PROTOCOL-FLOW-START-UP>.

use std::io::{self, Read, Write};

use crate::wire::Fatal;

const SSL_REQUEST: u32 = 80_877_103;
const GSS_REQUEST: u32 = 80_877_104;
const CANCEL_REQUEST: u32 = 80_877_102;
const PROTOCOL_3_0: u32 = 196_608;

/// PostgreSQL's own limit for the length of a startup message.
const LONGEST: u32 = 10_000;

/// What a client wants.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Greeting {
    /// A session.
    Session(Startup),
    /// That a running statement is cancelled, which the engine can't do. The protocol knows no answer to this.
    Cancel,
    /// Something that can't be had.
    Refuse(Fatal),
}

/// The parameters of a session: `user`, `database` and settings.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Startup {
    params: Vec<(Vec<u8>, Vec<u8>)>,
}

/// Reads what the client wants. Encryption is declined, upon which a client goes on without it or leaves.
pub(crate) fn receive(client: &mut (impl Read + Write)) -> io::Result<Greeting> {
    loop {
        let length = read_u32(client)?;
        if !(8..=LONGEST).contains(&length) {
            return Ok(refuse("08P01", "invalid length of startup packet".to_owned()));
        }
        let code = read_u32(client)?;
        let mut body = vec![0; length as usize - 8];
        client.read_exact(&mut body)?;
        match code {
            SSL_REQUEST | GSS_REQUEST => client.write_all(b"N")?,
            CANCEL_REQUEST => return Ok(Greeting::Cancel),
            PROTOCOL_3_0 => return Ok(Startup::parse(&body)),
            other => {
                let (major, minor) = (other >> 16, other & 0xffff);
                let message =
                    format!("unsupported frontend protocol {major}.{minor}: server supports 3.0 only");
                return Ok(refuse("0A000", message));
            }
        }
    }
}

impl Startup {
    fn parse(body: &[u8]) -> Greeting {
        let mut params = Vec::new();
        let mut rest = body.split(|byte| *byte == 0);
        while let (Some(name), Some(value)) = (rest.next(), rest.next()) {
            if name.is_empty() {
                break;
            }
            params.push((name.to_owned(), value.to_owned()));
        }
        let startup = Self { params };
        match startup.param("user") {
            None | Some(b"") => {
                refuse("28000", "no PostgreSQL user name specified in startup packet".to_owned())
            }
            Some(_) => Greeting::Session(startup),
        }
    }

    /// The message for the engine, with the database always named: PostgreSQL's default is the user's name, the
    /// engine's is `template1`.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut body = PROTOCOL_3_0.to_be_bytes().to_vec();
        let default = match self.param("database") {
            None | Some(b"") => Some((b"database".as_slice(), self.param("user").unwrap_or_default())),
            Some(_) => None,
        };
        let given = self.params.iter().map(|(name, value)| (name.as_slice(), value.as_slice()));
        for (name, value) in given.chain(default) {
            if name == b"database" && value.is_empty() {
                continue;
            }
            body.extend_from_slice(name);
            body.push(0);
            body.extend_from_slice(value);
            body.push(0);
        }
        body.push(0);
        let length = u32::try_from(body.len() + 4).unwrap_or(u32::MAX);
        let mut bytes = length.to_be_bytes().to_vec();
        bytes.extend_from_slice(&body);
        bytes
    }

    fn param(&self, wanted: &str) -> Option<&[u8]> {
        self.params.iter().find(|(name, _)| name == wanted.as_bytes()).map(|(_, value)| value.as_slice())
    }
}

fn refuse(code: &'static str, message: String) -> Greeting {
    Greeting::Refuse(Fatal { code, message, hint: "" })
}

fn read_u32(client: &mut impl Read) -> io::Result<u32> {
    let mut bytes = [0; 4];
    client.read_exact(&mut bytes)?;
    Ok(u32::from_be_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A client that says something and keeps what it is told.
    struct Client {
        says: io::Cursor<Vec<u8>>,
        hears: Vec<u8>,
    }

    impl Read for Client {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.says.read(buffer)
        }
    }

    impl Write for Client {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.hears.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn packet(code: u32, body: &[u8]) -> Vec<u8> {
        let mut bytes = u32::try_from(body.len() + 8).expect("length").to_be_bytes().to_vec();
        bytes.extend_from_slice(&code.to_be_bytes());
        bytes.extend_from_slice(body);
        bytes
    }

    fn greet(says: Vec<u8>) -> (Greeting, Vec<u8>) {
        let mut client = Client { says: io::Cursor::new(says), hears: Vec::new() };
        (receive(&mut client).expect("greeting"), client.hears)
    }

    #[test]
    fn encryption_is_declined_and_the_session_follows() {
        let says =
            [packet(SSL_REQUEST, b""), packet(GSS_REQUEST, b""), packet(PROTOCOL_3_0, b"user\0ann\0\0")];
        let (greeting, hears) = greet(says.concat());
        assert_eq!(hears, b"NN");
        let Greeting::Session(startup) = greeting else { panic!("{greeting:?}") };
        assert_eq!(startup.encode(), packet(PROTOCOL_3_0, b"user\0ann\0database\0ann\0\0"));
    }

    #[test]
    fn a_named_database_stays() {
        let body = b"user\0ann\0database\0app\0options\0-c a=b\0\0";
        let (Greeting::Session(startup), _) = greet(packet(PROTOCOL_3_0, body)) else { panic!("no session") };
        assert_eq!(startup.encode(), packet(PROTOCOL_3_0, body));
    }

    #[test]
    fn what_cannot_be_had_is_refused() {
        let code = |says| match greet(says).0 {
            Greeting::Refuse(fatal) => fatal.code,
            other => panic!("{other:?}"),
        };
        assert_eq!(code(b"GET / HTTP/1.1\r\n\r\n".to_vec()), "08P01");
        assert_eq!(code(packet(PROTOCOL_3_0 + 2, b"user\0ann\0\0")), "0A000");
        assert_eq!(code(packet(PROTOCOL_3_0, b"database\0app\0\0")), "28000");
    }

    #[test]
    fn a_cancel_request_is_known() {
        assert_eq!(greet(packet(CANCEL_REQUEST, &[0; 8])).0, Greeting::Cancel);
    }
}
