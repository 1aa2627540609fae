//! Messages of const evaluation, which has no `format!`.

/// Text built in const evaluation, on failing paths only; what doesn't fit is left out.
pub(super) struct Message {
    bytes: [u8; 1024],
    length: usize,
}

impl Message {
    /// The texts, one after the other.
    pub(super) const fn new(mut texts: &[&str]) -> Self {
        let mut message = Self { bytes: [0; 1024], length: 0 };
        while let [text, rest @ ..] = texts {
            message.push(text);
            texts = rest;
        }
        message
    }

    const fn push(&mut self, text: &str) {
        let Some((_, free)) = self.bytes.split_at_mut_checked(self.length) else { return };
        if let Some((target, _)) = free.split_at_mut_checked(text.len()) {
            target.copy_from_slice(text.as_bytes());
            self.length += text.len();
        }
    }

    /// Stops the build with the message.
    #[track_caller]
    #[expect(clippy::panic, reason = "a panic is how const evaluation reports a mistake of the models")]
    pub(super) const fn refuse(&self) -> ! {
        if let Some((text, _)) = self.bytes.split_at_checked(self.length)
            && let Ok(text) = std::str::from_utf8(text)
        {
            panic!("{}", text)
        }
        panic!("this declaration doesn't fit its types")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "`a` is no `b`")]
    fn a_message_is_its_texts() {
        Message::new(&["`", "a", "` is no `", "b", "`"]).refuse();
    }
}
