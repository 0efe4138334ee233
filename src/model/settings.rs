//! Settings: what the learner can choose, with names, limits and defaults in one table.

mod value;

use super::card::{Lang, is_kebab};
use super::day::DEFAULT_ROLLOVER_HOUR;
use super::memory::{self, DEFAULT_PARAMETERS, Parameters};

pub use value::{ALL, Value};

/// In which language(s) cards are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// One language; the other only where a card lacks this one.
    One(Lang),
    /// English, then Chinese below.
    Both,
    /// Chinese, then English below.
    ChineseFirst,
}

impl Show {
    /// The languages to show, first one first.
    pub fn langs(self) -> &'static [Lang] {
        match self {
            Show::One(Lang::En) => &[Lang::En],
            Show::One(Lang::Zh) => &[Lang::Zh],
            Show::Both => &Lang::ALL,
            Show::ChineseFirst => &[Lang::Zh, Lang::En],
        }
    }

    /// The next choice when the learner switches on the spot: en, zh, both, en …
    pub fn next(self) -> Show {
        match self {
            Show::One(Lang::En) => Show::One(Lang::Zh),
            Show::One(Lang::Zh) => Show::Both,
            Show::Both | Show::ChineseFirst => Show::One(Lang::En),
        }
    }

    /// The same, with the learner's language first where both are shown.
    pub fn led_by(self, lang: Lang) -> Show {
        match (self, lang) {
            (Show::Both | Show::ChineseFirst, Lang::En) => Show::Both,
            (Show::Both | Show::ChineseFirst, Lang::Zh) => Show::ChineseFirst,
            (one, _) => one,
        }
    }

    /// `en`, `zh` or `both`.
    pub fn name(self) -> &'static str {
        match self {
            Show::One(lang) => lang.code(),
            Show::Both | Show::ChineseFirst => "both",
        }
    }
}

impl std::str::FromStr for Show {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        match s {
            "both" => Ok(Show::Both),
            other => other
                .parse()
                .map(Show::One)
                .map_err(|_| format!("`{s}` is not a language: use en, zh or both")),
        }
    }
}

/// In which colours the program draws on a terminal that has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Those for the background that the terminal reports.
    Auto,
    /// Those for a dark background.
    Dark,
    /// Those for a light background.
    Light,
    /// None.
    Mono,
}

impl Look {
    const ALL: [Look; 4] = [Look::Auto, Look::Dark, Look::Light, Look::Mono];

    fn name(self) -> &'static str {
        match self {
            Look::Auto => "auto",
            Look::Dark => "dark",
            Look::Light => "light",
            Look::Mono => "mono",
        }
    }
}

/// Everything `godrill config` can change.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The retrievability at which a card becomes due, 0.70 to 0.97.
    pub desired_retention: f32,
    /// The parameters of FSRS.
    pub parameters: Parameters,
    /// New cards introduced on a day.
    pub new_per_day: u32,
    /// Due cards asked on a day.
    pub reviews_per_day: u32,
    /// Local hour at which the study day changes, 0 to 23.
    pub rollover_hour: u8,
    /// Minutes between the first answers of a new card.
    pub learning_steps: Vec<u32>,
    /// Minutes between the answers after a lapse.
    pub relearning_steps: Vec<u32>,
    /// Longest interval in days.
    pub maximum_interval: u32,
    /// Whether intervals are spread a little, so that cards learned together part.
    pub interval_fuzz: bool,
    /// Lapses after which a card is a leech, and again after every half as many.
    pub leech_threshold: u32,
    /// Whether a card that becomes a leech is suspended.
    pub leech_suspend: bool,
    /// Seconds after which the clock of an answer stops; three times as many where the answer is
    /// typed or chosen.
    pub longest_answer: u32,
    /// Languages shown; `None` follows the locale.
    pub lang: Option<Show>,
    /// The colours.
    pub theme: Look,
    /// Language of the interface; `None` follows the first language of the cards.
    pub ui_lang: Option<Lang>,
    /// Whether one key reveals the whole answer instead of first the part to say aloud.
    pub reveal_all: bool,
    /// Whether the space bar rates once everything is shown.
    pub space_rates: bool,
    /// Whether a follow-up may be asked right after the card it follows.
    pub chains_together: bool,
    /// Whether the program opens at home instead of at the first question.
    pub starts_home: bool,
    /// The topics that new cards come from; all when empty.
    pub focus: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            desired_retention: 0.9,
            parameters: DEFAULT_PARAMETERS,
            new_per_day: 10,
            reviews_per_day: 200,
            rollover_hour: DEFAULT_ROLLOVER_HOUR,
            learning_steps: vec![1, 10],
            relearning_steps: vec![10],
            maximum_interval: 36_500,
            interval_fuzz: true,
            leech_threshold: 8,
            leech_suspend: false,
            longest_answer: 60,
            lang: None,
            theme: Look::Auto,
            ui_lang: None,
            reveal_all: false,
            space_rates: false,
            chains_together: false,
            starts_home: false,
            focus: Vec::new(),
        }
    }
}

impl Settings {
    /// Whether the memory model or the retention asked for is not the default.
    pub fn has_own_model(&self) -> bool {
        let default = Settings::default();
        self.parameters != default.parameters || self.desired_retention != default.desired_retention
    }

    /// Whether the same reviews give the same schedules under other settings.
    pub fn schedules_like(&self, other: &Settings) -> bool {
        SETTINGS.iter().filter(|s| s.reschedules).all(|s| s.get(self) == s.get(other))
    }
}

/// One line of the table of settings.
pub struct Setting {
    /// The name on the command line and in the database.
    pub name: &'static str,
    /// What it does and which values it takes.
    pub help: &'static str,
    /// Whether it moves due dates, so that every schedule is computed anew when it changes.
    pub reschedules: bool,
    get: fn(&Settings) -> Value,
    set: fn(&mut Settings, &str) -> Result<(), String>,
}

/// The name of the setting that holds FSRS's parameters.
pub const PARAMETERS: &str = "parameters";

/// The name of the setting that holds the topics which new cards come from.
pub const FOCUS: &str = "focus";

/// Every setting, in the order of display.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "desired_retention",
        help: "chance of recall at which a card becomes due, 0.70 to 0.97",
        reschedules: true,
        get: |s| Value::Share(s.desired_retention),
        set: |s, v| number(v, 0.70, 0.97).map(|n| s.desired_retention = n),
    },
    Setting {
        name: PARAMETERS,
        help: "FSRS's 21 numbers, such as `godrill optimize` fits or Anki shows; or `default`",
        reschedules: true,
        get: |s| Value::Parameters(s.parameters),
        set: |s, v| parse_parameters(v).map(|n| s.parameters = n),
    },
    Setting {
        name: "new_per_day",
        help: "new cards introduced on a day, 0 to 9999",
        reschedules: false,
        get: |s| Value::Number(s.new_per_day),
        set: |s, v| number(v, 0, 9999).map(|n| s.new_per_day = n),
    },
    Setting {
        name: "reviews_per_day",
        help: "due cards asked on a day, 0 to 9999",
        reschedules: false,
        get: |s| Value::Number(s.reviews_per_day),
        set: |s, v| number(v, 0, 9999).map(|n| s.reviews_per_day = n),
    },
    Setting {
        name: "rollover_hour",
        help: "local hour at which a new study day begins, 0 to 23",
        reschedules: false,
        get: |s| Value::Number(s.rollover_hour.into()),
        set: |s, v| number(v, 0, 23).map(|n| s.rollover_hour = n),
    },
    Setting {
        name: "learning_steps",
        help: "minutes until a new card comes back, such as `1 10`; `none` for no steps",
        reschedules: true,
        get: |s| Value::Minutes(s.learning_steps.clone()),
        set: |s, v| steps(v).map(|n| s.learning_steps = n),
    },
    Setting {
        name: "relearning_steps",
        help: "minutes until a forgotten card comes back, such as `10`; `none` for no steps",
        reschedules: true,
        get: |s| Value::Minutes(s.relearning_steps.clone()),
        set: |s, v| steps(v).map(|n| s.relearning_steps = n),
    },
    Setting {
        name: "maximum_interval",
        help: "longest interval in days, 1 to 36500",
        reschedules: true,
        get: |s| Value::Number(s.maximum_interval),
        set: |s, v| number(v, 1, 36_500).map(|n| s.maximum_interval = n),
    },
    Setting {
        name: "interval_fuzz",
        help: "spread intervals a little so that cards learned together part: on or off",
        reschedules: true,
        get: |s| Value::Switch(s.interval_fuzz),
        set: |s, v| switch(v).map(|n| s.interval_fuzz = n),
    },
    Setting {
        name: "leech_threshold",
        help: "lapses after which a card is a leech, 2 to 99",
        reschedules: false,
        get: |s| Value::Number(s.leech_threshold),
        set: |s, v| number(v, 2, 99).map(|n| s.leech_threshold = n),
    },
    Setting {
        name: "leech_suspend",
        help: "suspend a card that becomes a leech: on or off",
        reschedules: false,
        get: |s| Value::Switch(s.leech_suspend),
        set: |s, v| switch(v).map(|n| s.leech_suspend = n),
    },
    Setting {
        name: "longest_answer",
        help: "seconds an answer counts at most, 5 to 3600; three times as many where it is typed",
        reschedules: false,
        get: |s| Value::Number(s.longest_answer),
        set: |s, v| number(v, 5, 3600).map(|n| s.longest_answer = n),
    },
    Setting {
        name: "lang",
        help: "language of cards: en, zh, both, or auto for the locale's",
        reschedules: false,
        get: |s| Value::Word(s.lang.map_or("auto", Show::name)),
        set: |s, v| {
            s.lang = match v {
                "auto" => None,
                v => Some(v.parse().map_err(|e| format!("{e}, or auto for the locale's"))?),
            };
            Ok(())
        },
    },
    Setting {
        name: "theme",
        help: "colours: dark, light, mono for none, or auto for the terminal's background",
        reschedules: false,
        get: |s| Value::Word(s.theme.name()),
        set: |s, v| match Look::ALL.into_iter().find(|look| look.name() == v) {
            Some(look) => {
                s.theme = look;
                Ok(())
            }
            None => Err(format!("`{v}` is not a theme: use auto, dark, light or mono")),
        },
    },
    Setting {
        name: "ui_lang",
        help: "language of the screens: en, zh, or auto for the first language of the cards",
        reschedules: false,
        get: |s| Value::Word(s.ui_lang.map_or("auto", Lang::code)),
        set: |s, v| {
            s.ui_lang = match v {
                "auto" => None,
                v => Some(
                    v.parse()
                        .map_err(|_| format!("`{v}` is not a language: use en, zh or auto"))?,
                ),
            };
            Ok(())
        },
    },
    Setting {
        name: "reveal",
        help: "what the first key reveals: short (what to say aloud) or all",
        reschedules: false,
        get: |s| Value::Word(if s.reveal_all { "all" } else { "short" }),
        set: |s, v| choice(v, "all", "short").map(|n| s.reveal_all = n),
    },
    Setting {
        name: "space",
        help: "what space does once all of a card is shown: reveal (it only shows) or good (rate it)",
        reschedules: false,
        get: |s| Value::Word(if s.space_rates { "good" } else { "reveal" }),
        set: |s, v| choice(v, "good", "reveal").map(|n| s.space_rates = n),
    },
    Setting {
        name: "chains",
        help: "ask a follow-up right after the card it follows: together, or spaced",
        reschedules: false,
        get: |s| Value::Word(if s.chains_together { "together" } else { "spaced" }),
        set: |s, v| choice(v, "together", "spaced").map(|n| s.chains_together = n),
    },
    Setting {
        name: "start",
        help: "what `godrill` opens: quiz (the first question) or home (the topics)",
        reschedules: false,
        get: |s| Value::Word(if s.starts_home { "home" } else { "quiz" }),
        set: |s, v| choice(v, "home", "quiz").map(|n| s.starts_home = n),
    },
    Setting {
        name: FOCUS,
        help: "topics that new cards come from, such as `map slice`; or `all`",
        reschedules: false,
        get: |s| Value::Topics(s.focus.clone()),
        set: |s, v| topics(v).map(|n| s.focus = n),
    },
];

impl Setting {
    /// The setting of that name, `None` if there is none.
    pub fn named(name: &str) -> Option<&'static Setting> {
        SETTINGS.iter().find(|s| s.name == name)
    }

    /// The words it takes, as its help names them.
    pub fn words(&self) -> Vec<&'static str> {
        // It takes any name.
        if self.name == FOCUS {
            return vec![ALL];
        }
        let words = self.help.split(|c: char| !c.is_ascii_alphanumeric());
        let is_taken = |word: &&str| {
            let is_word = word.starts_with(|c: char| c.is_ascii_alphabetic());
            is_word && (self.set)(&mut Settings::default(), word).is_ok()
        };
        words.filter(is_taken).collect()
    }

    /// Its value in `settings`, as `set` would take it.
    pub fn get(&self, settings: &Settings) -> String {
        self.value(settings).to_string()
    }

    /// Its value in `settings`.
    pub fn value(&self, settings: &Settings) -> Value {
        (self.get)(settings)
    }

    /// Changes it in `settings`, or says in one sentence what values it takes.
    pub fn set(&self, settings: &mut Settings, value: &str) -> Result<(), String> {
        (self.set)(settings, value.trim()).map_err(|e| format!("{}: {e}", self.name))
    }
}

/// The topics that a value names, each once.
fn topics(text: &str) -> Result<Vec<String>, String> {
    let mut topics: Vec<String> = Vec::new();
    for name in text.split_whitespace().filter(|_| text != ALL) {
        if !is_kebab(name) || name == ALL {
            return Err(format!("`{name}` is not a topic: name topics, or use {ALL}"));
        }
        if topics.iter().all(|topic| topic != name) {
            topics.push(name.to_owned());
        }
    }
    Ok(topics)
}

fn number<T>(text: &str, low: T, high: T) -> Result<T, String>
where
    T: std::str::FromStr + PartialOrd + std::fmt::Display + Copy,
{
    match text.parse::<T>() {
        Ok(n) if n >= low && n <= high => Ok(n),
        _ => Err(format!("`{text}` is not a number from {low} to {high}")),
    }
}

fn switch(text: &str) -> Result<bool, String> {
    choice(text, "on", "off")
}

fn choice(text: &str, yes: &str, no: &str) -> Result<bool, String> {
    match text {
        t if t == yes => Ok(true),
        t if t == no => Ok(false),
        _ => Err(format!("`{text}` is not a choice: use {yes} or {no}")),
    }
}

/// Longest learning step: a day. Longer waits are the scheduler's to choose.
const LONGEST_STEP: u32 = 24 * 60;

fn steps(text: &str) -> Result<Vec<u32>, String> {
    if text == "none" {
        return Ok(Vec::new());
    }
    let steps = text
        .split([' ', ','])
        .filter(|t| !t.is_empty())
        .map(|t| number(t.trim_end_matches('m'), 1, LONGEST_STEP))
        .collect::<Result<Vec<u32>, String>>()
        .map_err(|e| format!("{e}: use minutes such as `1 10`, or `none`"))?;
    if steps.is_empty() || steps.len() > 10 {
        return Err("give one to ten steps in minutes such as `1 10`, or `none`".into());
    }
    Ok(steps)
}

fn parse_parameters(text: &str) -> Result<Parameters, String> {
    if text == DEFAULT {
        return Ok(DEFAULT_PARAMETERS);
    }
    let numbers: Result<Vec<f32>, _> = text
        .trim_matches(['[', ']'])
        .split([' ', ',', '\n'])
        .filter(|t| !t.is_empty())
        .map(str::parse)
        .collect();
    numbers.ok().and_then(|n| memory::parameters(&n)).ok_or_else(|| {
        "these are not parameters of FSRS: give 21 numbers (or 19 of FSRS-5, 17 of FSRS-4.5), or \
         `default`"
            .into()
    })
}

/// Stands for FSRS's own parameters.
const DEFAULT: &str = "default";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_setting_are_those_that_its_help_names() {
        for (name, words) in [
            ("lang", &["en", "zh", "both", "auto"][..]),
            ("reveal", &["short", "all"]),
            ("chains", &["together", "spaced"]),
            ("interval_fuzz", &["on", "off"]),
            ("learning_steps", &["none"]),
            (PARAMETERS, &["default"]),
            ("new_per_day", &[]),
        ] {
            assert_eq!(Setting::named(name).unwrap().words(), words, "{name}");
        }
    }

    #[test]
    fn every_setting_takes_back_what_it_prints() {
        let mut settings = Settings::default();
        for setting in SETTINGS {
            let printed = setting.get(&settings);
            setting.set(&mut settings, &printed).unwrap();
        }
        assert_eq!(settings, Settings::default());
    }

    #[test]
    fn parameters_are_taken_as_anki_shows_them() {
        let mut settings = Settings::default();
        settings.parameters[3] = 9.25;
        let setting = Setting::named(PARAMETERS).unwrap();
        let printed = setting.get(&settings);
        for text in [printed.clone(), printed.replace(' ', ", "), format!("[{printed}]")] {
            let mut other = Settings::default();
            setting.set(&mut other, &text).unwrap();
            assert_eq!(other, settings);
        }
        // The 19 of FSRS-5 fade as FSRS-5 did.
        let five: Vec<&str> = printed.split(' ').take(19).collect();
        setting.set(&mut settings, &five.join(" ")).unwrap();
        assert_eq!(settings.parameters[19..], [0.0, 0.5]);
    }

    #[test]
    fn bad_values_are_refused_in_a_sentence() {
        let mut settings = Settings::default();
        for (name, value, message) in [
            (
                "desired_retention",
                "0.99",
                "desired_retention: `0.99` is not a number from 0.7 to 0.97",
            ),
            (
                "desired_retention",
                "NaN",
                "desired_retention: `NaN` is not a number from 0.7 to 0.97",
            ),
            ("interval_fuzz", "maybe", "interval_fuzz: `maybe` is not a choice: use on or off"),
            (
                "learning_steps",
                "0",
                "learning_steps: `0` is not a number from 1 to 1440: use minutes such as `1 10`, or `none`",
            ),
            (
                "parameters",
                "1 2 3",
                "parameters: these are not parameters of FSRS: give 21 numbers (or 19 of FSRS-5, 17 of FSRS-4.5), or `default`",
            ),
            (
                "lang",
                "fr",
                "lang: `fr` is not a language: use en, zh or both, or auto for the locale's",
            ),
        ] {
            let error = Setting::named(name).unwrap().set(&mut settings, value).unwrap_err();
            assert_eq!(error, message);
        }
        assert_eq!(settings, Settings::default());
    }
}
