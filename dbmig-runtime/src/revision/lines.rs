//! The lines of a history that are being followed, in an order of their own.

/// A list in which a line can be replaced, removed and looked for; thousands of heads make thousands of lines, so nothing
/// moves when one goes.
#[derive(Default)]
pub(super) struct Lines {
    lines: Vec<Line>,
    first: Option<usize>,
    last: Option<usize>,
}

struct Line {
    /// The revision that the line comes to next.
    candidate: usize,
    before: Option<usize>,
    after: Option<usize>,
}

impl Lines {
    /// Adds a line behind all others.
    pub(super) fn push(&mut self, candidate: usize) {
        let own = self.lines.len();
        self.lines.push(Line { candidate, before: self.last, after: None });
        match self.last.and_then(|last| self.lines.get_mut(last)) {
            Some(last) => last.after = Some(own),
            None => self.first = Some(own),
        }
        self.last = Some(own);
    }

    /// The first line.
    pub(super) fn first(&self) -> Option<usize> {
        self.first
    }

    /// The line behind `line`.
    pub(super) fn after(&self, line: usize) -> Option<usize> {
        self.lines.get(line)?.after
    }

    /// The revision that a line comes to next.
    pub(super) fn candidate(&self, line: usize) -> Option<usize> {
        self.lines.get(line).map(|line| line.candidate)
    }

    /// Lets a line come to another revision.
    pub(super) fn replace(&mut self, line: usize, candidate: usize) {
        if let Some(line) = self.lines.get_mut(line) {
            line.candidate = candidate;
        }
    }

    /// Ends a line. The line before it, or else the first.
    pub(super) fn remove(&mut self, line: usize) -> Option<usize> {
        let &Line { before, after, .. } = self.lines.get(line)?;
        match before.and_then(|before| self.lines.get_mut(before)) {
            Some(before) => before.after = after,
            None => self.first = after,
        }
        match after.and_then(|after| self.lines.get_mut(after)) {
            Some(after) => after.before = before,
            None => self.last = before,
        }
        before.or(self.first)
    }

    /// The revisions that the lines come to next, in order.
    pub(super) fn candidates(&self) -> impl Iterator<Item = usize> {
        self.iter().filter_map(|line| self.candidate(line))
    }

    /// The first line that comes to a revision which `is_wanted`.
    pub(super) fn find(&self, mut is_wanted: impl FnMut(usize) -> bool) -> Option<usize> {
        self.iter().find(|&line| self.candidate(line).is_some_and(&mut is_wanted))
    }

    fn iter(&self) -> impl Iterator<Item = usize> {
        std::iter::successors(self.first, |&line| self.after(line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_go_and_come() {
        let mut lines = Lines::default();
        [10, 20, 30].into_iter().for_each(|candidate| lines.push(candidate));
        let now = |lines: &Lines| lines.candidates().collect::<Vec<_>>();
        let second = lines.find(|candidate| candidate == 20).unwrap();
        assert_eq!(lines.remove(second).and_then(|line| lines.candidate(line)), Some(10));
        assert_eq!(now(&lines), [10, 30]);
        let first = lines.first().unwrap();
        lines.replace(first, 11);
        assert_eq!(lines.remove(first).and_then(|line| lines.candidate(line)), Some(30));
        lines.push(40);
        assert_eq!(now(&lines), [30, 40]);
        let last = lines.find(|candidate| candidate == 40).unwrap();
        assert_eq!(lines.remove(last).and_then(|line| lines.candidate(line)), Some(30));
        assert!(lines.after(lines.first().unwrap()).is_none());
        assert_eq!(lines.remove(lines.first().unwrap()), None);
        assert_eq!((now(&lines), lines.first()), (vec![], None));
    }
}
