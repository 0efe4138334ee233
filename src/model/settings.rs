//! Settings: what the learner can choose, with names, limits and defaults in one table.

use super::card::Lang;
use super::day::DEFAULT_ROLLOVER_HOUR;

/// In which language(s) cards are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// One language; the other only where a card lacks this one.
    One(Lang),
    /// English, then Chinese below.
    Both,
}

impl Show {
    /// The languages to show, first one first.
    pub fn langs(self) -> &'static [Lang] {
        match self {
            Show::One(Lang::En) => &[Lang::En],
            Show::One(Lang::Zh) => &[Lang::Zh],
            Show::Both => &Lang::ALL,
        }
    }

    /// The next choice when the learner switches on the spot: en, zh, both, en …
    pub fn next(self) -> Show {
        match self {
            Show::One(Lang::En) => Show::One(Lang::Zh),
            Show::One(Lang::Zh) => Show::Both,
            Show::Both => Show::One(Lang::En),
        }
    }

    /// `en`, `zh` or `both`.
    pub fn name(self) -> &'static str {
        match self {
            Show::One(lang) => lang.code(),
            Show::Both => "both",
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

/// Everything `godrill config` can change.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The retrievability at which a card becomes due, 0.70 to 0.97.
    pub desired_retention: f32,
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
    /// Languages shown; `None` follows the locale.
    pub lang: Option<Show>,
    /// Whether one key reveals the whole answer instead of first the part to say aloud.
    pub reveal_all: bool,
    /// Whether a follow-up may be asked right after the card it follows.
    pub chains_together: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            desired_retention: 0.9,
            new_per_day: 10,
            reviews_per_day: 200,
            rollover_hour: DEFAULT_ROLLOVER_HOUR,
            learning_steps: vec![1, 10],
            relearning_steps: vec![10],
            maximum_interval: 36_500,
            interval_fuzz: true,
            leech_threshold: 8,
            leech_suspend: false,
            lang: None,
            reveal_all: false,
            chains_together: false,
        }
    }
}

impl Settings {
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
    get: fn(&Settings) -> String,
    set: fn(&mut Settings, &str) -> Result<(), String>,
}

/// Every setting, in the order of display.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "desired_retention",
        help: "chance of recall at which a card becomes due, 0.70 to 0.97",
        reschedules: true,
        get: |s| s.desired_retention.to_string(),
        set: |s, v| number(v, 0.70, 0.97).map(|n| s.desired_retention = n),
    },
    Setting {
        name: "new_per_day",
        help: "new cards introduced on a day, 0 to 9999",
        reschedules: false,
        get: |s| s.new_per_day.to_string(),
        set: |s, v| number(v, 0, 9999).map(|n| s.new_per_day = n),
    },
    Setting {
        name: "reviews_per_day",
        help: "due cards asked on a day, 0 to 9999",
        reschedules: false,
        get: |s| s.reviews_per_day.to_string(),
        set: |s, v| number(v, 0, 9999).map(|n| s.reviews_per_day = n),
    },
    Setting {
        name: "rollover_hour",
        help: "local hour at which a new study day begins, 0 to 23",
        reschedules: false,
        get: |s| s.rollover_hour.to_string(),
        set: |s, v| number(v, 0, 23).map(|n| s.rollover_hour = n),
    },
    Setting {
        name: "learning_steps",
        help: "minutes until a new card comes back, such as `1 10`; `none` for no steps",
        reschedules: true,
        get: |s| print_steps(&s.learning_steps),
        set: |s, v| steps(v).map(|n| s.learning_steps = n),
    },
    Setting {
        name: "relearning_steps",
        help: "minutes until a forgotten card comes back, such as `10`; `none` for no steps",
        reschedules: true,
        get: |s| print_steps(&s.relearning_steps),
        set: |s, v| steps(v).map(|n| s.relearning_steps = n),
    },
    Setting {
        name: "maximum_interval",
        help: "longest interval in days, 1 to 36500",
        reschedules: true,
        get: |s| s.maximum_interval.to_string(),
        set: |s, v| number(v, 1, 36_500).map(|n| s.maximum_interval = n),
    },
    Setting {
        name: "interval_fuzz",
        help: "spread intervals a little so that cards learned together part: on or off",
        reschedules: true,
        get: |s| print_switch(s.interval_fuzz),
        set: |s, v| switch(v).map(|n| s.interval_fuzz = n),
    },
    Setting {
        name: "leech_threshold",
        help: "lapses after which a card is a leech, 2 to 99",
        reschedules: false,
        get: |s| s.leech_threshold.to_string(),
        set: |s, v| number(v, 2, 99).map(|n| s.leech_threshold = n),
    },
    Setting {
        name: "leech_suspend",
        help: "suspend a card that becomes a leech: on or off",
        reschedules: false,
        get: |s| print_switch(s.leech_suspend),
        set: |s, v| switch(v).map(|n| s.leech_suspend = n),
    },
    Setting {
        name: "lang",
        help: "language of cards: en, zh, both, or auto for the locale's",
        reschedules: false,
        get: |s| s.lang.map_or("auto", Show::name).to_string(),
        set: |s, v| {
            s.lang = match v {
                "auto" => None,
                v => Some(v.parse().map_err(|e| format!("{e}, or auto for the locale's"))?),
            };
            Ok(())
        },
    },
    Setting {
        name: "reveal",
        help: "what the first key reveals: short (what to say aloud) or all",
        reschedules: false,
        get: |s| if s.reveal_all { "all" } else { "short" }.to_string(),
        set: |s, v| choice(v, "all", "short").map(|n| s.reveal_all = n),
    },
    Setting {
        name: "chains",
        help: "ask a follow-up right after the card it follows: together, or spaced",
        reschedules: false,
        get: |s| if s.chains_together { "together" } else { "spaced" }.to_string(),
        set: |s, v| choice(v, "together", "spaced").map(|n| s.chains_together = n),
    },
];

impl Setting {
    /// The setting of that name, `None` if there is none.
    pub fn named(name: &str) -> Option<&'static Setting> {
        SETTINGS.iter().find(|s| s.name == name)
    }

    /// Its value in `settings`, as `set` would take it.
    pub fn get(&self, settings: &Settings) -> String {
        (self.get)(settings)
    }

    /// Changes it in `settings`, or says in one sentence what values it takes.
    pub fn set(&self, settings: &mut Settings, value: &str) -> Result<(), String> {
        (self.set)(settings, value.trim()).map_err(|e| format!("{}: {e}", self.name))
    }
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

fn print_switch(on: bool) -> String {
    if on { "on" } else { "off" }.to_string()
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

fn print_steps(steps: &[u32]) -> String {
    if steps.is_empty() {
        return "none".into();
    }
    steps.iter().map(u32::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

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
