//! A history as lines of text, the way `git log --graph` draws it.

/// Draws revisions one by one, each above all that it revises.
#[derive(Default)]
pub(super) struct Drawing {
    /// What each line that is being drawn leads down to.
    columns: Vec<String>,
}

/// One revision in a drawing.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Drawn {
    /// Lines that come together above it.
    pub(super) above: Vec<String>,
    /// What stands before its text.
    pub(super) mark: String,
    /// What stands before more lines of text.
    pub(super) more: String,
    /// Lines that part below it.
    pub(super) below: Vec<String>,
}

impl Drawing {
    /// Draws `id` over the revisions that it revises; those that are not drawn later are left out by the caller.
    pub(super) fn draw(&mut self, id: &str, parents: &[&str]) -> Drawn {
        let waiting: Vec<usize> = (0..self.columns.len()).filter(|&at| self.is_at(at, id)).collect();
        let place = waiting.first().copied().unwrap_or(self.columns.len());
        let mut above = Vec::new();
        for &joining in waiting.iter().skip(1).rev() {
            above.push(self.join(place, joining));
            self.columns.remove(joining);
        }
        if waiting.is_empty() {
            self.columns.push(id.to_owned());
        }
        let mark = self.lines(place, '*');
        let more = self.lines(place, if parents.is_empty() { ' ' } else { '|' });
        let mut below = Vec::new();
        match parents {
            [] => below.extend(self.end(place)),
            [first, others @ ..] => {
                if let Some(column) = self.columns.get_mut(place) {
                    (*first).clone_into(column);
                }
                for other in others.iter().rev() {
                    below.push(self.part(place));
                    self.columns.insert(place + 1, (*other).to_owned());
                }
            }
        }
        Drawn { above, mark, more, below }
    }

    fn is_at(&self, column: usize, id: &str) -> bool {
        self.columns.get(column).is_some_and(|awaited| awaited == id)
    }

    /// Every line goes on, and the one at `place` is `mark`.
    fn lines(&self, place: usize, mark: char) -> String {
        let mut text = Line::default();
        (0..self.columns.len()).for_each(|at| text.put(2 * at, if at == place { mark } else { '|' }));
        text.finish()
    }

    /// The line at `from` goes over to `to`; what is right of it moves to the left.
    fn join(&self, to: usize, from: usize) -> String {
        let mut text = Line::default();
        for at in 0..self.columns.len() {
            match at < from {
                true => text.put(2 * at, '|'),
                false => text.put(2 * at - 1, '/'),
            }
        }
        ((2 * to + 1)..(2 * from).saturating_sub(1))
            .filter(|at| at % 2 == 1)
            .for_each(|at| text.put(at, '_'));
        text.finish()
    }

    /// A new line goes out to the right of `place`.
    fn part(&self, place: usize) -> String {
        let mut text = Line::default();
        (0..=place).for_each(|at| text.put(2 * at, '|'));
        (place..self.columns.len()).for_each(|at| text.put(2 * at + 1, '\\'));
        text.finish()
    }

    /// The line at `place` ends; what is right of it moves to the left.
    fn end(&mut self, place: usize) -> Option<String> {
        self.columns.remove(place);
        let moved = place..self.columns.len();
        if moved.is_empty() {
            return None;
        }
        let mut text = Line::default();
        (0..place).for_each(|at| text.put(2 * at, '|'));
        moved.for_each(|at| text.put(2 * at + 1, '/'));
        Some(text.finish())
    }
}

/// Characters at places.
#[derive(Default)]
struct Line(Vec<char>);

impl Line {
    fn put(&mut self, at: usize, mark: char) {
        if self.0.len() <= at {
            self.0.resize(at + 1, ' ');
        }
        if let Some(place) = self.0.get_mut(at) {
            *place = mark;
        }
    }

    fn finish(self) -> String {
        self.0.into_iter().collect::<String>().trim_end().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws `id < parents; …`, newest first.
    fn draw(history: &str) -> String {
        let mut drawing = Drawing::default();
        let mut lines = vec![String::new()];
        for revision in history.split(';') {
            let (id, parents) = revision.split_once('<').unwrap_or((revision, ""));
            let parents: Vec<&str> = parents.split_whitespace().collect();
            let drawn = drawing.draw(id.trim(), &parents);
            lines.extend(drawn.above);
            lines.push(format!("{} {}", drawn.mark, id.trim()));
            lines.extend(drawn.below);
        }
        lines.join("\n")
    }

    #[test]
    fn a_line() {
        assert_eq!(draw("c < b; b < a; a"), "\n* c\n* b\n* a");
    }

    #[test]
    fn branches_and_a_merge() {
        insta::assert_snapshot!(draw("m < c1 c2; c1 < b; c2 < b; b < a; a"), @r"

        * m
        |\
        * | c1
        | * c2
        |/
        * b
        * a
        ");
    }

    #[test]
    fn heads_and_bases() {
        insta::assert_snapshot!(draw("d1 < c; d2 < c; d3 < c; c < b; b; a2 < a1; a1"), @r"

        * d1
        | * d2
        | | * d3
        |_|/
        |/
        * c
        * b
        * a2
        * a1
        ");
    }

    #[test]
    fn lines_that_cross_others() {
        insta::assert_snapshot!(draw("m < a b c; x < a; c < z; b < a; a < z; z"), @r"

        * m
        |\
        |\ \
        | | | * x
        | | * | c
        | * | | b
        |_|_|/
        |/ /
        * | a
        |/
        * z
        ");
    }
}
