//! Text search configurations and dictionaries.

use crate::check::cases;

cases! {
    dictionary_comes: "" => "CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple, STOPWORDS = english, ACCEPT = false); COMMENT ON TEXT SEARCH DICTIONARY d IS 'x'";
    dictionary_options: "CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple, STOPWORDS = english)" => "CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple, ACCEPT = false)";
    dictionary_template: "CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple); CREATE TEXT SEARCH CONFIGURATION c (PARSER = \"default\"); ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR word WITH d"
        => "CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = snowball, LANGUAGE = english); CREATE TEXT SEARCH CONFIGURATION c (PARSER = \"default\"); ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR word WITH d";
    configuration_comes: "" => "CREATE TEXT SEARCH CONFIGURATION c (COPY = pg_catalog.english); COMMENT ON TEXT SEARCH CONFIGURATION c IS 'x'";
    mappings: "CREATE TEXT SEARCH CONFIGURATION c (PARSER = \"default\"); ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR word, asciiword WITH english_stem, simple"
        => "CREATE SCHEMA s; CREATE TEXT SEARCH DICTIONARY s.d (TEMPLATE = simple); CREATE TEXT SEARCH CONFIGURATION c (PARSER = \"default\"); ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR word, hword WITH simple, s.d, english_stem";
    under_an_index: "" => "CREATE TEXT SEARCH CONFIGURATION z (COPY = simple); CREATE TABLE t (a text, v tsvector GENERATED ALWAYS AS (to_tsvector('z', a)) STORED); CREATE INDEX i ON t USING gin (to_tsvector('z', a))";
}
