//! What compiles, and the messages of what doesn't: `ui/<topic>/`.

#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/*/pass_*.rs");
    cases.compile_fail("tests/ui/*/fail_*.rs");
}
