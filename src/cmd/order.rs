//! Orders of cards as they are named on the command line.

use clap::ValueEnum;

use crate::model::filter::parse::value;
use crate::model::sorting::Order;

/// An order of cards.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum By {
    /// What is most likely forgotten and asked most often first, new cards last
    Weakest,
    /// What has been due for longest first, new cards last
    Due,
    /// What interviewers ask most often first
    Weight,
    /// By topic and place in the deck
    Teaching,
    /// By chance
    Random,
}

impl From<By> for Order {
    fn from(by: By) -> Order {
        match by {
            By::Weakest => Order::Weakest,
            By::Due => Order::Due,
            By::Weight => Order::Weight,
            By::Teaching => Order::Teaching,
            By::Random => Order::Random,
        }
    }
}

/// A number of days from 1 on, such as `3d`, `1w` or `3`.
pub(super) fn days(text: &str) -> Result<u32, String> {
    let days = value::days(text).and_then(|days| u32::try_from(days).ok()).filter(|d| *d > 0);
    days.ok_or_else(|| "give a number of days such as 3d, or weeks such as 1w".to_owned())
}
