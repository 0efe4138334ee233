//! The values of settings, and how they are written.

use std::fmt;

use serde::Serialize;

use super::DEFAULT;
use crate::model::memory::{DEFAULT_PARAMETERS, Parameters};

/// What stands for all topics.
pub const ALL: &str = "all";

/// The value of a setting; its text is what [`Setting::set`] takes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A share of one.
    Share(f32),
    /// A count of cards, days or lapses, or an hour.
    Number(u32),
    /// `on` or `off`.
    Switch(bool),
    /// Steps; empty for `none`.
    Minutes(Vec<u32>),
    /// FSRS's numbers; `default` stands for its own.
    Parameters(Parameters),
    /// One of a few words.
    Word(&'static str),
    /// Names of topics; empty for `all`.
    Topics(Vec<String>),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Share(share) => write!(f, "{share}"),
            Value::Number(number) => write!(f, "{number}"),
            Value::Switch(on) => f.write_str(if *on { "on" } else { "off" }),
            Value::Minutes(steps) if steps.is_empty() => f.write_str("none"),
            Value::Minutes(steps) => {
                let steps: Vec<String> = steps.iter().map(u32::to_string).collect();
                f.write_str(&steps.join(" "))
            }
            Value::Parameters(parameters) if *parameters == DEFAULT_PARAMETERS => {
                f.write_str(DEFAULT)
            }
            Value::Parameters(parameters) => {
                let numbers: Vec<String> = parameters.iter().map(f32::to_string).collect();
                f.write_str(&numbers.join(" "))
            }
            Value::Word(word) => f.write_str(word),
            Value::Topics(topics) if topics.is_empty() => f.write_str(ALL),
            Value::Topics(topics) => f.write_str(&topics.join(" ")),
        }
    }
}
