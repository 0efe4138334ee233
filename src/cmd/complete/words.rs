//! Where the words offered for values come from: topics and cards from the database, or without one
//! from the built-in decks. Each kind of value is a line of [`source`].

use std::ffi::OsStr;
use std::sync::Arc;

use clap::{Arg, Command, ValueHint};
use clap_complete::CompletionCandidate as Word;
use clap_complete::engine::ArgValueCompleter;

use super::asked::Asked;
use crate::builtin;
use crate::db::Named;
use crate::model::card::{Card, Kind, Lang, Topic};
use crate::model::filter::Is;
use crate::model::filter::parse::KEYS;
use crate::model::review::Rating;
use crate::model::settings::{ALL, FOCUS, SETTINGS, Setting};
use crate::text::names::condensed;
use crate::text::visible::visible;

/// Stands for the names of files, which the shell completes better than we do.
pub(super) const FILES: &str = "<files>";
/// The same for folders.
pub(super) const FOLDERS: &str = "<folders>";

/// If there are more ids than this, only their beginnings are offered.
const MOST_IDS: usize = 60;

/// Finds the words for a value, given what is typed of it so far.
type Source = fn(&Asked, &str) -> Vec<Word>;

/// Where the words for a value come from: by its name in the usage of the command, and for some by
/// the option. New kinds of values go in here.
fn source(command: &Command, arg: &Arg) -> Option<Source> {
    let [name] = arg.get_value_names()? else { return None };
    Some(match (name.as_str(), arg.get_id().as_str()) {
        ("TOPIC", "focus") => topics_or_all,
        ("TOPIC", _) if command.get_name() == "rename" => own_topics,
        ("TOPIC", _) => topics,
        ("TOPIC=PERCENT", _) => shares,
        ("TAG", _) => tags,
        ("FILTER", _) => match command.get_name() {
            "suspend" => |asked, begin| filters(asked, begin, |card| !card.is_suspended),
            "unsuspend" => |asked, begin| filters(asked, begin, |card| card.is_suspended),
            "show" | "bury" => |asked, begin| filters(asked, begin, |_| true),
            // Topics first of all: ids when one is begun.
            "quiz" => |asked, begin| {
                let names = filters(asked, begin, |_| begin.contains('-')).into_iter();
                names.chain(topics(asked, begin)).collect()
            },
            _ => |asked, begin| {
                let names = filters(asked, begin, |_| true).into_iter();
                names.chain(topics(asked, begin)).collect()
            },
        },
        ("ID", _) => match command.get_name() {
            "remove" => |asked, begin| ids(asked, begin, |card| card.is_own),
            _ => |asked, begin| ids(asked, begin, |_| true),
        },
        ("NAME", _) if command.get_name() != "help" => settings,
        ("VALUE", _) => values,
        ("COMMAND", _) => commands,
        ("NAME", _) => commands_and_pages,
        ("N", "level") => |_, _| numbered(&["junior", "mid", "senior"]),
        ("N", "weight") => |_, _| numbered(&["rarely asked", "", "", "", "asked almost always"]),
        _ => match arg.get_value_hint() {
            ValueHint::DirPath => |_, _| vec![Word::new(FOLDERS)],
            ValueHint::AnyPath | ValueHint::FilePath => |_, _| vec![Word::new(FILES)],
            _ => return None,
        },
    })
}

/// The command line, with each value knowing the words it may be.
pub(super) fn offered(command: Command, asked: &Arc<Asked>) -> Command {
    let of = command.clone();
    let with = |arg: Arg| {
        let Some(source) = source(&of, &arg) else { return arg };
        let asked = Arc::clone(asked);
        arg.add(ArgValueCompleter::new(move |begin: &OsStr| {
            let begin = begin.to_string_lossy();
            let mut words = source(&asked, &begin);
            let is_path = |value: &OsStr| value == FILES || value == FOLDERS;
            words.retain(|word| {
                let value = word.get_value();
                is_path(value) || value.to_string_lossy().starts_with(&*begin)
            });
            words
        }))
    };
    command.mut_args(with).mut_subcommands(|sub| offered(sub, asked))
}

fn word(value: impl Into<String>, help: &str) -> Word {
    let help = visible(help.lines().next().unwrap_or_default()).replace('\t', " ");
    Word::new(value.into()).help((!help.is_empty()).then(|| help.into()))
}

fn topics(asked: &Asked, _: &str) -> Vec<Word> {
    let topics = asked.glance().map(|glance| glance.topics()).filter(|topics| !topics.is_empty());
    let of = |topic: Topic| word(topic.name.clone(), topic.title_in(asked.lang));
    let words: Vec<Word> = match topics {
        Some(topics) => topics.into_iter().map(of).collect(),
        None => builtin::topics().into_iter().map(Word::new).collect(),
    };
    words.into_iter().filter(|word| !asked.has(&word.get_value().to_string_lossy())).collect()
}

fn topics_or_all(asked: &Asked, begin: &str) -> Vec<Word> {
    topics(asked, begin).into_iter().chain([Word::new(ALL)]).collect()
}

/// Topics that can have another name: those that did not come with the program.
fn own_topics(asked: &Asked, begin: &str) -> Vec<Word> {
    let mut topics = topics(asked, begin);
    topics.retain(|word| !builtin::topics().iter().any(|name| *word.get_value() == **name));
    topics
}

/// `slice=`, to be followed by a number.
fn shares(asked: &Asked, begin: &str) -> Vec<Word> {
    let share = |word: Word| {
        let value = format!("{}=", word.get_value().to_string_lossy());
        Word::new(value).help(word.get_help().cloned())
    };
    topics(asked, begin).into_iter().map(share).collect()
}

fn tags(asked: &Asked, _: &str) -> Vec<Word> {
    let tags = asked.glance().map(|glance| glance.tags()).unwrap_or_default();
    tags.into_iter().map(Word::new).collect()
}

/// Ids of cards, or if these are too many, their beginnings.
fn ids(asked: &Asked, begin: &str, is_meant: impl Fn(&Named) -> bool) -> Vec<Word> {
    let cards = match asked.glance() {
        Some(glance) => glance.named(begin, asked.lang),
        None => {
            let cards = builtin::decks().1.into_iter().filter(|card| card.id.starts_with(begin));
            cards.map(|card| builtin_card(card, asked.lang)).collect()
        }
    };
    let is_wanted = |card: &&Named| is_meant(card) && !asked.has(&card.id);
    let cards: Vec<&Named> = cards.iter().filter(is_wanted).collect();
    let all: Vec<&str> = cards.iter().map(|card| card.id.as_str()).collect();
    let of = |name: String| match cards.iter().find(|card| card.id == name) {
        Some(card) => word(name, &card.question),
        None => {
            let count = all.iter().filter(|id| id.starts_with(&name)).count();
            word(name, &format!("{count} cards"))
        }
    };
    condensed(&all, begin, MOST_IDS).into_iter().map(of).collect()
}

/// What a word of a filter may be: an id, or once something is typed, a key with its colon; after
/// the colon, its values.
fn filters(asked: &Asked, begin: &str, is_meant: impl Fn(&Named) -> bool) -> Vec<Word> {
    let Some((key, value)) = begin.split_once(':') else {
        let keys = KEYS.iter().filter(|_| !begin.is_empty());
        let keys = keys.map(|(key, example)| word(format!("{key}:"), example));
        return ids(asked, begin, is_meant).into_iter().chain(keys).collect();
    };
    let values = match key {
        "is" => Is::ALL.iter().map(|is| Word::new(is.name())).collect(),
        "kind" => Kind::ALL.iter().map(|kind| Word::new(kind.name())).collect(),
        "rated" => Rating::ALL.iter().map(|rating| Word::new(rating.name())).collect(),
        "topic" => topics(asked, value),
        "tag" => tags(asked, value),
        "id" | "follows" => ids(asked, value, |_| true),
        "level" => numbered(&["junior", "mid", "senior"]),
        "weight" => numbered(&["rarely asked", "", "", "", "asked almost always"]),
        _ => Vec::new(),
    };
    let keyed = |word: Word| {
        let whole = format!("{key}:{}", word.get_value().to_string_lossy());
        Word::new(whole).help(word.get_help().cloned())
    };
    values.into_iter().map(keyed).collect()
}

fn builtin_card(card: Card, lang: Lang) -> Named {
    let text = card.text_in(lang).or_else(|| card.text_in(lang.other()));
    let question = text.map(|text| text.question.clone()).unwrap_or_default();
    Named { id: card.id, question, is_own: false, is_suspended: false }
}

fn settings(_: &Asked, _: &str) -> Vec<Word> {
    SETTINGS.iter().map(|setting| word(setting.name, setting.help)).collect()
}

/// The words accepted by the setting that is being set.
fn values(asked: &Asked, _: &str) -> Vec<Word> {
    let setting = asked.after("set").and_then(Setting::named);
    if setting.is_some_and(|setting| setting.name == FOCUS) {
        return topics_or_all(asked, "");
    }
    setting.map(Setting::words).unwrap_or_default().into_iter().map(Word::new).collect()
}

fn commands(_: &Asked, _: &str) -> Vec<Word> {
    let command = crate::cmd::command_line();
    let about = |sub: &Command| sub.get_about().map(ToString::to_string).unwrap_or_default();
    command.get_subcommands().map(|sub| word(sub.get_name(), &about(sub))).collect()
}

/// What `help` shows.
fn commands_and_pages(asked: &Asked, typed: &str) -> Vec<Word> {
    let pages = crate::cmd::help::pages().map(|(name, title)| word(name, title));
    commands(asked, typed).into_iter().chain(pages).collect()
}

/// The numbers from 1, each with its help.
fn numbered(helps: &[&str]) -> Vec<Word> {
    helps.iter().zip(1..).map(|(help, number)| word(number.to_string(), help)).collect()
}
