//! The check values of the interview bench: its learners and policies are what they claim to be.

#[path = "../bench/interview/bound.rs"]
mod bound;
#[path = "../bench/interview/course.rs"]
mod course;
#[path = "../bench/interview/learner.rs"]
mod learner;
#[path = "../bench/interview/luck.rs"]
mod luck;
#[path = "../bench/interview/ours.rs"]
mod ours;
#[path = "../bench/interview/peers.rs"]
mod peers;
#[path = "../bench/interview/policies.rs"]
mod policies;
#[path = "../bench/interview/scenarios.rs"]
mod scenarios;

use godrill::inside::model::plan::LastDay;

use bound::Problem;
use course::{Cell, Policy, Seen, study};
use learner::{Learner, Truth};
use ours::Ours;
use peers::{Cram, First, Fixed, Limit};
use policies::{Family, policies};
use scenarios::{MEDIUM, SCENARIOS};

const SEED: u64 = 20_260_923;

fn near(value: f64, expected: f64, tolerance: f64) {
    assert!((value - expected).abs() <= tolerance, "{value} is not {expected}");
}

#[test]
fn luck_is_counted() {
    near(luck::unif(1, [2, 3, 4, 5]), 0.739_178_611_589, 1e-12);
    near(luck::norm(1, [2, 3, 4, 5]), 0.640_815_169, 1e-9);
}

#[test]
fn a_learner_of_truth_a_has_the_known_parameters() {
    let learner = Learner::new(SEED, 0, Truth::A, MEDIUM, 1);
    let expected = [
        0.2742, 1.3671, 2.8133, 5.5186, 6.6591, 0.8334, 2.5607, 0.001, 2.0256, 0.1547, 0.8323,
        1.981, 0.0614, 0.2611, 1.6985, 0.6097, 1.7401, 0.5425, 0.0912, 0.0658, 0.1823,
    ];
    for (is, should) in learner.fsrs().w.iter().zip(expected) {
        near(*is, should, 6e-5);
    }
}

#[test]
fn the_first_card_of_each_truth_is_known() {
    for (truth, one, seven, second, ten) in [
        (Truth::A, 0.947_429, 0.799_462, 2, 0.934_183),
        (Truth::B, 0.965_695, 0.921_976, 3, 0.940_087),
        (Truth::C, 0.98, 0.98, 3, 0.98),
    ] {
        let mut learner = Learner::new(SEED, 0, truth, MEDIUM, 1);
        assert_eq!(learner.introduce(0, 0.0), 3, "{truth:?}");
        near(learner.recall(0, 1.0), one, 1e-6);
        near(learner.recall(0, 7.0), seven, 1e-6);
        assert_eq!(learner.review(0, 3.0), second, "{truth:?}");
        near(learner.recall(0, 10.0), ten, 1e-6);
    }
}

/// Known cards, seconds and reviews of the courses of three learners, 14 days of 40 minutes: the
/// usual Anki, cram, ours without probes.
type Courses = [[(f64, f64, usize); 3]; 3];

#[test]
fn courses_end_as_the_prototype_says() {
    let expected: [(Truth, Courses); 3] = [
        (
            Truth::A,
            [
                [(284.795, 31290.0, 572), (292.972, 33665.0, 632), (293.850, 33940.0, 672)],
                [(284.004, 29475.0, 495), (293.294, 33660.0, 668), (293.541, 33840.0, 677)],
                [(266.102, 32515.0, 572), (268.692, 33660.0, 513), (276.588, 33885.0, 553)],
            ],
        ),
        (
            Truth::B,
            [
                [(281.275, 28780.0, 494), (286.980, 33645.0, 691), (286.957, 33855.0, 709)],
                [(282.984, 27655.0, 449), (288.647, 33670.0, 711), (288.462, 33760.0, 723)],
                [(282.014, 27530.0, 444), (288.249, 33695.0, 716), (287.989, 33750.0, 725)],
            ],
        ),
        (
            Truth::C,
            [
                [(284.872, 31885.0, 568), (290.797, 33650.0, 595), (290.626, 33905.0, 629)],
                [(287.398, 30285.0, 513), (291.885, 33660.0, 628), (293.030, 33895.0, 651)],
                [(287.283, 29675.0, 505), (292.826, 33660.0, 633), (293.131, 33910.0, 673)],
            ],
        ),
    ];
    let cell = SCENARIOS[0].cell(14, 40.0);
    for (truth, courses) in expected {
        for (user, course) in (0..).zip(courses) {
            let usual =
                Fixed { retention: 0.9, limit: Limit::Paced, first: First::Reviews, blind: false };
            let policies: [Box<dyn Policy>; 3] = [
                Box::new(usual),
                Box::new(Cram),
                Box::new(Ours::new(false, false, LastDay::Gain, 300)),
            ];
            for (mut policy, (known, seconds, reviews)) in policies.into_iter().zip(course) {
                let learner = Learner::new(SEED, user, truth, MEDIUM, 300);
                let result = study(learner, 300, &cell, &mut *policy);
                near(result.known, known, 6e-4);
                assert_eq!((result.seconds, result.reviews), (seconds, reviews));
            }
        }
    }
}

/// Watches over the rules of the course while a policy plays.
struct Watched {
    policy: Box<dyn Policy>,
    /// Day of the last answer of each card.
    last: Vec<Option<usize>>,
    twice: usize,
}

impl Policy for Watched {
    fn queue(&mut self, day: usize, cell: &Cell, cards: &[Seen]) -> Vec<usize> {
        self.policy.queue(day, cell, cards)
    }

    fn answered(&mut self, card: usize, day: usize, grade: usize) {
        self.twice += usize::from(self.last[card] == Some(day));
        self.last[card] = Some(day);
        self.policy.answered(card, day, grade);
    }

    fn promise(&self, day: usize, cell: &Cell) -> Option<Vec<f64>> {
        self.policy.promise(day, cell)
    }
}

#[test]
fn every_policy_keeps_the_rules_of_every_scenario() {
    const CARDS: usize = 40;
    for scenario in SCENARIOS {
        let cell = scenario.cell(9, 5.0);
        for truth in [Truth::A, Truth::B, Truth::C] {
            let learner = Learner::new(SEED, 0, truth, scenario.material, CARDS);
            for entry in policies(CARDS, scenario.weighted) {
                let (name, about) = (scenario.name, scenario.about);
                let told = format!("{name} ({about}), {truth:?}: {}", entry.name);
                let mut policy =
                    Watched { policy: (entry.make)(), last: vec![None; CARDS], twice: 0 };
                let outcome = study(learner.clone(), CARDS, &cell, &mut policy);
                assert_eq!(policy.twice, 0, "{told}: a card twice a day");
                assert!(outcome.seconds <= 9.0 * (300.0 + 120.0), "{told}: {outcome:?}");
                assert!(outcome.over < 120.0, "{told}: {outcome:?}");
                let known = 0.0..=CARDS as f64;
                assert!(known.contains(&outcome.known), "{told}: {outcome:?}");
                assert!(outcome.stopped[3] == outcome.known, "{told}: {outcome:?}");
                let ours = [Family::Bare, Family::Probing, Family::ByGain, Family::Ours];
                assert_eq!(outcome.promised.is_some(), ours.contains(&entry.family), "{told}");
                let seen = policy.last.iter().flatten().count() as f64;
                assert_eq!(outcome.reliability.map_or(seen, |r| r.cards()), seen, "{told}");
            }
        }
    }
}

#[test]
fn no_policy_is_above_the_bound() {
    const CARDS: usize = 60;
    let cell = SCENARIOS[0].cell(8, 10.0);
    // The bound is for the mean over luck, so there are enough learners for luck to even out.
    let (mut bound, mut best) = (0.0, vec![0.0; policies(CARDS, false).len()]);
    for user in 0..6 {
        let learner = Learner::new(SEED, user, Truth::A, MEDIUM, CARDS);
        let problem = Problem::new(learner.fsrs(), &cell, CARDS);
        let more = problem.bound(60.0 * cell.minutes + 55.0);
        assert!(more <= CARDS as f64, "with no price at all every card can be known");
        assert!(problem.bound(60.0) < more, "fewer seconds, fewer cards");
        bound += more;
        for (sum, entry) in best.iter_mut().zip(policies(CARDS, false)) {
            *sum += study(learner.clone(), CARDS, &cell, &mut *(entry.make)()).known;
        }
    }
    let most = best.into_iter().fold(0.0, f64::max);
    assert!(most <= 1.01 * bound, "{most} cards, the bound is {bound}");
    assert!(bound < 1.1 * most, "{most} cards, a bound of {bound} tells nothing");
}

/// The last pass trades new cards for certainty about those seen: that costs where time is far too
/// short for the deck, and nothing where there is enough.
#[test]
fn the_last_pass_costs_only_where_time_is_short() {
    for (days, minutes, most) in
        [(7, 20.0, 12.0), (14, 10.0, 6.0), (14, 40.0, 0.3), (30, 20.0, 0.3)]
    {
        let cell = SCENARIOS[0].cell(days, minutes);
        let (mut by_gain, mut by_pass) = (0.0, 0.0);
        for truth in [Truth::A, Truth::B, Truth::C] {
            for user in 0..4 {
                let learner = Learner::new(SEED, user, truth, MEDIUM, 300);
                let known = |last: LastDay| {
                    let mut ours = Ours::new(true, true, last, 300);
                    study(learner.clone(), 300, &cell, &mut ours).known
                };
                by_gain += known(LastDay::Gain);
                by_pass += known(LastDay::Review);
            }
        }
        let lost = 100.0 * (1.0 - by_pass / by_gain);
        assert!(lost < most, "{days} days of {minutes} minutes: {lost:.1} % fewer");
    }
}
