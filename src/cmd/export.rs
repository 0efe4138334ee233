//! `godrill export`: cards to files.

mod markdown;
mod package;
mod whole;

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;

use super::door::tell;
use super::filter::{self, filters};
use super::usage::words;
use super::{Context, count, progress::Progress, shown, topic_names};
use crate::model::filter::Filter;
use crate::model::settings::Show;
use crate::transfer::{Export, Format, LARGEST_PICTURE, MOST_PICTURES};
use whole::write_whole;

/// Write cards as decks, JSON, tables, Q:/A: Markdown, a web page or for Anki.
#[derive(Debug, Clone, Args)]
#[command(
    after_help = concat!("Examples:\n  godrill export -o everything.json              all cards with all progress\n  godrill export --format csv -o cards.csv       for a spreadsheet\n  godrill export map level:3 --lang zh -o map.md\n  godrill export --format md -o decks            a folder with a file a topic and language\n  godrill export --format qa -o cards            Q:/A: Markdown, for hashcards and repeater\n  godrill export --lang en -o cards.tsv          a table with Anki's header lines\n  godrill export -o cards.html                   one page for a browser or a phone, offline\n  godrill export --lang both -o go.apkg          a package for Anki, both languages on a card\n\n\
    Only json and apkg hold progress. The tables come back with `godrill import`, by id, and leave what\n\
    they do not hold as it is. Anki takes tsv and anki-csv with File, Import; give --lang en or zh, for\n\
    its note type Basic has two fields. Cards that came from Anki are left out of what Anki reads, for\n\
    it would take them for other notes: --from-anki writes all.\n\
    A page shows pictures of up to 1 MiB each, 24 MiB in all; larger ones and sounds are only named.\n\n\
    JSON carries everything and comes back with `godrill import`. Its shape (version 1):\n\
    {format: \"godrill\", version, exported_at, topics, cards: [{id, topic, kind, level, weight,\n\
    follows, same, tags, correct, right, test, origin, edited, suspended, note, flagged,\n\
    evidence, text: {en: {question, answer, keys: [], wrong: [{claim, correction}], reasons: []},\n\
    zh}, memory: {stability, difficulty, due, last_review} or null,\n\
    reviews: [{at, day, rating, ms, kind}]}]}, times in RFC 3339 UTC. `right` has the places of the\n\
    right options, from 1, `reasons` a text for each option; what says nothing is left out.\n\n", filters!())
)]
pub(super) struct ExportArgs {
    /// Only these cards: topics, ids, words, conditions (see below)
    #[arg(value_name = "FILTER")]
    filter: Vec<String>,
    /// Only this topic (may be repeated)
    #[arg(long, value_name = "TOPIC")]
    topic: Vec<String>,
    /// md, qa, json, csv, tsv, anki-csv, html or apkg; else by the name of the file, else json
    #[arg(long, value_name = "FORMAT", hide_possible_values = true, value_parser = words::<Format>(&FORMATS))]
    format: Option<Format>,
    /// The file to write; `-` or nothing is standard output; for md also a folder
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// For apkg: leave your answers out, so that all cards are new in Anki
    #[arg(long)]
    no_progress: bool,
    /// For apkg, tsv and anki-csv: also the cards that came from Anki, which become new notes there
    #[arg(long)]
    from_anki: bool,
}

/// The names of formats, for completions.
const FORMATS: [&str; 8] = ["md", "qa", "json", "csv", "tsv", "anki-csv", "html", "apkg"];

pub(super) fn run(args: &ExportArgs, context: &mut Context<'_>) -> Result<()> {
    let mut args = args.clone();
    args.output = args.output.filter(|path| path.as_os_str() != "-");
    let args = &args;
    let store = context.open()?;
    let settings = store.settings()?;
    let mut topics = topic_names(&store, &args.topic)?;
    let format = match (args.format, &args.output) {
        (Some(format), _) => format,
        (None, None) => Format::Json,
        (None, Some(path)) => Format::by_name(path)?,
    };
    let typed = filter::read(&store, &args.filter)?;
    let flags = Filter::flags(&topics, None, None, None);
    let filter = Filter::all(vec![flags, typed.clone()]).without_retired();
    if !args.filter.is_empty() {
        topics = store.topics_of(&filter, context.as_of(&settings))?;
        if topics.is_empty() {
            return Err(filter::nothing(&store, &typed)?);
        }
    }
    let calendar = context.world.calendar(settings.rollover_hour);
    let export = Export {
        filter: &filter,
        topics: &topics,
        // Only the flag chooses: an export without it has everything.
        langs: context.lang.unwrap_or(Show::Both).langs(),
        calendar: &calendar,
        leech_threshold: settings.leech_threshold,
        now: context.world.now(),
        from_anki: args.from_anki,
    };
    let for_anki = matches!(format, Format::Apkg | Format::Tsv | Format::AnkiCsv);
    if args.from_anki && !for_anki {
        bail!("--from-anki is for --format apkg, tsv and anki-csv: the others hold all cards");
    }
    if matches!(format, Format::Markdown | Format::Qa) {
        return markdown::markdown(args, format, &export, &store, context);
    }
    if format == Format::Apkg {
        return package::package(args, &export, &store, &settings, context);
    }
    if args.no_progress {
        bail!(
            "--no-progress is for --format apkg: CSV and Markdown hold no answers, JSON all of them"
        );
    }
    let is_table = matches!(format, Format::Csv | Format::Tsv | Format::AnkiCsv);
    let counts = match &args.output {
        None if is_table && context.world.stdout_is_terminal => {
            let mut table = Vec::new();
            let counts = export.write(&store, format, &mut table, &mut |_, _| {})?;
            let table = String::from_utf8_lossy(&table).replace("\r\n", "\n");
            write!(context.out, "{table}")?;
            counts
        }
        None => export.write(&store, format, context.out.raw(), &mut |_, _| {})?,
        Some(path) => {
            let progress = Progress::new(context.world, "writing");
            let mut bar = |done, all| progress.show(done, all);
            let counts = write_whole(path, |file| export.write(&store, format, file, &mut bar))?;
            progress.done();
            counts
        }
    };
    if let Some(path) = &args.output {
        let cards = count(counts.cards, "card");
        let what = match format {
            Format::Html | Format::Tsv | Format::AnkiCsv => cards,
            _ => format!("{cards} with {}", count(counts.reviews, "review")),
        };
        writeln!(context.out, "{what} written to {}", shown(path))?;
    }
    say(args.output.is_some(), &left_to_anki(counts.from_anki), context)?;
    say(args.output.is_some(), &left_out_of_page(counts.media), context)
}

/// What was left to Anki, if anything.
fn left_to_anki(cards: usize) -> String {
    let they = match cards {
        0 => return String::new(),
        1 => "1 card that came from Anki was left out, for it has it".to_owned(),
        n => format!("{n} cards that came from Anki were left out, for it has them"),
    };
    format!("{they}: --from-anki writes all")
}

/// What a page only names, if anything.
fn left_out_of_page(media: usize) -> String {
    let they = match media {
        0 => return String::new(),
        1 => "1 picture or sound is only named".to_owned(),
        n => format!("{n} pictures or sounds are only named"),
    };
    format!(
        "{they}: a page shows pictures of up to {} MiB, {} MiB in all",
        LARGEST_PICTURE >> 20,
        MOST_PICTURES >> 20
    )
}

/// Says a sentence, not into what is exported to standard output.
fn say(has_file: bool, sentence: &str, context: &mut Context<'_>) -> Result<()> {
    if !sentence.is_empty() {
        if has_file {
            writeln!(context.out, "{sentence}")?;
        } else {
            tell(sentence)?;
        }
    }
    Ok(())
}
