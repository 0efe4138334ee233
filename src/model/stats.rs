//! Statistics: what the answers of a log and the counts of cards add up to.

use super::day::Day;

/// How much was remembered of the cards asked after an interval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetentionRow {
    /// Shortest interval in days of this row.
    pub from: u32,
    /// Longest interval in days of this row; `None` for no end.
    pub to: Option<u32>,
    /// Answers that were not Again.
    pub passed: u32,
    /// Answers.
    pub all: u32,
}

/// What was done on one day, or is due on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayCount {
    /// The study day.
    pub day: Day,
    /// Answers given, or cards due.
    pub count: u32,
    /// Time spent, in milliseconds; 0 for days to come.
    pub ms: i64,
}

/// The cards of one topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicCount {
    /// The name of the topic.
    pub topic: String,
    /// Cards in all, without retired ones.
    pub cards: u32,
    /// Never answered, not suspended.
    pub new: u32,
    /// In learning or relearning steps, not suspended.
    pub learning: u32,
    /// With an interval of days, not suspended.
    pub review: u32,
    /// Due on the day of the statistics.
    pub due: u32,
    /// Suspended.
    pub suspended: u32,
    /// Leeches.
    pub leech: u32,
    /// Answers given.
    pub reviews: u32,
}

/// How much was remembered of the cards of one topic.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Recall {
    /// Answers to due cards that were not Again.
    pub passed: u32,
    /// Answers to due cards.
    pub asked: u32,
}

/// All statistics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistics {
    /// Answers given.
    pub reviews: u32,
    /// Time spent, in milliseconds.
    pub ms: i64,
    /// Days on which something was answered.
    pub days: u32,
    /// Retention by age of the card.
    pub retention: Vec<RetentionRow>,
    /// The last 30 days, oldest first, days without answers included.
    pub past: Vec<DayCount>,
    /// The next 30 days from today, which holds all that is overdue.
    pub forecast: Vec<DayCount>,
    /// By topic, in the order of display.
    pub topics: Vec<(TopicCount, Recall)>,
}

/// The ages by which retention is shown: up to a week, three weeks (Anki's "mature"), a quarter
/// of a year, and beyond.
const AGES: [(u32, Option<u32>); 4] = [(1, Some(6)), (7, Some(20)), (21, Some(89)), (90, None)];

/// Days shown in the past and the forecast.
pub const WINDOW: i32 = 30;

/// One answer of the log.
#[derive(Debug, Clone, Copy)]
pub struct Answer {
    /// The card, by a number of its own.
    pub card: i64,
    /// Its number among the answers to the card, without gaps.
    pub seq: i64,
    /// The place of the card's topic; `None` for a card that counts for no topic.
    pub topic: Option<usize>,
    /// The study day.
    pub day: Day,
    /// Not Again.
    pub passed: bool,
    /// Time spent, in milliseconds.
    pub ms: i64,
    /// Whether the card was due.
    pub was_due: bool,
}

/// What one pass over the log adds up to.
#[derive(Debug)]
pub struct Tally {
    reviews: u32,
    ms: i64,
    retention: Vec<RetentionRow>,
    past: Vec<DayCount>,
    recall: Vec<Recall>,
    before: Option<Answer>,
}

impl Tally {
    /// Nothing yet, on a study day, for this many topics.
    pub fn new(today: Day, topics: usize) -> Tally {
        let day = |offset| DayCount { day: today.plus(offset), count: 0, ms: 0 };
        Tally {
            reviews: 0,
            ms: 0,
            retention: AGES
                .iter()
                .map(|&(from, to)| RetentionRow { from, to, passed: 0, all: 0 })
                .collect(),
            past: (1 - WINDOW..=0).map(day).collect(),
            recall: vec![Recall::default(); topics],
            before: None,
        }
    }

    /// Adds an answer; those of a card come one after the other, in the order in which they were
    /// given.
    pub fn add(&mut self, answer: Answer) {
        self.reviews += 1;
        self.ms = self.ms.saturating_add(answer.ms);
        let back = self.past.last().map_or(0, |today| today.day.0.saturating_sub(answer.day.0));
        let nth = usize::try_from(back).ok().and_then(|back| self.past.len().checked_sub(back + 1));
        if let Some(day) = nth.and_then(|nth| self.past.get_mut(nth)) {
            day.count += 1;
            day.ms = day.ms.saturating_add(answer.ms);
        }
        let before = self.before.replace(answer);
        if !answer.was_due {
            return;
        }
        // A review before the interval was over, or after a clock went back, has age 0.
        let age = before
            .filter(|before| (before.card, before.seq + 1) == (answer.card, answer.seq))
            .map_or(0, |before| answer.day.since(before.day))
            .max(1);
        let fits = |r: &&mut RetentionRow| age >= r.from && r.to.is_none_or(|to| age <= to);
        if let Some(row) = self.retention.iter_mut().find(fits) {
            row.all += 1;
            row.passed += u32::from(answer.passed);
        }
        if let Some(recall) = answer.topic.and_then(|topic| self.recall.get_mut(topic)) {
            recall.asked += 1;
            recall.passed += u32::from(answer.passed);
        }
    }

    /// The statistics, with what the cards add: `days` with an answer, the cards due on each day
    /// from today, and the counts of the topics in their order.
    pub fn finish(self, days: u32, forecast: Vec<DayCount>, topics: Vec<TopicCount>) -> Statistics {
        let Tally { reviews, ms, retention, past, recall, .. } = self;
        let topics = topics.into_iter().zip(recall).collect();
        Statistics { reviews, ms, days, retention, past, forecast, topics }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Adds the answers (card, seq, day, passed, due) of one topic to a tally of day 100.
    fn tally(answers: &[(i64, i64, i32, bool, bool)]) -> Statistics {
        let mut tally = Tally::new(Day(100), 1);
        for &(card, seq, day, passed, was_due) in answers {
            let day = Day(day);
            tally.add(Answer { card, seq, topic: Some(0), day, passed, ms: 10, was_due });
        }
        let topic = TopicCount {
            topic: "t".into(),
            cards: 0,
            new: 0,
            learning: 0,
            review: 0,
            due: 0,
            suspended: 0,
            leech: 0,
            reviews: 0,
        };
        tally.finish(1, Vec::new(), vec![topic])
    }

    #[test]
    fn the_age_of_a_card_is_counted_from_the_answer_before() {
        let ages = |answers: &[_]| -> Vec<(u32, u32)> {
            tally(answers).retention.iter().map(|row| (row.passed, row.all)).collect()
        };
        let first = (1, 1, 50, true, false);
        assert_eq!(ages(&[first]), [(0, 0); 4], "it was not due");
        assert_eq!(ages(&[first, (1, 2, 56, true, true)]), [(1, 1), (0, 0), (0, 0), (0, 0)]);
        assert_eq!(ages(&[first, (1, 2, 57, false, true)]), [(0, 0), (0, 1), (0, 0), (0, 0)]);
        assert_eq!(ages(&[first, (1, 2, 71, true, true)]), [(0, 0), (0, 0), (1, 1), (0, 0)]);
        assert_eq!(ages(&[first, (1, 2, 140, true, true)]), [(0, 0), (0, 0), (0, 0), (1, 1)]);
        // Neither an answer to another card, nor one before a gap, nor one of a later day counts.
        assert_eq!(ages(&[first, (2, 2, 90, true, true)]), [(1, 1), (0, 0), (0, 0), (0, 0)]);
        assert_eq!(ages(&[first, (1, 3, 90, true, true)]), [(1, 1), (0, 0), (0, 0), (0, 0)]);
        assert_eq!(ages(&[first, (1, 2, 40, true, true)]), [(1, 1), (0, 0), (0, 0), (0, 0)]);
    }

    #[test]
    fn the_last_days_hold_what_was_done_on_them() {
        let stats = tally(&[
            (1, 1, 100, true, false),
            (1, 2, 100, true, true),
            (2, 1, 71, false, false),
            (3, 1, 70, true, false),
            (4, 1, 101, true, false),
        ]);
        assert_eq!((stats.reviews, stats.ms, stats.past.len()), (5, 50, 30));
        let counted = |day| stats.past.iter().find(|d| d.day == Day(day)).map(|d| (d.count, d.ms));
        assert_eq!(counted(100), Some((2, 20)));
        assert_eq!(counted(71), Some((1, 10)), "29 days ago");
        assert_eq!(counted(70), None);
        assert_eq!(stats.past.iter().map(|d| d.count).sum::<u32>(), 3, "no day to come");
        assert_eq!(stats.topics[0].1, Recall { passed: 1, asked: 1 });
    }
}
