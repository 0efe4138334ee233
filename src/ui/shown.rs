//! What a session has on the screen: a card, or home.

use ratatui::Frame;

use super::home::{self, Home};
use super::quiz::{self, View};
use super::theme::Theme;

/// What is on the screen.
#[derive(Debug, PartialEq)]
pub enum Shown {
    /// A card.
    Card(Box<View>),
    /// Home.
    Home(Home),
}

impl Shown {
    /// Draws a frame.
    pub fn draw(&self, frame: &mut Frame<'_>, theme: &Theme) {
        match self {
            Shown::Card(view) => quiz::draw(frame, view, theme),
            Shown::Home(view) => home::draw(frame, view, theme),
        }
    }
}
