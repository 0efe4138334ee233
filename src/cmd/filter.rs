//! A filter on the command line: reading it, and what help says of it.

use anyhow::{Result, anyhow};

use crate::db::Store;
use crate::model::filter::Filter;
use crate::model::filter::parse::{Problem, joined, parse};
use crate::ui::caret::marked;

/// What the help of each command says that takes a filter.
macro_rules! filters {
    () => {
        "Filters: all that is said has to hold; of topics and ids that are just named, one.\n\
        \x20 map map-growth          topics by name or title, cards by id\n\
        \x20 growth \"write barrier\"  words and phrases to search for, as in `godrill search`\n\
        \x20 topic: tag: kind: id:   exactly this\n\
        \x20 follows: note:          follow-ups of a card; a note in which this stands, `note:` any\n\
        \x20 level: weight: lapses:  a number or a range: 2, 2.., ..2, 1..2\n\
        \x20 due:..3d                due in three days at the latest; due:0d is today\n\
        \x20 rated:again:7d          so answered today or in the six days before\n\
        \x20 is:                     new, learning, review, due, leech, suspended, buried, draft,\n\
        \x20                         edited, mine, flagged, seen, retired\n\
        \x20 not, or, ( )            brackets and phrases need quotes in a shell: '(map or slice)'"
    };
}
pub(super) use filters;

/// The filter that these arguments are, or an error that shows what is wrong in it.
pub(super) fn read(store: &Store, args: &[String]) -> Result<Filter> {
    if args.is_empty() {
        return Ok(Filter::All(Vec::new()));
    }
    let names = store.names()?;
    let text = joined(args, &names);
    parse(&text, &names)
        .map_err(|Problem { place, message }| anyhow!("{message}\n{}", marked(&text, place)))
}
