//! The words for what the model names.

use super::Words;
use crate::model::card::Lang;
use crate::model::review::Rating;
use crate::model::schedule::{State, Wait};
use crate::model::settings::Show;

impl Words {
    /// A rating in a sentence.
    pub fn rating(self, rating: Rating) -> &'static str {
        match rating {
            Rating::Again => self.again(),
            Rating::Hard => self.hard(),
            Rating::Good => self.good(),
            Rating::Easy => self.easy(),
        }
    }

    /// A rating on its key.
    pub fn rating_key(self, rating: Rating) -> &'static str {
        match rating {
            Rating::Again => self.key_again(),
            Rating::Hard => self.key_hard(),
            Rating::Good => self.key_good(),
            Rating::Easy => self.key_easy(),
        }
    }

    /// The state of a card; `None` while it is asked out of turn.
    pub fn state(self, state: Option<State>) -> &'static str {
        match state {
            None => self.state_cram(),
            Some(State::New) => self.state_new(),
            Some(State::Learning) => self.learning(),
            Some(State::Review) => self.review(),
            Some(State::Relearning) => self.relearning(),
        }
    }

    /// In which languages cards are shown now.
    pub fn shown_in(self, show: Show) -> &'static str {
        match show {
            Show::One(Lang::En) => self.shown_in_english(),
            Show::One(Lang::Zh) => self.shown_in_chinese(),
            Show::Both | Show::ChineseFirst => self.shown_in_both(),
        }
    }

    /// How long a card waits, in a few characters.
    pub fn wait(self, wait: Wait) -> String {
        match wait {
            Wait::Minutes(m) if m < 60 => self.wait_minutes(m),
            Wait::Minutes(m) => self.wait_hours(m / 60),
            Wait::Days(d) if d < 60 => self.wait_days(d),
            Wait::Days(d) if d < 365 => self.wait_months(f64::from(d) / 30.44),
            Wait::Days(d) => self.wait_years(f64::from(d) / 365.25),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_names_are_those_of_the_model() {
        for rating in Rating::ALL {
            assert_eq!(Words::EN.rating(rating), rating.name());
        }
        for state in State::ALL {
            assert_eq!(Words::EN.state(Some(state)), state.name());
        }
        for days in [1, 59, 60, 364, 365, 4000] {
            assert_eq!(Words::EN.wait(Wait::Days(days)), Wait::Days(days).to_string());
        }
        for minutes in [0, 59, 60, 200] {
            let wait = Wait::Minutes(minutes);
            assert_eq!(Words::EN.wait(wait), wait.to_string());
        }
    }
}
