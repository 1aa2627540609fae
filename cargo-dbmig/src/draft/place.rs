//! Where a new revision is to stand.

use dbmig_runtime::revision::{self, Anchor, Target, is_valid_id};

use super::{Entry, Error, History, Result};
use crate::random::random_hex;

/// What a person asks for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wish<'a> {
    /// The revisions to go on from; none for the only head.
    pub heads: &'a [String],
    /// They need not be heads.
    pub splice: bool,
    /// The branch's new labels.
    pub labels: &'a [String],
    /// The revisions that have to be applied before.
    pub depends_on: &'a [String],
    /// The id; none for a random one.
    pub id: Option<&'a str>,
}

/// A place that a new revision can have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Its id.
    pub id: String,
    /// What it revises: nothing for a base, several for a merge.
    pub parents: Vec<String>,
    /// Ids or labels of what has to be applied before.
    pub depends_on: Vec<String>,
    /// The labels of the branch that begins with it.
    pub labels: Vec<String>,
}

impl History {
    /// The place that is wished for.
    ///
    /// # Errors
    /// If there is none, or it is not clear which: a name that means nothing, several heads of which none was chosen, a
    /// parent that is no head, an id or label that is taken.
    pub fn place(&self, wish: &Wish<'_>) -> Result<Place> {
        let parents = self.parents(wish.heads)?;
        if !wish.splice {
            self.refuse_splice(&parents)?;
        }
        let depends_on = self.dependencies(wish.depends_on, &parents)?;
        let id = self.new_id(wish.id)?;
        let labels = self.new_labels(wish.labels, &id)?;
        Ok(Place { id, parents, depends_on, labels })
    }

    /// The revisions that a database with the revision at `place` may not have: those of other branches.
    pub fn beside(&self, place: &Place) -> Vec<&str> {
        let own = place.parents.iter().chain(&place.depends_on).filter_map(|name| self.named(name));
        let needed: Vec<&str> = own.flat_map(|id| self.needed(id)).collect();
        self.ids().into_iter().filter(|id| !needed.contains(id)).collect()
    }

    /// The parents of a new revision: none for the first one, else the only head, or those that were `chosen`.
    fn parents(&self, chosen: &[String]) -> Result<Vec<String>> {
        let mut parents: Vec<String> = Vec::new();
        for text in chosen {
            for id in self.find(text)? {
                if !parents.contains(&id) {
                    parents.push(id);
                }
            }
        }
        for id in &parents {
            if let Some(above) = parents.iter().find(|above| self.is_above(above, id)) {
                return Err(Error::Needed { id: id.clone(), by: above.clone(), argument: "--head" });
            }
        }
        let heads: Vec<String> = self.heads().into_iter().map(str::to_owned).collect();
        match (chosen, heads.as_slice()) {
            ([], [] | [_]) => Ok(heads),
            ([], _) => {
                let branches = self.branches(&self.heads());
                Err(Error::SeveralHeads { database: self.database().to_owned(), branches })
            }
            _ => Ok(parents),
        }
    }

    fn refuse_splice(&self, parents: &[String]) -> Result {
        let heads = self.heads();
        let Some(inner) = parents.iter().find(|id| !heads.contains(&id.as_str())) else { return Ok(()) };
        let entries =
            |ids: Vec<&str>| -> Vec<Entry> { ids.into_iter().filter_map(|id| self.entry(id)).collect() };
        let next =
            self.graph.nodes().filter(|node| node.parents.contains(inner)).map(|node| node.id.as_str());
        let next = entries(next.collect());
        let above = heads.into_iter().filter(|head| self.is_above(head, inner)).collect();
        let Some(entry) = self.entry(inner) else { return Ok(()) };
        let database = self.database().to_owned();
        Err(Error::NoHead { database, entry: Box::new(entry), next, above: entries(above) })
    }

    /// Labels as they are, ids in full.
    fn dependencies(&self, texts: &[String], parents: &[String]) -> Result<Vec<String>> {
        let mut dependencies: Vec<String> = Vec::new();
        for text in texts {
            let named =
                if self.labels().contains(&text.as_str()) { vec![text.clone()] } else { self.find(text)? };
            for name in named {
                let id = self.named(&name).unwrap_or(&name).to_owned();
                let is_needed = |parent: &&String| **parent == id || self.is_above(parent, &id);
                if let Some(by) = parents.iter().find(is_needed) {
                    return Err(Error::Needed { id, by: by.clone(), argument: "--depends-on" });
                }
                if !dependencies.contains(&name) {
                    dependencies.push(name);
                }
            }
        }
        Ok(dependencies)
    }

    /// What a person calls a revision of the code, or several of them.
    fn find(&self, text: &str) -> Result<Vec<String>> {
        let failed = |error| Error::Unknown { database: self.database().to_owned(), error };
        let target: Target = text.parse().map_err(failed)?;
        if matches!(target.anchor, None | Some(Anchor::Current)) {
            let reason = "it counts from what a database has; name one of the code, as in head-1";
            return Err(failed(revision::Error::Syntax { target: text.to_owned(), reason }));
        }
        let found = self.graph.resolve::<&str>(&[], &target).map_err(failed)?;
        Ok(found.into_iter().map(str::to_owned).collect())
    }

    /// A new id, or the `given` one.
    ///
    /// # Errors
    /// If the given one can't be used.
    pub fn new_id(&self, given: Option<&str>) -> Result<String> {
        let Some(id) = given else {
            loop {
                let id = random_hex(12);
                if self.named(&id).is_none() {
                    return Ok(id);
                }
            }
        };
        if !is_valid_id(id) {
            return Err(Error::BadId { id: id.to_owned(), argument: "--rev-id" });
        }
        self.refuse_taken(id, "--rev-id")?;
        Ok(id.to_owned())
    }

    /// The `given` labels for the new revision `id`, each once.
    ///
    /// # Errors
    /// If one can't be used.
    pub fn new_labels(&self, given: &[String], id: &str) -> Result<Vec<String>> {
        let mut labels: Vec<String> = Vec::new();
        for label in given {
            self.check_label(label, id)?;
            if !labels.contains(label) {
                labels.push(label.clone());
            }
        }
        Ok(labels)
    }

    fn check_label(&self, label: &str, id: &str) -> Result {
        if !is_valid_id(label) {
            return Err(Error::BadId { id: label.to_owned(), argument: "--branch-label" });
        }
        if label == id {
            return Err(Error::LabelIsId { label: label.to_owned() });
        }
        self.refuse_taken(label, "--branch-label")
    }

    /// Ids and labels are of one kind: a target may be either.
    fn refuse_taken(&self, name: &str, argument: &'static str) -> Result {
        let Some(by) = self.named(name).and_then(|id| self.entry(id)) else { return Ok(()) };
        let (database, name) = (self.database().to_owned(), name.to_owned());
        Err(Error::Taken { database, name, by: Box::new(by), argument })
    }

    /// The revision with exactly this id or label.
    pub(super) fn named(&self, name: &str) -> Option<&str> {
        let is_named =
            |node: &&revision::Node| node.id == name || node.labels.iter().any(|label| label == name);
        self.graph.nodes().find(is_named).map(|node| node.id.as_str())
    }

    fn labels(&self) -> Vec<&str> {
        self.graph.nodes().flat_map(|node| &node.labels).map(String::as_str).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::history::history;
    use super::*;

    const FORK: &[(&str, &str)] =
        &[("aaaa", ""), ("bbbb", "\"aaaa\""), ("cccc", "\"aaaa\"]).labels(&[\"left\"")];

    fn owned(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|&text| text.to_owned()).collect()
    }

    /// The parents and dependencies where `heads` and `depends_on` are wished for.
    fn place(files: &[(&str, &str)], heads: &[&str], splice: bool, depends_on: &[&str]) -> Result<String> {
        let (heads, depends_on) = (owned(heads), owned(depends_on));
        let wish = Wish { heads: &heads, splice, depends_on: &depends_on, ..Wish::default() };
        let place = history(files).place(&wish)?;
        assert_eq!(place.id.len(), 12);
        Ok(format!("{} + {}", place.parents.join(" "), place.depends_on.join(" ")))
    }

    #[track_caller]
    fn refuse(heads: &[&str], depends_on: &[&str], message: &str, next: &str) {
        let error = place(FORK, heads, false, depends_on).unwrap_err();
        assert_eq!((error.to_string().as_str(), error.next().as_deref()), (message, Some(next)));
    }

    #[test]
    fn places() {
        let line = &[("aaaa", ""), ("bbbb", "\"aaaa\"")];
        assert_eq!(place(&[], &[], false, &[]).unwrap(), " + ");
        assert_eq!(place(line, &[], false, &[]).unwrap(), "bbbb + ");
        assert_eq!(place(line, &["base"], false, &["head"]).unwrap(), " + bbbb");
        assert_eq!(place(line, &["head-1"], true, &["bbbb"]).unwrap(), "aaaa + bbbb");
        assert_eq!(place(FORK, &["cccc"], false, &["bbbb"]).unwrap(), "cccc + bbbb");
        assert_eq!(place(FORK, &["left@head"], false, &[]).unwrap(), "cccc + ");
        assert_eq!(place(FORK, &["heads"], false, &[]).unwrap(), "bbbb cccc + ");
        assert_eq!(place(FORK, &["bbbb", "cccc"], false, &[]).unwrap(), "bbbb cccc + ");
        assert_eq!(place(FORK, &["bbbb"], false, &["left"]).unwrap(), "bbbb + left");
    }

    #[test]
    fn what_is_no_place() {
        assert!(
            matches!(place(FORK, &[], false, &[]), Err(Error::SeveralHeads { branches, .. }) if branches.len() == 2)
        );
        refuse(
            &["aaaa"],
            &[],
            "aaaa \"about aaaa\" is no head of users: bbbb \"about bbbb\" and cccc \"about cccc\" go on from it",
            "go on from a head with --head bbbb or cccc; or start another branch from aaaa with --splice",
        );
        refuse(
            &["cccd"],
            &[],
            "users: no revision or label `cccd` (did you mean cccc?)",
            "`cargo dbmig history --db users` lists what there is",
        );
        refuse(
            &["current"],
            &[],
            "users: `current` names no revision: it counts from what a database has; name one of the code, as in head-1",
            "`cargo dbmig history --db users` lists what there is",
        );
        refuse(
            &["bbbb"],
            &["aaaa"],
            "aaaa is applied before bbbb already, which the new revision goes on from",
            "leave --depends-on aaaa out",
        );
    }

    #[test]
    fn ids_and_labels() {
        let check = |id: &str, label: &str| {
            let labels = owned(&[label]);
            let heads = owned(&["bbbb"]);
            let wish = Wish { heads: &heads, labels: &labels, id: Some(id), ..Wish::default() };
            history(FORK).place(&wish)
        };
        assert_eq!(check("dddd", "right").unwrap().labels, ["right"]);
        assert!(matches!(check("cccc", "right"), Err(Error::Taken { argument: "--rev-id", .. })));
        assert!(matches!(check("left", "right"), Err(Error::Taken { argument: "--rev-id", .. })));
        assert!(matches!(check("d d", "right"), Err(Error::BadId { argument: "--rev-id", .. })));
        assert!(matches!(check("dddd", "head"), Err(Error::BadId { argument: "--branch-label", .. })));
        assert!(matches!(check("dddd", "dddd"), Err(Error::LabelIsId { .. })));
        assert_eq!(
            check("dddd", "left").unwrap_err().to_string(),
            "users has a revision called left already: cccc \"about cccc\""
        );
    }

    #[test]
    fn what_other_branches_have() {
        let fork = history(FORK);
        let place = |parents: &[&str], depends_on: &[&str]| Place {
            id: "d".to_owned(),
            parents: owned(parents),
            depends_on: owned(depends_on),
            labels: Vec::new(),
        };
        assert_eq!(fork.beside(&place(&["bbbb"], &[])), ["cccc"]);
        assert!(fork.beside(&place(&["bbbb"], &["left"])).is_empty());
        assert_eq!(fork.beside(&place(&[], &[])).len(), 3);
    }
}
