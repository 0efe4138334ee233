//! What is set at home, from within a session.

use super::Play;
use crate::db::DbError;
use crate::model::change::Change;
use crate::model::day::Now;
use crate::model::goal::Goals;
use crate::model::settings::{FOCUS, Setting, Settings};
use crate::study::{Overview, overview};

impl Play {
    /// The day at a glance, with new cards from these topics, all when there are none.
    pub fn overview(&self, focus: &[String], now: &Now) -> Result<Overview, DbError> {
        let settings = Settings { focus: focus.to_vec(), ..self.settings.clone() };
        overview(&self.store, &settings, now)
    }

    /// Makes new cards come from these topics only, from all when there are none; a step of this
    /// session if it is new.
    pub fn focus(&mut self, topics: Vec<String>, now: &Now) -> Result<(), DbError> {
        let Some(setting) = Setting::named(FOCUS) else { return Ok(()) };
        if topics == self.settings.focus {
            return Ok(());
        }
        self.settings.focus = topics;
        let value = setting.get(&self.settings);
        self.store.set_setting(setting, &value, now.at, None, &mut |_, _| {})?;
        self.did()?;
        self.read_settings()
    }

    /// Sets the goals; a step of this session.
    pub fn set_goals(&mut self, from: Goals, to: Goals, now: &Now) -> Result<(), DbError> {
        self.store.apply("the plan changed", now.at, &[Change::Goals { from, to }])?;
        self.did()
    }
}
