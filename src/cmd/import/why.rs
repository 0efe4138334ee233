//! Why a line of notes became what it did, in words.

use std::borrow::Cow;

use crate::format::left_out::LeftOut;
use crate::format::notes::Why;
use crate::transfer::lines::Reason;
use crate::ui::words::Words;

/// The reason for what a line became.
pub(super) fn reason(reason: &Reason, words: Words) -> Cow<'static, str> {
    match reason {
        Reason::Form(why) => form(why, words),
        Reason::Unwanted => words.why_unwanted().into(),
        Reason::Repeated => words.why_repeated().into(),
        Reason::Asked(id) => words.why_asked(id).into(),
        Reason::Answered(id) => words.why_answered(id).into(),
    }
}

/// Why part of a file is not imported.
pub(super) fn left_out(reason: &LeftOut, words: Words) -> Cow<'static, str> {
    match reason {
        LeftOut::NoQuestions => words.left_no_questions().into(),
        LeftOut::Forgotten => words.left_forgotten().into(),
        LeftOut::Ahead => words.left_ahead().into(),
        LeftOut::BadTemplate { template, notetype, error } => {
            words.left_bad_template(template, notetype, error).into()
        }
        LeftOut::Earlier => words.left_earlier().into(),
        LeftOut::Repeated => words.left_repeated().into(),
        LeftOut::Twice => words.left_twice().into(),
        LeftOut::NoFront => words.left_no_front().into(),
        LeftOut::TooLong => words.left_too_long().into(),
        LeftOut::TooManyAnswers(most) => words.left_too_many_answers(*most).into(),
        LeftOut::NoPage => words.left_no_page().into(),
        LeftOut::NoNote => words.left_no_note().into(),
        LeftOut::NoNoteType => words.left_no_note_type().into(),
        LeftOut::NoTemplate => words.left_no_template().into(),
        LeftOut::NoAnswer => words.left_no_answer().into(),
        LeftOut::MediaPastRoom => words.left_media_past_room().into(),
        LeftOut::NoMedia => words.left_no_media().into(),
        LeftOut::LargeMedia => words.left_large_media().into(),
        LeftOut::BadMedia => words.left_bad_media().into(),
        LeftOut::MediaBeside => words.left_media_beside().into(),
        LeftOut::BadReview => words.left_bad_review().into(),
        LeftOut::BadRow => words.left_bad_row().into(),
    }
}

/// What kind of line it is.
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
