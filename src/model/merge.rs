//! Merging an import with what is there: which changes it makes, and who wins where both say
//! something.

mod copy;

use std::collections::{BTreeMap, HashSet};

use super::card::{Card, Kind, LONGEST_NOTE, Lang, Origin, Text};
use super::change::{Change, Seen, Stamps, StoredCard, Wording};
use super::day::Day;
use super::review::Review;
use super::schedule::Scheduler;
pub use copy::{LATEST_VERSION, or_long_ago};

/// A card that is imported: what a file says about it and about its progress.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// What the file says about the card.
    pub says: Says,
    /// Whose the card is, by the file.
    pub origin: Origin,
    /// Whether its wording is the user's own; that of a file that a user imports always is.
    pub edited: bool,
    /// Whether it was suspended.
    pub suspended: bool,
    /// What Anki says about its suspension; `None` for what is not from Anki, or says nothing.
    pub seen: Option<Seen>,
    /// Until when it was buried.
    pub buried_until: Option<Day>,
    /// What its user noted on it.
    pub note: Option<String>,
    /// Whether its user flagged it.
    pub flagged: bool,
    /// Its history, oldest first.
    pub reviews: Vec<Review>,
    /// Whether that history was made up from a schedule, and so only helps a card that has none.
    pub is_guess: bool,
}

/// How much a file says of a card.
#[derive(Debug, Clone, PartialEq)]
pub enum Says {
    /// Everything: what it does not name, the card does not have, except another language. A deck,
    /// an export.
    All(Card),
    /// Question and answer, and what else is named; the rest stays as it is. A table, notes, Anki.
    Part(Part),
    /// A copy that was given to Anki and comes back: its texts count where they changed there later.
    Copy {
        /// The card that its fields make.
        card: Card,
        /// When it last changed there, in milliseconds since 1970-01-01 UTC.
        changed: i64,
    },
}

/// What a file says about a card when it does not hold whole cards.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Part {
    /// Its id.
    pub id: String,
    /// Its topic, when it is new.
    pub topic: String,
    /// Question and answer, under the languages that their letters suggest.
    pub text: BTreeMap<Lang, Text>,
    /// How it is answered.
    pub kind: Option<Kind>,
    /// 1 junior, 2 mid, 3 senior.
    pub level: Option<u8>,
    /// 1 to 5.
    pub weight: Option<u8>,
    /// The card that it follows.
    pub follows: Option<String>,
    /// The letter of the right option.
    pub correct: Option<String>,
    /// All of its labels.
    pub tags: Option<Vec<String>>,
    /// Labels beside those that it has.
    pub more_tags: Vec<String>,
    /// Lines of evidence beside those that it has.
    pub more_evidence: Vec<String>,
    /// When it was said, in milliseconds since 1970-01-01 UTC: it counts only if that is later than
    /// what is known. `None` for now.
    pub changed: Option<i64>,
}

/// A card that is there, with all that an import looks at.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// The card.
    pub card: StoredCard,
    /// Its reviews, oldest first.
    pub reviews: Vec<Review>,
    /// When it was added and when it changed.
    pub stamps: Stamps,
    /// What Anki last said of its suspension; `None` when it never was suspended there.
    pub seen: Option<Seen>,
}

/// What the texts of a file mean on top of the known card, which only their format knows: without
/// what an export added to them, and without those that say nothing new.
pub type OnTop<'a> = dyn Fn(&Card, BTreeMap<Lang, Text>) -> BTreeMap<Lang, Text> + 'a;

/// What an incoming card turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// A new card.
    Added,
    /// A known card with other text, flags or more history.
    Updated,
    /// A known card with nothing new.
    Unchanged,
}

impl Incoming {
    /// A card in the user's own words.
    pub fn of_user(says: Says) -> Incoming {
        Incoming {
            says,
            origin: Origin::User,
            edited: true,
            suspended: false,
            seen: None,
            buried_until: None,
            note: None,
            flagged: false,
            reviews: Vec::new(),
            is_guess: false,
        }
    }

    /// The id of the card.
    pub fn id(&self) -> &str {
        match &self.says {
            Says::All(card) | Says::Copy { card, .. } => &card.id,
            Says::Part(part) => &part.id,
        }
    }

    /// The topic that the card has when it is new.
    pub fn topic(&self) -> &str {
        match &self.says {
            Says::All(card) | Says::Copy { card, .. } => &card.topic,
            Says::Part(part) => &part.topic,
        }
    }

    fn is_suspended(&self) -> bool {
        self.seen.map_or(self.suspended, |seen| seen.suspended)
    }
}

impl Says {
    /// The card when none is known.
    fn alone(self) -> Card {
        match self {
            Says::All(card) | Says::Copy { card, .. } => card,
            Says::Part(mut part) => {
                let mut card = Card::new(part.id.as_str(), part.topic.as_str());
                card.text = std::mem::take(&mut part.text);
                part.name(&mut card);
                card
            }
        }
    }

    /// The card on top of the one that is known.
    fn over(self, known: &Known, on_top: &OnTop<'_>) -> Card {
        let mut card = known.card.card.clone();
        match self {
            Says::All(all) => card = all,
            Says::Part(part) if part.changed.is_some_and(|at| at <= known.stamps.changed) => {}
            Says::Part(mut part) => {
                let texts = std::mem::take(&mut part.text).into_iter();
                // A known question shows its language better than its letters do.
                let texts = texts.map(|(lang, text)| {
                    let mut same = card.text.iter().filter(|(_, t)| t.question == text.question);
                    (same.next().map_or(lang, |(lang, _)| *lang), text)
                });
                let texts = on_top(&card, texts.collect());
                card.text.extend(texts);
                part.name(&mut card);
            }
            Says::Copy { changed, .. } if !copy::is_later(changed, known.stamps) => {}
            Says::Copy { card: copy, .. } => {
                let texts = on_top(&card, copy.text);
                card.text.extend(texts);
            }
        }
        for (lang, text) in &known.card.card.text {
            let new = card.text.entry(*lang).or_insert_with(|| text.clone());
            // A question that still waits for its answer never takes one away.
            if new.answer.trim().is_empty() && !text.answer.trim().is_empty() {
                *new = text.clone();
            }
        }
        card
    }
}

impl Part {
    /// Gives a card what is named besides its texts.
    fn name(self, card: &mut Card) {
        card.kind = self.kind.unwrap_or(card.kind);
        card.level = self.level.unwrap_or(card.level);
        card.weight = self.weight.unwrap_or(card.weight);
        card.follows = self.follows.or(card.follows.take());
        card.correct = self.correct.or(card.correct.take());
        card.tags = self.tags.unwrap_or_else(|| std::mem::take(&mut card.tags));
        for (list, more) in
            [(&mut card.tags, self.more_tags), (&mut card.evidence, self.more_evidence)]
        {
            for one in more {
                if !list.contains(&one) {
                    list.push(one);
                }
            }
        }
    }
}

/// What becomes of the wording of a known card when the built-in decks bring it anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refreshed {
    /// It is this already.
    Same,
    /// It becomes ours.
    Updated,
    /// It stays the user's, who made or edited it.
    Kept,
}

/// Who wins when the built-in decks bring a known card: the user.
pub fn refresh(known: &StoredCard, ours: &Card) -> Refreshed {
    match known.origin == Origin::User || known.edited {
        _ if known.card == *ours => Refreshed::Same,
        true => Refreshed::Kept,
        false => Refreshed::Updated,
    }
}

/// The changes that bring a card in, what it turned out to be, and how many reviews are new. `known`
/// is the card of that id, if there is one; `seq` the place of a new one.
pub fn merge(
    incoming: Incoming,
    known: Option<&Known>,
    seq: u32,
    scheduler: &Scheduler,
    on_top: &OnTop<'_>,
) -> (Vec<Change>, Outcome, usize) {
    match known {
        None => add(incoming, seq, scheduler),
        Some(known) => update(incoming, known, scheduler, on_top),
    }
}

fn add(incoming: Incoming, seq: u32, scheduler: &Scheduler) -> (Vec<Change>, Outcome, usize) {
    let id = incoming.id().to_owned();
    let seen = incoming.seen.filter(|now| is_news(None, *now));
    let is_suspended = incoming.is_suspended();
    let reviews = incoming.reviews;
    let card = incoming.says.alone();
    let card = StoredCard {
        edited: incoming.edited && incoming.origin == Origin::Builtin,
        // A draft is never asked.
        suspended: is_suspended || card.is_draft(),
        buried_until: incoming.buried_until,
        note: incoming.note,
        flagged: incoming.flagged,
        schedule: scheduler.replay(&id, &reviews),
        ..StoredCard::new(card, incoming.origin, seq)
    };
    let count = reviews.len();
    let mut changes = vec![Change::Add { card: Box::new(card), reviews }];
    changes.extend(seen.map(|to| Change::Seen { id, from: None, to: Some(to) }));
    (changes, Outcome::Added, count)
}

fn update(
    mut incoming: Incoming,
    known: &Known,
    scheduler: &Scheduler,
    on_top: &OnTop<'_>,
) -> (Vec<Change>, Outcome, usize) {
    let here = &known.card;
    let id = here.card.id.clone();
    if let Says::Copy { .. } = incoming.says {
        let is_word = |now: &Seen| {
            known.seen.is_some() || !copy::is_as_given(*now, known.stamps, &known.reviews)
        };
        incoming.seen = incoming.seen.filter(is_word);
        copy::snap(&mut incoming.reviews, &known.reviews);
    }
    if incoming.is_guess && !known.reviews.is_empty() {
        incoming.reviews.clear();
    }
    let (seen, is_suspended) = (incoming.seen, incoming.is_suspended());
    let news = seen.filter(|now| is_news(known.seen, *now));

    let mut changes = Vec::new();
    let card = incoming.says.over(known, on_top);
    let is_draft = card.is_draft();
    let completed = here.card.is_draft() && !is_draft;
    // A built-in card that nobody reworded only has the text of another version of the program.
    let is_wording = here.origin == Origin::User || incoming.edited;
    if is_wording && card != here.card {
        let edited = here.origin == Origin::Builtin;
        changes.push(Change::Edit {
            from: Box::new(Wording { card: here.card.clone(), edited: here.edited }),
            to: Box::new(Wording { card, edited }),
        });
    }
    let log = &known.reviews;
    let merged = merge_logs(log, &incoming.reviews);
    let new = merged.len() - log.len();
    if new > 0 {
        let after = scheduler.replay(&id, &merged);
        changes.push(Change::Rewrite {
            id: id.clone(),
            from: log.clone(),
            to: merged,
            before: here.schedule,
            after,
        });
    }
    // Of what Anki says only the news counts, so that what was decided here since is kept.
    let wanted = match seen {
        Some(_) => news.map(|now| now.suspended),
        None => is_suspended.then_some(true),
    };
    if let Some(to) = wanted.filter(|to| *to != here.suspended && (*to || !is_draft)) {
        changes.push(Change::Suspend { id: id.clone(), from: !to, to });
    } else if completed && here.suspended && !is_suspended {
        changes.push(Change::Suspend { id: id.clone(), from: true, to: false });
    }
    if incoming.buried_until > here.buried_until {
        let (from, to) = (here.buried_until, incoming.buried_until);
        changes.push(Change::Bury { id: id.clone(), from, to });
    }
    let note = both_notes(here.note.as_deref(), incoming.note.as_deref());
    if note != here.note {
        changes.push(Change::Note { id: id.clone(), from: here.note.clone(), to: note });
    }
    if incoming.flagged && !here.flagged {
        changes.push(Change::Flag { id: id.clone(), from: false, to: true });
    }
    let outcome = if changes.is_empty() { Outcome::Unchanged } else { Outcome::Updated };
    changes.extend(news.map(|to| Change::Seen { id, from: known.seen, to: Some(to) }));
    (changes, outcome, new)
}

/// The notes of two places as one: nothing that a user noted is lost or repeated. What no longer
/// fits is left out.
pub fn both_notes(here: Option<&str>, there: Option<&str>) -> Option<String> {
    match (here, there) {
        (Some(here), Some(there)) if here.contains(there) => Some(here.to_owned()),
        (Some(here), Some(there)) if there.contains(here) => Some(there.to_owned()),
        (Some(here), Some(there)) => {
            let both = format!("{here}\n\n{there}");
            Some(if both.len() > LONGEST_NOTE { here.to_owned() } else { both })
        }
        (here, there) => here.or(there).map(str::to_owned),
    }
}

impl Known {
    /// What becomes of a card by its own changes; `None` if it is not there afterwards.
    pub fn after(known: Option<Known>, changes: &[Change]) -> Option<Known> {
        let (stamps, seen) = known.as_ref().map_or_else(Default::default, |k| (k.stamps, k.seen));
        let seen = changes.iter().fold(seen, |seen, change| match change {
            Change::Seen { to, .. } => *to,
            _ => seen,
        });
        let known = known.map(|k| (k.card, k.reviews));
        let known = changes.iter().cloned().fold(known, |known, change| change.applied(known));
        known.map(|(card, reviews)| Known { card, reviews, stamps, seen })
    }
}

/// Whether Anki says something else about a suspension than when the card last came in. For a card
/// that was never suspended there, "not suspended" is no news.
fn is_news(before: Option<Seen>, now: Seen) -> bool {
    let is_later = before.is_none_or(|before| now.changed > before.changed);
    is_later && before.is_some_and(|before| before.suspended) != now.suspended
}

/// Two histories of one card as one: each keeps its own order, a review in both (the same instant
/// and rating) counts once.
fn merge_logs(log: &[Review], incoming: &[Review]) -> Vec<Review> {
    let known: HashSet<_> = log.iter().map(|r| (r.at, r.rating)).collect();
    let is_new = |r: &&Review| !known.contains(&(r.at, r.rating));
    let mut extra = incoming.iter().filter(is_new).peekable();
    let mut merged = Vec::with_capacity(log.len());
    for review in log {
        while let Some(earlier) = extra.next_if(|e| e.at < review.at) {
            merged.push(*earlier);
        }
        merged.push(*review);
    }
    merged.extend(extra);
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::review::{Rating, ReviewKind, ReviewOrigin};
    use crate::model::settings::Settings;

    fn review(at: i64) -> Review {
        Review {
            at,
            day: Day(1),
            rating: Rating::Good,
            ms: 0,
            kind: ReviewKind::Review,
            origin: ReviewOrigin::Import,
        }
    }

    fn card(lang: Lang, answer: &str) -> Card {
        let text = Text { question: "Q?".into(), answer: answer.into(), ..Text::default() };
        Card { text: BTreeMap::from([(lang, text)]), ..Card::new("a", "t") }
    }

    fn incoming(origin: Origin, edited: bool, lang: Lang, answer: &str) -> Incoming {
        Incoming {
            origin,
            edited,
            reviews: vec![review(5), review(9)],
            ..Incoming::of_user(Says::All(card(lang, answer)))
        }
    }

    fn part(lang: Lang, answer: &str) -> Part {
        let Card { id, topic, text, .. } = card(lang, answer);
        Part { id, topic, text, ..Part::default() }
    }

    fn known(origin: Origin) -> Known {
        Known {
            card: StoredCard::new(card(Lang::En, "old"), origin, 1),
            reviews: vec![review(5), review(9)],
            stamps: Stamps { added: 1, changed: 5_000 },
            seen: None,
        }
    }

    fn merge(incoming: Incoming, known: Option<Known>) -> (Vec<Change>, Outcome, usize) {
        let scheduler = Scheduler::new(&Settings::default());
        super::merge(incoming, known.as_ref(), 1, &scheduler, &|_, texts| texts)
    }

    /// The card after something came in.
    fn after(says: Says, known: Known) -> Card {
        let (changes, ..) = merge(Incoming::of_user(says), Some(known.clone()));
        Known::after(Some(known), &changes).unwrap().card.card
    }

    #[test]
    fn what_is_known_changes_nothing() {
        let (changes, outcome, new) =
            merge(incoming(Origin::User, false, Lang::En, "old"), Some(known(Origin::User)));
        assert_eq!((changes, outcome, new), (vec![], Outcome::Unchanged, 0));
    }

    #[test]
    fn another_language_joins_the_card() {
        let (changes, outcome, _) =
            merge(incoming(Origin::User, false, Lang::Zh, "新"), Some(known(Origin::User)));
        assert_eq!(outcome, Outcome::Updated);
        let [Change::Edit { to, .. }] = changes.as_slice() else { panic!("{changes:?}") };
        assert_eq!(to.card.text[&Lang::En].answer, "old");
        assert_eq!(to.card.text[&Lang::Zh].answer, "新");
    }

    #[test]
    fn a_built_in_text_changes_only_by_the_users_wording() {
        let (changes, ..) =
            merge(incoming(Origin::Builtin, false, Lang::En, "new"), Some(known(Origin::Builtin)));
        assert_eq!(changes, []);
        let (changes, ..) =
            merge(incoming(Origin::Builtin, true, Lang::En, "mine"), Some(known(Origin::Builtin)));
        assert!(matches!(&changes[..], [Change::Edit { to, .. }] if to.edited));
    }

    #[test]
    fn no_note_is_lost_and_none_said_twice() {
        let long = "x".repeat(LONGEST_NOTE);
        for (here, there, both) in [
            ("", "", ""),
            ("", "a", "a"),
            ("a", "", "a"),
            ("a b", "b", "a b"),
            ("b", "a b", "a b"),
            ("a", "b", "a\n\nb"),
            (&long, "b", &long),
        ] {
            let note = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let mut known = known(Origin::User);
            known.card.note = note(here);
            known.card.flagged = here == "a";
            let incoming = Incoming {
                note: note(there),
                flagged: there == "b",
                ..incoming(Origin::User, true, Lang::En, "old")
            };
            let (changes, ..) = merge(incoming, Some(known.clone()));
            let after = Known::after(Some(known), &changes).unwrap().card;
            assert_eq!(after.note, note(both), "{here} {there}");
            assert_eq!(after.flagged, here == "a" || there == "b");
        }
    }

    #[test]
    fn a_draft_waits_suspended_until_its_answer_comes() {
        let (changes, ..) = merge(incoming(Origin::User, false, Lang::En, " "), None);
        let [Change::Add { card, .. }] = changes.as_slice() else { panic!("{changes:?}") };
        assert!(card.suspended);
        let draft = Known { card: (**card).clone(), ..known(Origin::User) };
        let (changes, outcome, _) =
            merge(incoming(Origin::User, false, Lang::En, "new"), Some(draft));
        assert_eq!(outcome, Outcome::Updated);
        assert!(matches!(
            &changes[..],
            [Change::Edit { .. }, Change::Suspend { from: true, to: false, .. }]
        ));
        // And a draft that comes again takes no answer away.
        let (changes, ..) =
            merge(incoming(Origin::User, false, Lang::En, ""), Some(known(Origin::User)));
        assert_eq!(changes, []);
    }

    #[test]
    fn only_what_changed_in_anki_moves_a_suspension() {
        let seen = |changed, suspended| Some(Seen { changed, suspended });
        for (before, now, here, expected) in [
            (None, seen(10, false), false, false),
            (None, seen(10, true), false, true),
            (None, seen(10, false), true, true),
            // The same file again, an older one, and a card that was only answered.
            (seen(10, true), seen(10, true), false, false),
            (seen(10, true), seen(5, false), true, true),
            (seen(10, true), seen(20, true), false, false),
            (seen(10, false), seen(20, false), true, true),
            // Decided again there.
            (seen(10, false), seen(20, true), false, true),
            (seen(10, true), seen(20, false), true, false),
        ] {
            let incoming = Incoming { seen: now, ..incoming(Origin::User, false, Lang::En, "old") };
            let mut known = Known { seen: before, ..known(Origin::User) };
            known.card.suspended = here;
            let (changes, outcome, _) = merge(incoming, Some(known.clone()));
            let after = Known::after(Some(known), &changes).unwrap();
            let case = format!("{before:?} {now:?}");
            assert_eq!(after.card.suspended, expected, "{case}");
            assert_eq!(outcome == Outcome::Updated, here != expected, "{case}");
        }
    }

    #[test]
    fn histories_are_merged_by_time_and_counted_once() {
        let at = |log: &[Review]| log.iter().map(|r| r.at).collect::<Vec<_>>();
        let logs = |a: &[i64], b: &[i64]| {
            let reviews = |times: &[i64]| times.iter().map(|t| review(*t)).collect::<Vec<_>>();
            at(&merge_logs(&reviews(a), &reviews(b)))
        };
        assert_eq!(logs(&[5, 9], &[1, 5, 7, 12]), [1, 5, 7, 9, 12]);
        assert_eq!(logs(&[], &[3, 1]), [3, 1]);
        // A clock that was set back keeps its order.
        assert_eq!(logs(&[9, 5], &[9, 5]), [9, 5]);
    }

    #[test]
    fn what_a_file_does_not_say_stays() {
        let mut here = known(Origin::User);
        here.card.card.level = 3;
        here.card.card.topic = "moved".into();
        here.card.card.tags = vec!["x".into()];
        let said = Part {
            weight: Some(5),
            more_tags: vec!["y".into(), "x".into()],
            ..part(Lang::En, "new")
        };
        let card = after(Says::Part(said.clone()), here.clone());
        assert_eq!((card.level, card.weight, card.topic.as_str()), (3, 5, "moved"));
        assert_eq!(card.tags, ["x", "y"]);
        assert_eq!(card.text[&Lang::En].answer, "new");
        let replaced = Part { tags: Some(vec![]), ..part(Lang::En, "new") };
        assert!(after(Says::Part(replaced), here.clone()).tags.is_empty());
        // A file that says everything about a card also says what it lacks.
        let whole = after(Says::All(self::card(Lang::En, "new")), here);
        assert_eq!((whole.level, whole.topic.as_str(), whole.tags.len()), (2, "t", 0));
        // A new card has defaults where its author said nothing.
        let (changes, ..) = merge(Incoming::of_user(Says::Part(said)), None);
        let [Change::Add { card, .. }] = changes.as_slice() else { panic!("{changes:?}") };
        assert_eq!((card.card.level, card.card.weight, card.card.kind), (2, 5, Kind::Basic));
    }

    #[test]
    fn a_known_question_tells_its_language() {
        let card = after(Says::Part(part(Lang::Zh, "new")), known(Origin::User));
        assert_eq!(card.text.keys().collect::<Vec<_>>(), [&Lang::En]);
        assert_eq!(card.text[&Lang::En].answer, "new");
    }

    #[test]
    fn of_two_wordings_the_later_wins() {
        // Anki tells versions of what we gave it apart by the second.
        let copy = |changed| Says::Copy { card: card(Lang::En, "new"), changed };
        let part = |changed| Says::Part(Part { changed, ..part(Lang::En, "new") });
        for (says, wins) in [
            (part(None), true),
            (part(Some(5_000)), false),
            (part(Some(5_001)), true),
            (copy(7_999), false),
            (copy(8_000), true),
        ] {
            let card = after(says.clone(), known(Origin::User));
            assert_eq!(card.text[&Lang::En].answer == "new", wins, "{says:?}");
        }
    }

    #[test]
    fn a_guessed_history_helps_only_a_card_without_one() {
        let guess = |known: Known| {
            let says = Says::Part(part(Lang::En, "old"));
            let reviews = vec![review(7)];
            merge(Incoming { reviews, is_guess: true, ..Incoming::of_user(says) }, Some(known)).2
        };
        assert_eq!(guess(known(Origin::User)), 0);
        assert_eq!(guess(Known { reviews: vec![], ..known(Origin::User) }), 1);
    }
}
