use super::*;
use crate::op::{Execute, Operation};

fn step(rank: Rank, name: &str) -> Step {
    Step::new(rank, Operation::Execute(Execute { sql: name.to_owned(), transactional: true }))
}

fn names(graph: Graph) -> Vec<String> {
    graph
        .into_operations()
        .into_iter()
        .map(|operation| match operation {
            Operation::Execute(execute) => execute.sql,
            _ => unreachable!("only these were declared"),
        })
        .collect()
}

fn schema(name: &str) -> [Resource; 1] {
    [Resource::Schema(name.to_owned())]
}

#[test]
fn resources_order_steps_against_their_rank() {
    let mut graph = Graph::default();
    graph.push(step(Rank::CreateSchema, "needs a").needs(schema("a")));
    graph.push(step(Rank::Comment, "takes a").takes(schema("a")));
    graph.push(step(Rank::DropSchema, "frees a").frees(schema("a")));
    graph.push(step(Rank::DropSchema, "releases a").releases(schema("a")));
    assert_eq!(names(graph), ["releases a", "frees a", "takes a", "needs a"]);
}

#[test]
fn free_steps_go_by_rank_then_as_declared() {
    let mut graph = Graph::default();
    for (rank, name) in [(Rank::Comment, "c"), (Rank::Rename, "a"), (Rank::Rename, "b")] {
        graph.push(step(rank, name));
    }
    assert_eq!(names(graph), ["a", "b", "c"]);
}

#[test]
fn changes_of_one_thing_keep_their_order() {
    let mut graph = Graph::default();
    graph.push(step(Rank::Comment, "first").changes(schema("a")));
    graph.push(step(Rank::Rename, "second").changes(schema("a")));
    assert_eq!(names(graph), ["first", "second"]);
}

#[test]
fn preferences_hold_where_they_close_no_circle() {
    let mut graph = Graph::default();
    graph.push(step(Rank::Rename, "a").takes(schema("a")).prefers(schema("b")));
    graph.push(step(Rank::Rename, "b").takes(schema("b")).prefers(schema("a")).prefers(schema("c")));
    graph.push(step(Rank::Rename, "c").takes(schema("c")).prefers(schema("d")));
    graph.push(step(Rank::Rename, "d").takes(schema("d")).needs(schema("c")));
    assert_eq!(names(graph), ["a", "c", "b", "d"]);
}

#[test]
fn a_cycle_holds_up_nothing_beside_it() {
    let mut graph = Graph::default();
    graph.push(step(Rank::Rename, "behind").needs(schema("b")));
    graph.push(step(Rank::CreateType, "a to b").frees(schema("a")).takes(schema("b")));
    graph.push(step(Rank::CreateType, "b to a").frees(schema("b")).takes(schema("a")));
    assert_eq!(names(graph), ["a to b", "behind", "b to a"]);
}

#[test]
fn types_change_under_what_goes_where_there_is_no_other_way() {
    let domain = || [Resource::Type("d".into())];
    let mut graph = Graph::default();
    graph.push(step(Rank::DropTable, "old table goes").releases(domain()).needs(schema("moved")));
    graph.push(step(Rank::Rename, "domain changes").changes(domain()));
    graph.push(step(Rank::CreateTable, "new table").needs(domain()).takes(schema("new")));
    graph.push(step(Rank::CreateRoutine, "moves").needs(schema("new")).takes(schema("moved")));
    assert_eq!(names(graph), ["domain changes", "new table", "moves", "old table goes"]);
}

#[test]
fn a_cycle_loses_no_step() {
    let mut graph = Graph::default();
    graph.push(step(Rank::Rename, "a to b").frees(schema("a")).takes(schema("b")));
    graph.push(step(Rank::Rename, "b to a").frees(schema("b")).takes(schema("a")));
    assert_eq!(names(graph), ["a to b", "b to a"]);
}
