//! What the rooms below report, in the words of the interface.

use std::path::Path;

use crate::db::DbError;
use crate::study::{Deed, Did, Follow, Notice, Turned};
use crate::ui::words::Words;

/// What became of an answer, a suspension or a burial.
pub(super) fn notice(words: Words, notice: &Notice) -> String {
    match notice {
        Notice::Leech(id, leech) if leech.is_suspended => words.leech_suspended(leech.times, id),
        Notice::Leech(id, leech) => words.leech(leech.times, id),
        Notice::Elsewhere(id) => words.elsewhere(id),
        Notice::Suspended(id) => words.suspended(id),
        Notice::Buried(id) => words.buried(id),
        Notice::Noted(id) => words.noted(id),
        Notice::NoteGone(id) => words.note_gone(id),
        Notice::NoteTooLong => words.note_too_long().to_owned(),
        Notice::Flagged(id) => words.flagged(id),
        Notice::Unflagged(id) => words.unflagged(id),
        Notice::Not(why) => database(words, why),
    }
}

/// What undo or redo did, and whether another card comes because of it.
pub(super) fn turned(words: Words, turned: &Turned) -> (String, bool) {
    let still = |text: &str| (text.to_owned(), false);
    match turned {
        Turned::Undone(Did::Card(id, deed)) => {
            let said = match deed {
                Deed::Rated(rating) => words.undone_rating(id, words.rating(*rating)),
                Deed::Suspended => words.undone_suspended(id),
                Deed::Buried => words.undone_buried(id),
                Deed::Edited => words.undone_edited(id),
                Deed::Noted => words.undone_noted(id),
                Deed::Flagged => words.undone_flagged(id),
            };
            (said, moves(*deed))
        }
        Turned::Undone(Did::Other(label)) => (words.undone(label), true),
        Turned::Redone(Did::Card(id, deed)) => {
            let said = match deed {
                Deed::Rated(rating) => words.redone_rating(id, words.rating(*rating)),
                Deed::Suspended => words.redone_suspended(id),
                Deed::Buried => words.redone_buried(id),
                Deed::Edited => words.redone_edited(id),
                Deed::Noted => words.redone_noted(id),
                Deed::Flagged => words.redone_flagged(id),
            };
            (said, moves(*deed))
        }
        Turned::Redone(Did::Other(label)) => (words.redone(label), true),
        Turned::NothingToUndo => still(words.nothing_to_undo()),
        Turned::UndoOther => still(words.undo_other()),
        Turned::NothingToRedo => still(words.nothing_to_redo()),
        Turned::RedoOther => still(words.redo_other()),
        Turned::CannotUndo(why) => (words.cannot_undo(&database(words, why)), false),
        Turned::CannotRedo(why) => (words.cannot_redo(&database(words, why)), false),
    }
}

/// Whether another card comes when this is turned back.
fn moves(deed: Deed) -> bool {
    !matches!(deed, Deed::Noted | Deed::Flagged)
}

/// When a follow-up comes.
pub(super) fn follow(words: Words, follow: &Follow) -> String {
    match follow {
        Follow::Now(id) => words.follow_now(id),
        Follow::Next(id) => words.follow_next(id),
        Follow::None => words.follow_none().to_owned(),
    }
}

/// An error with its causes.
pub(super) fn error(words: Words, error: &anyhow::Error) -> String {
    let said = error.chain().map(|cause| match cause.downcast_ref::<DbError>() {
        Some(error) => database(words, error),
        None => cause.to_string(),
    });
    said.collect::<Vec<_>>().join(words.colon())
}

/// An error of the database. Those that only come up when a file is opened, copied or restored are
/// matters of the command line, which speaks English.
pub(super) fn database(words: Words, error: &DbError) -> String {
    use DbError as E;
    let shown = |path: &Path| path.display().to_string();
    match error {
        E::CannotOpen { path, reason } => words.db_cannot_open(&shown(path), reason),
        E::ReadOnly(path) => words.db_read_only(&shown(path)),
        E::Gone(path) => words.db_gone(&shown(path)),
        E::NotADatabase(path) => words.db_not_a_database(&shown(path)),
        E::Damaged { path, reason } => words.db_damaged(&shown(path), reason),
        E::Altered { path, what } => words.db_altered(&shown(path), what),
        E::Unreadable(path) => words.db_unreadable(&shown(path)),
        E::Full(path) => words.db_full(&shown(path)),
        E::CannotWrite { path, reason } => words.db_cannot_write(&shown(path), reason),
        E::Busy(path) => words.db_busy(&shown(path)),
        E::Conflict(id) => words.db_conflict(id),
        E::NoCard(id) => words.db_no_card(id),
        E::SettingsChanged => words.db_settings_changed().to_owned(),
        E::GoalsChanged => words.db_goals_changed().to_owned(),
        E::SettingChanged(name) => words.db_setting_changed(name),
        E::TopicChanged(name) => words.db_topic_changed(name),
        E::NotJournaled(label) => words.db_not_journaled(label),
        E::Journal { label, reason } => words.db_journal(label, reason),
        E::Sql { path, error } => words.db_sql(&shown(path), &error.to_string()),
        E::Io { path, error } => words.db_io(&shown(path), &error.to_string()),
        E::Directory(_)
        | E::NotAFile(_)
        | E::Exists(_)
        | E::InTheWay(_)
        | E::NoFolder(_)
        | E::Foreign(_)
        | E::Newer { .. }
        | E::NotABackup { .. }
        | E::Itself(_) => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::act::Leech;
    use crate::model::card::Lang;
    use crate::model::review::Rating;
    use crate::text::han::is_han;

    const ZH: Words = Words(Lang::Zh);

    fn errors() -> Vec<DbError> {
        use DbError as E;
        let path = || "a.db".into();
        let word = || "x".to_owned();
        vec![
            E::CannotOpen { path: path(), reason: word() },
            E::ReadOnly(path()),
            E::Gone(path()),
            E::NotADatabase(path()),
            E::Damaged { path: path(), reason: word() },
            E::Altered { path: path(), what: word() },
            E::Unreadable(path()),
            E::Full(path()),
            E::CannotWrite { path: path(), reason: word() },
            E::Busy(path()),
            E::Conflict(word()),
            E::NoCard(word()),
            E::SettingsChanged,
            E::GoalsChanged,
            E::SettingChanged(word()),
            E::TopicChanged(word()),
            E::NotJournaled(word()),
            E::Journal { label: word(), reason: word() },
            E::Io { path: path(), error: std::io::Error::other("x") },
        ]
    }

    #[test]
    fn errors_in_english_are_those_of_the_command_line() {
        for error in errors() {
            assert_eq!(database(Words::EN, &error), error.to_string());
            assert!(database(ZH, &error).chars().any(is_han), "{error}");
        }
        let error = anyhow::Error::from(DbError::GoalsChanged).context("so");
        assert_eq!(super::error(Words::EN, &error), format!("{error:#}"));
    }

    #[test]
    fn steps_are_told_in_both_languages() {
        let card = |deed| Did::Card("t-a".into(), deed);
        for (step, english, chinese) in [
            (
                Turned::Undone(card(Deed::Rated(Rating::Good))),
                "undone: t-a: good",
                "已撤销：t-a 的评分（良好）",
            ),
            (Turned::Redone(card(Deed::Buried)), "redone: t-a: buried", "已重做：t-a 的搁置"),
            (Turned::Undone(Did::Other("x".into())), "undone: x", "已撤销：x"),
            (
                Turned::CannotUndo(DbError::NoCard("t-a".into())),
                "cannot undo: there is no card `t-a` any more",
                "无法撤销：卡片 `t-a` 已不存在",
            ),
        ] {
            assert_eq!(turned(Words::EN, &step).0, english);
            assert_eq!(turned(ZH, &step).0, chinese);
        }
        let leech =
            |times, is_suspended| Notice::Leech("t-a".into(), Leech { times, is_suspended });
        for (said, english, chinese) in [
            (
                leech(8, true),
                "t-a is a leech, forgotten 8 times: suspended",
                "t-a 是难记卡，已忘记 8 次：已暂停",
            ),
            (
                leech(1, false),
                "t-a is a leech, forgotten 1 time: reword it with `godrill edit t-a`",
                "t-a 是难记卡，已忘记 1 次：请用 `godrill edit t-a` 换个写法",
            ),
        ] {
            assert_eq!(notice(Words::EN, &said), english);
            assert_eq!(notice(ZH, &said), chinese);
        }
    }
}
