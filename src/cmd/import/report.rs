//! What an import did, or would do.

use std::borrow::Cow;

use anyhow::Result;
use serde::Serialize;

use super::super::Context;
use super::ImportArgs;
use super::preview::{LineRow, rows};
use super::why;
use crate::model::merge::Outcome;
use crate::transfer::{Import, Merged, Skipped};
use crate::ui::table::Table;
use crate::ui::words::Words;

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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    skipped: Vec<SkippedRow<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lines: Vec<LineRow<'a>>,
}

/// Something that was left out, and how many times.
#[derive(Serialize)]
struct SkippedRow<'a> {
    file: &'a str,
    reason: Cow<'static, str>,
    count: usize,
}

/// What became of one card.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    outcome: &'static str,
    reviews: usize,
}

fn word(outcome: Outcome, words: Words) -> &'static str {
    match outcome {
        Outcome::Added => words.import_added(),
        Outcome::Updated => words.import_updated(),
        Outcome::Unchanged => words.import_unchanged(),
    }
}

/// Reports what was imported, or would be; `media` is the number of new pictures and sounds.
pub(super) fn report(
    args: &ImportArgs,
    import: &Import,
    merged: &Merged,
    media: usize,
    words: Words,
    context: &mut Context<'_>,
) -> Result<()> {
    let (previews, skipped) = (&import.previews, &import.skipped);
    let [added, updated, unchanged] =
        [Outcome::Added, Outcome::Updated, Outcome::Unchanged].map(|o| merged.count(o));
    if args.json {
        let cards = merged
            .outcomes
            .iter()
            .map(|(id, outcome, reviews)| Row {
                id,
                outcome: word(*outcome, Words::EN),
                reviews: *reviews,
            })
            .collect();
        let reviews = merged.reviews();
        let skipped = skipped.iter().map(|Skipped { file, reason, count }| SkippedRow {
            file,
            reason: why::left_out(reason, Words::EN),
            count: *count,
        });
        let skipped = skipped.collect();
        let lines = previews.iter().flat_map(|preview| rows(preview, merged)).collect();
        return context.json(&Report {
            version: 1,
            added,
            updated,
            unchanged,
            reviews,
            media,
            too_large_for_undo: merged.is_large,
            cards,
            skipped,
            lines,
        });
    }
    if args.dry_run && previews.is_empty() {
        let mut table =
            Table::new([words.import_card(), words.import_would_be(), words.stats_reviews()])
                .right(&[2]);
        for (id, outcome, reviews) in &merged.outcomes {
            table.row([id.as_str(), word(*outcome, words), &reviews.to_string()]);
        }
        writeln!(context.out, "{}", table.to_string(context.world.width()))?;
    }
    let sums = Sums { added, updated, unchanged, reviews: merged.reviews(), media };
    let told = if args.dry_run { sums.would(words) } else { sums.done(words) };
    let told = match skipped.iter().map(|s| s.count).sum() {
        0 => told,
        skipped => words.import_skipped(&told, skipped),
    };
    writeln!(context.out, "{told}")?;
    if merged.is_large {
        let large =
            if args.dry_run { words.import_too_large() } else { words.import_was_too_large() };
        writeln!(context.out, "{large}")?;
    }
    Ok(())
}

/// The totals.
struct Sums {
    added: usize,
    updated: usize,
    unchanged: usize,
    reviews: usize,
    media: usize,
}

impl Sums {
    fn done(&self, words: Words) -> String {
        let mut parts = vec![
            words.import_cards_added(self.added),
            words.import_cards_updated(self.updated),
            words.import_cards_unchanged(self.unchanged),
            words.import_reviews_added(self.reviews),
        ];
        if self.media > 0 {
            parts.push(words.import_media(self.media));
        }
        words.clauses(&parts)
    }

    fn would(&self, words: Words) -> String {
        let mut parts = vec![
            words.import_add_cards(self.added),
            words.import_update_cards(self.updated),
            words.import_leave_cards(self.unchanged),
            words.import_add_reviews(self.reviews),
        ];
        if self.media > 0 {
            parts.push(words.import_add_media(self.media));
        }
        words.import_dry_run(&words.clauses(&parts))
    }
}
