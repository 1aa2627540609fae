use dbmig_runtime::Table;

#[derive(Table)]
#[db("users")]
#[table(name = "t2345678901234567890123456789012345678901234567890123456789012é", schema = "a\0b")]
struct User {
    #[column(name = "")]
    id: i64,
    a_field_whose_name_has_sixty_four_bytes_is_one_byte_too_long_here: i64,
    #[column(name = "same")]
    one: i64,
    same: i64,
}

fn main() {}
