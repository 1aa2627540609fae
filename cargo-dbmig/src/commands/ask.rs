//! Questions that are answered with a number.

use std::io::{BufRead, Write};

/// Asks until the answer is a number from 1 to `last`. `None` if there is no answer: none stands for another.
pub(super) fn number(last: usize, input: &mut dyn BufRead, output: &mut dyn Write) -> Option<usize> {
    loop {
        write!(output, "1 to {last}, or nothing to stop: ").ok()?;
        output.flush().ok()?;
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 || line.trim().is_empty() {
            return None;
        }
        match line.trim().parse::<usize>() {
            Ok(number) if (1..=last).contains(&number) => return Some(number),
            _ => {}
        }
    }
}
