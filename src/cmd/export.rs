//! `godrill export`: cards to files.

mod markdown;
mod package;
mod whole;

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;

use super::door::tell;
use super::filter;
use super::usage::words;
use super::{Context, count, progress::Progress, shown, topic_names};
use crate::model::filter::Filter;
use crate::model::settings::Show;
use crate::transfer::{Export, Format, LARGEST_PICTURE, MOST_PICTURES};
use whole::write_whole;

/// Write cards as decks, JSON, tables, Q:/A: Markdown, a web page or an Anki package.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  godrill export -o everything.json            all cards with all progress
  godrill export --format csv -o cards.csv     for a spreadsheet
  godrill export map level:3 --lang zh -o map.md
  godrill export --format md -o decks          one file per topic and language
  godrill export --format qa -o cards          Q:/A:, for hashcards and repeater
  godrill export --lang en -o cards.tsv        a table with Anki's header lines
  godrill export -o cards.html                 an offline page for any browser
  godrill export --short gmp gc -o sheet.html  a cheat sheet to print
  godrill export --lang both -o go.apkg        for Anki, two languages per card

Only json and apkg include progress. JSON has everything and comes back with `godrill \
    import`. So do the tables: cards are matched by id, and whatever a table does not hold stays \
    as it is.

To import tsv or anki-csv into Anki, use File, Import; give --lang en or zh, because its \
    note type Basic has two fields. Cards that came from Anki are left out of tsv, anki-csv and \
    apkg, because Anki would take them for different notes; --from-anki includes them.

With --short, the page is a sheet for paper: each question with its 30-second answer, in two columns. Print \
    it from the browser.

A web page shows pictures of up to 1 MiB each and 24 MiB in all; larger pictures and sounds \
    are only named.

JSON (version 1): {format: \"godrill\", version, exported_at, topics, cards: [{id, topic, \
    kind, level, weight, follows, same, tags, correct, right, test, origin, edited, suspended, \
    buried_until, leech, note, flagged, evidence, text: {en: {question, answer, keys: [], wrong: [{claim, correction}], reasons: \
    []}, zh}, memory: {stability, difficulty, due, last_review} or null, reviews: [{at, day, \
    rating, ms, kind}]}]}. Times are RFC 3339 in UTC. `right` lists the positions of the right \
    options, from 1; `reasons` has a text for each option. Empty fields are left out.")]
pub(super) struct ExportArgs {
    /// Only these cards: topics, ids, words, conditions; see `godrill help filters`
    #[arg(value_name = "FILTER")]
    filter: Vec<String>,
    /// Only this topic (repeatable)
    #[arg(long, value_name = "TOPIC")]
    topic: Vec<String>,
    /// md, qa, json, csv, tsv, anki-csv, html or apkg; by default, what the file name says, else json
    #[arg(long, value_name = "FORMAT", hide_possible_values = true, value_parser = words::<Format>(&FORMATS))]
    format: Option<Format>,
    /// File to write; `-` or none for standard output; for md, a folder works too
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// For html: a cheat sheet to print, questions with their 30-second answers
    #[arg(long)]
    short: bool,
    /// For apkg: leave out your answers, so that every card is new in Anki
    #[arg(long)]
    no_progress: bool,
    /// For apkg, tsv and anki-csv: include cards that came from Anki, as new notes
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
        langs: match context.lang {
            // Paper has no switch.
            None if args.short => context.show(&settings).langs(),
            lang => lang.unwrap_or(Show::Both).langs(),
        },
        short: args.short,
        calendar: &calendar,
        leech_threshold: settings.leech_threshold,
        now: context.world.now(),
        from_anki: args.from_anki,
    };
    let for_anki = matches!(format, Format::Apkg | Format::Tsv | Format::AnkiCsv);
    if args.from_anki && !for_anki {
        bail!("--from-anki is for --format apkg, tsv and anki-csv: the others hold all cards");
    }
    if args.short && format != Format::Html {
        bail!("--short is for --format html: name a file such as sheet.html");
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

/// Says how many cards were left out because Anki has them, if any.
fn left_to_anki(cards: usize) -> String {
    let they = match cards {
        0 => return String::new(),
        1 => "1 card that came from Anki was left out, for it has it".to_owned(),
        n => format!("{n} cards that came from Anki were left out, for it has them"),
    };
    format!("{they}: --from-anki writes all")
}

/// Says how many pictures and sounds a page only names, if any.
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

/// Prints a sentence, but not into what is exported to standard output.
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
