//! Where declarations are.

use dbmig_runtime::Table;
use dbmig_runtime::manifest::wire::Place;

use super::declared;

const LINE: u32 = line!() + 4;

#[derive(Table)]
#[db("users")]
struct Here {
    #[column(primary_key)]
    id: i64,
}

#[test]
fn places_are_what_the_compiler_calls_them() {
    let declared = declared(&[Here::manifest()]);
    let place = |line| Place { package: "dbmig-macros".to_owned(), file: file!().to_owned(), line };
    assert_eq!(declared.places[&"here".into()], place(LINE));
    assert_eq!(declared.column_places[&("here".into(), "id".to_owned())], place(LINE + 2));
}
