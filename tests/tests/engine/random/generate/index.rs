//! Keys and indexes.

use dbmig_runtime::catalog::{
    Catalog, Index, IndexKey, KeyPart, NullsOrder, PrimaryKey, SortOrder, Table, Unique, quote_identifier,
};

use super::super::source::Random;
use super::condition::condition;
use super::table::own_name;

pub(super) fn keys(random: &mut Random, table: &mut Table, keyed: &[String]) {
    if random.chance(2) {
        let columns = random.several(keyed, 2);
        for column in &mut table.columns {
            column.nullable &= !columns.contains(&column.name);
        }
        let generated = |name: &String| table.column(name).is_some_and(|column| column.generated.is_some());
        if !columns.iter().any(generated) {
            let name = format!("{}_pkey", table.name.name);
            table.primary_key =
                Some(PrimaryKey { comment: random.comment(), ..PrimaryKey::new(name, columns) });
        }
    }
    for number in 0..random.below(3) {
        let deferrable = random.chance(4);
        let columns = random.several(keyed, 2);
        table.uniques.push(Unique {
            deferrable,
            initially_deferred: deferrable && random.chance(2),
            comment: random.comment(),
            ..Unique::new(own_name(table, "key", number), columns)
        });
    }
}

pub(super) fn indexes(random: &mut Random, catalog: &Catalog, table: &mut Table, keyed: &[String]) {
    for number in 0..random.below(4) {
        let mut index = Index::new(own_name(table, "idx", number));
        for name in random.several(keyed, 3) {
            index.keys.push(key(random, table, name));
        }
        index.unique = random.chance(4);
        index.include = if random.chance(5) { vec![random.pick(keyed).clone()] } else { Vec::new() };
        index.predicate = if random.chance(3) { Some(condition(random, catalog, table)) } else { None };
        index.storage = if random.chance(6) { vec!["fillfactor=70".to_owned()] } else { Vec::new() };
        index.comment = random.comment();
        table.indexes.push(index);
    }
}

fn key(random: &mut Random, table: &Table, name: String) -> IndexKey {
    let text = table.column(&name).is_some_and(|column| column.data_type.as_sql() == "text");
    let mut key = if text && random.chance(2) {
        IndexKey::new(KeyPart::Expression(format!("lower({})", quote_identifier(&name))))
    } else {
        IndexKey::new(KeyPart::Column(name))
    };
    key.order = *random.pick(&[SortOrder::Ascending, SortOrder::Descending]);
    let other = if key.order == SortOrder::Ascending { NullsOrder::First } else { NullsOrder::Last };
    key.nulls = random.some(4, other);
    key.operator_class = if text { random.some(5, "text_pattern_ops".to_owned()) } else { None };
    key
}
