//! `godrill quiz`, and `godrill` alone: asks what is due, then new cards.

mod again;
mod choose;
mod face;
mod lines;
mod said;
mod screen;
mod summary;

use anyhow::{Result, bail};
use clap::Args;

use super::Context;
use super::order::{By, days};
use crate::model::session::Options;
use crate::model::sorting::Order;
use crate::study::Play;
use crate::ui::keys;
use crate::world::World;

/// Ask what is due, then new cards.
#[derive(Debug, Default, Args)]
#[command(after_help = "\
Examples:
  godrill quiz                    everything due today, then new cards
  godrill quiz map channel        only these topics
  godrill quiz gmp-model          this card now, due or not
  godrill quiz is:leech level:1   only such cards: see `godrill help filters`
  godrill quiz --new 20           introduce up to 20 new cards now
  godrill quiz --ahead 3d         what comes due in three days, too
  godrill quiz --all --limit 30   cram 30 cards, the weakest first, off the record
  godrill quiz --missed           once more what you forgot today, off the record

The cards are chosen when the session begins, and those of them that are due or new are \
    asked. A card that is named by its id is asked first, due or not.

While a `godrill plan` goal is ahead, cards come in the order of the plan and within its \
    minutes, whatever the daily limits; --minutes keeps going beyond them. Either way, no card \
    is started if there is no time left for its repetitions. On the day before the interview and \
    on the day itself, the cards you have seen come once more, weakest and most often asked \
    first, and then new ones. --order and --ahead leave the plan aside.

Without a terminal, or with --plain, the same quiz runs line by line: Enter shows the \
    answer, 1 to 4 rate it, ? lists the other commands, and the end of the input ends the quiz.")]
pub(super) struct QuizArgs {
    /// Only these cards: topics, ids, words, conditions; see `godrill help filters`
    #[arg(value_name = "FILTER")]
    filter: Vec<String>,
    /// Introduce up to N new cards in this session, whatever the daily limit
    #[arg(long, value_name = "N")]
    new: Option<u32>,
    /// Ask at most N different cards
    #[arg(long, value_name = "N")]
    limit: Option<u32>,
    /// Stop after N minutes; start no card that could not be finished by then
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    minutes: Option<u32>,
    /// Ask what comes due in these days too, such as 3d or 1w
    #[arg(long, value_name = "DAYS", value_parser = days, conflicts_with = "cram")]
    ahead: Option<u32>,
    /// Ask in another order than usual
    #[arg(long)]
    order: Option<By>,
    /// Ask every card you have seen, due or not (cram); the schedule stays as it is
    #[arg(long, group = "cram")]
    all: bool,
    /// Ask what you forgot today once more; the schedule stays as it is
    #[arg(long, group = "cram")]
    missed: bool,
    /// With --all or --missed: record the answers and reschedule
    #[arg(long, requires = "cram")]
    record: bool,
    /// Ask a follow-up right after the card it follows
    #[arg(long)]
    chains: bool,
    /// Run line by line instead of full screen
    #[arg(long)]
    plain: bool,
}

/// Gives the next line of input; `None` at its end.
type Next<'a> = &'a mut dyn FnMut() -> Result<Option<String>>;

pub(super) fn run(args: QuizArgs, context: &mut Context<'_>) -> Result<()> {
    open(args, Opens::Card, context)
}

/// `godrill` alone: the first question, or home where that is wanted, and on the very first start.
pub(super) fn start(context: &mut Context<'_>) -> Result<()> {
    open(QuizArgs::default(), Opens::AsSet, context)
}

/// A session that begins at home.
pub(super) fn at_home(context: &mut Context<'_>) -> Result<()> {
    open(QuizArgs::default(), Opens::Home, context)
}

/// Whether the quiz has a screen of its own.
pub(super) fn is_full_screen(world: &World) -> bool {
    let is_terminal = world.stdin_is_terminal && world.stdout_is_terminal && !world.is_dumb;
    is_terminal || world.keys.is_some()
}

/// What a session on the full screen opens with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opens {
    Card,
    Home,
    /// What the setting says.
    AsSet,
}

fn open(args: QuizArgs, opens: Opens, context: &mut Context<'_>) -> Result<()> {
    let world = context.world;
    let is_cram = args.all || args.missed;
    let records = !is_cram || args.record;
    let store = if records { context.open_to_write()? } else { context.open()? };
    let mut settings = store.settings()?;
    settings.chains_together |= args.chains;
    let show = context.show(&settings);
    let words = context.words(&settings);
    let now = context.moment(&settings);
    let look = settings.theme;
    let mut options = Options {
        new: args.new,
        limit: args.limit,
        minutes: args.minutes,
        ahead: args.ahead.unwrap_or(0),
        order: args.order.map(Order::from),
        ..choose::options(&store, &args.filter, context.as_of(&settings))?
    };
    let cram = if is_cram {
        // A cram has an order of its own.
        let order = options.order.take().unwrap_or(Order::Weakest);
        let cram = choose::cram(&store, &args, order, &settings, context)?;
        if args.missed && cram.next().is_none() {
            writeln!(context.out, "{}", words.nothing_missed())?;
            return Ok(());
        }
        Some((cram, args.record))
    } else {
        None
    };
    let at_home = match opens {
        Opens::AsSet => settings.starts_home || store.is_fresh()?,
        opens => opens == Opens::Home,
    };
    let mut play = Play::new(store, settings, options, cram, world.seed, &now)?;

    if let Some(text) = &world.keys {
        let keys = match keys::parse(text) {
            Ok(keys) => keys,
            Err(error) => bail!("GODRILL_KEYS: {error}"),
        };
        if keys.iter().any(|key| matches!(key, keys::Key::Wait(_))) && !world.wait(0) {
            bail!("GODRILL_KEYS: `<wait:…>` moves a clock that GODRILL_NOW fixes: set it too");
        }
        return screen::run_keys(&mut play, (show, words), at_home, &keys, world, context.out);
    }
    if is_full_screen(world) && !args.plain {
        return screen::run(&mut play, (show, words), at_home, (world, look), context.out);
    }
    lines::run(&mut play, show, words, world, context.out)
}
