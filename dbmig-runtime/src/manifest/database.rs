//! A foreign key stays within its database: checked in const evaluation, where the message can name both.

use super::Table;

/// Stops the build where the tables are in two databases.
///
/// # Panics
/// At compile time, with a message that names both tables and both databases.
#[track_caller]
pub const fn same_database<From: Table, To: Table>() {
    let known = From::DATABASE_ID != 0 && To::DATABASE_ID != 0;
    if known && From::DATABASE_ID != To::DATABASE_ID {
        let message = Message::new()
            .push("a foreign key can't cross databases: `")
            .push(From::RUST_NAME)
            .push("` is in \"")
            .push(From::DATABASE)
            .push("\", `")
            .push(To::RUST_NAME)
            .push("` in \"")
            .push(To::DATABASE)
            .push("\"");
        refuse(message.as_str());
    }
}

#[track_caller]
#[expect(clippy::panic, reason = "a panic is how const evaluation reports a mistake of the models")]
const fn refuse(message: &str) -> ! {
    panic!("{}", message)
}

/// Text built in const evaluation, on the failing path only; what doesn't fit is left out.
struct Message {
    bytes: [u8; 512],
    length: usize,
}

impl Message {
    const fn new() -> Self {
        Self { bytes: [0; 512], length: 0 }
    }

    const fn push(mut self, text: &str) -> Self {
        let Some((_, free)) = self.bytes.split_at_mut_checked(self.length) else { return self };
        if let Some((target, _)) = free.split_at_mut_checked(text.len()) {
            target.copy_from_slice(text.as_bytes());
            self.length += text.len();
        }
        self
    }

    const fn as_str(&self) -> &str {
        match self.bytes.split_at_checked(self.length) {
            Some((text, _)) => match std::str::from_utf8(text) {
                Ok(text) => text,
                Err(_) => "a foreign key can't cross databases",
            },
            None => "a foreign key can't cross databases",
        }
    }
}
