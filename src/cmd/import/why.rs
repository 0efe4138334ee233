//! Why a line of notes became what it did, in words.

use std::borrow::Cow;

use crate::format::notes::Why;
use crate::transfer::lines::Reason;
use crate::ui::words::Words;

/// The reason of a line.
pub(super) fn reason(reason: &Reason, words: Words) -> Cow<'static, str> {
    match reason {
        Reason::Form(why) => form(why, words),
        Reason::Unwanted => words.why_unwanted().into(),
        Reason::Repeated => words.why_repeated().into(),
        Reason::Asked(id) => words.why_asked(id).into(),
        Reason::Answered(id) => words.why_answered(id).into(),
    }
}

/// What stands on the line.
fn form(why: &Why, words: Words) -> Cow<'static, str> {
    match why {
        Why::Bold => words.why_bold().into(),
        Why::Callout => words.why_callout().into(),
        Why::Cloze => words.why_cloze().into(),
        Why::ClozeWithout => words.why_cloze_without().into(),
        Why::Details => words.why_details().into(),
        Why::DetailsMute => words.why_details_mute().into(),
        Why::Fields => words.why_fields().into(),
        Why::Heading => words.why_heading().into(),
        Why::HeadingMute => words.why_heading_mute().into(),
        Why::Line => words.why_line().into(),
        Why::Item => words.why_item().into(),
        Why::Announced => words.why_announced().into(),
        Why::ItemMute => words.why_item_mute().into(),
        Why::SmallTalk => words.why_small_talk().into(),
        Why::Groups => words.why_groups().into(),
        Why::Numbered => words.why_numbered().into(),
        Why::Obsidian => words.why_obsidian().into(),
        Why::ObsidianBack => words.why_obsidian_back().into(),
        Why::ObsidianTwice => words.why_obsidian_twice().into(),
        Why::Prose => words.why_prose().into(),
        Why::Table => words.why_table().into(),
        Why::TableMute => words.why_table_mute().into(),
        Why::Tagged => words.why_tagged().into(),
        Why::Term => words.why_term().into(),
        Why::TermMute => words.why_term_mute().into(),
        Why::PageTitle => words.why_page_title().into(),
        Why::Wanted => words.why_wanted().into(),
        Why::Elsewhere => words.why_elsewhere().into(),
        Why::TooLarge => words.why_too_large().into(),
        Why::Code => words.why_code().into(),
        Why::NoQuestion => words.why_no_question().into(),
    }
}
