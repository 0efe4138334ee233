//! What an import did, or would do.

use anyhow::Result;
use serde::Serialize;

use super::super::{Context, count};
use super::ImportArgs;
use super::preview::{LineRow, rows};
use crate::db;
use crate::model::merge::Outcome;
use crate::transfer::{Import, Merged, Skipped};
use crate::ui::table::Table;

/// What `--json` prints.
#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    added: usize,
    updated: usize,
    unchanged: usize,
    reviews: usize,
    media: usize,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    too_large_for_undo: bool,
    cards: Vec<Row<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    skipped: &'a [Skipped],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lines: Vec<LineRow<'a>>,
}

/// What became of one card.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    outcome: &'static str,
    reviews: usize,
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Added => "added",
        Outcome::Updated => "updated",
        Outcome::Unchanged => "unchanged",
    }
}

/// What a learner should know of an import that the journal does not keep.
pub(super) const BEFORE: &str =
    "it is too large for `godrill undo`: make a backup first with `godrill backup FILE`";
const AFTER: &str = "it was too large for `godrill undo`, which stops here: to go back, restore a backup with\n\
    `godrill restore FILE`; `--dry-run` tells before the next one";

/// Tells what was imported, or would be; `media` is the number of pictures and sounds that are new.
pub(super) fn report(
    args: &ImportArgs,
    import: &Import,
    merged: &Merged,
    media: usize,
    context: &mut Context<'_>,
) -> Result<()> {
    let (previews, skipped) = (&import.previews, &import.skipped);
    let [added, updated, unchanged] =
        [Outcome::Added, Outcome::Updated, Outcome::Unchanged].map(|o| merged.count(o));
    if args.json {
        let cards = merged
            .outcomes
            .iter()
            .map(|(id, outcome, reviews)| Row { id, outcome: word(*outcome), reviews: *reviews })
            .collect();
        let reviews = merged.reviews();
        let lines = previews.iter().flat_map(|preview| rows(preview, merged)).collect();
        return context.json(&Report {
            version: 1,
            added,
            updated,
            unchanged,
            reviews,
            media,
            too_large_for_undo: db::is_large(&merged.changes),
            cards,
            skipped,
            lines,
        });
    }
    if args.dry_run && previews.is_empty() {
        let mut table = Table::new(["card", "would be", "reviews"]).right(&[2]);
        for (id, outcome, reviews) in &merged.outcomes {
            table.row([id.as_str(), word(*outcome), &reviews.to_string()]);
        }
        writeln!(context.out, "{}", table.to_string(context.world.width()))?;
    }
    let would = if args.dry_run { "nothing was written; would be: " } else { "" };
    let media = match media {
        0 => String::new(),
        1 => ", 1 picture or sound".into(),
        n => format!(", {n} pictures or sounds"),
    };
    let left_out: usize = skipped.iter().map(|s| s.count).sum();
    let left_out = match left_out {
        0 => String::new(),
        n => format!("; {n} skipped for the reasons above"),
    };
    writeln!(
        context.out,
        "{would}{} added, {updated} updated, {unchanged} unchanged, {} added{media}{left_out}",
        count(added, "card"),
        count(merged.reviews(), "review")
    )?;
    if db::is_large(&merged.changes) {
        writeln!(context.out, "{}", if args.dry_run { BEFORE } else { AFTER })?;
    }
    Ok(())
}
