//! Editing cards in the user's editor. The quiz says in its own language what came of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::db::{DbError, Store};
use crate::files;
use crate::format::deck::{self, Deck, Place, Placed};
use crate::format::print;
use crate::model::act;
use crate::model::card::{Card, Lang};
use crate::model::change::StoredCard;
use crate::text::names::file_stem;
use crate::ui::words::Words;
use crate::world::World;

/// What became of an edit.
pub(super) enum Edited {
    /// The card as it is now, and the folder of the edit, which stays until the card is stored.
    Changed(Box<Card>, PathBuf),
    /// The user left it as it was.
    Unchanged,
    /// The text cannot be read; why, and where the edit in progress is kept.
    Unreadable(String),
}

/// Lets the user edit a card of the database and stores the result; its progress stays. Returns
/// in words what happened, or why the text cannot be read; `said` puts an error into words.
pub(super) fn edit_stored(
    world: &World,
    store: &mut Store,
    stored: &StoredCard,
    langs: &[Lang],
    words: Words,
    said: fn(Words, &DbError) -> String,
) -> Result<Result<String, String>> {
    let id = &stored.card.id;
    match edit(world, &stored.card, langs, words)? {
        Edited::Unchanged => Ok(Ok(words.unchanged(id))),
        Edited::Unreadable(why) => Ok(Err(why)),
        Edited::Changed(card, folder) => {
            let act::Edit { changes, is_completed, is_draft } = act::edit(stored, *card);
            let folder_shown = folder.display().to_string();
            match store.apply(&format!("{id}: edited"), world.now(), &changes) {
                Ok(()) => discard(&folder),
                Err(error @ (DbError::Conflict(_) | DbError::NoCard(_))) => {
                    return Ok(Err(words.not_stored(&said(words, &error), &folder_shown)));
                }
                Err(other) => return Err(other).with_context(|| words.kept(&folder_shown)),
            }
            Ok(Ok(match (is_completed, is_draft) {
                (true, _) => words.completed(id),
                (_, true) => words.still_draft(id),
                _ => words.changed(id),
            }))
        }
    }
}

/// Lets the user edit a card, one file per language.
fn edit(world: &World, card: &Card, langs: &[Lang], words: Words) -> Result<Edited> {
    let stem = file_stem(&card.id);
    let folder = tempfolder(world, &stem, words)?;
    let mut files = Vec::new();
    for lang in langs {
        if !card.text.contains_key(lang) && (langs.len() > 1 || card.text.is_empty()) {
            continue;
        }
        // A card that lacks the language is edited in the one it has.
        let lang = if card.text.contains_key(lang) { *lang } else { lang.other() };
        let path = folder.join(format!("{stem}.{lang}.md"));
        let text = one_card_deck(card, lang, words)?;
        fs::write(&path, &text)
            .with_context(|| words.cannot_write_file(&path.display().to_string()))?;
        files.push((lang, path, text));
    }
    let edits: Vec<(&Path, &str)> =
        files.iter().map(|(_, path, text)| (path.as_path(), text.as_str())).collect();
    run_editor(world, &folder, &edits, words)?;

    let mut changed = card.clone();
    for (lang, path, before) in &files {
        let after = read_edit(path, words)?;
        if after == *before {
            continue;
        }
        let (deck, diagnostics) = deck::read(&after);
        let errors: Vec<_> = diagnostics.iter().filter(|d| d.is_error()).collect();
        let shown = path.display().to_string();
        if let Some(error) = errors.first() {
            let why = words.bad_line(error.line, &error.message, &shown);
            return Ok(Edited::Unreadable(why));
        }
        let [placed] = deck.cards.as_slice() else {
            return Ok(Edited::Unreadable(match deck.cards.len() {
                0 => words.no_card_in_file(&shown),
                n => words.cards_in_file(n, &shown),
            }));
        };
        if placed.card.id != card.id || placed.card.topic != card.topic {
            return Ok(Edited::Unreadable(words.fixed_name(&shown)));
        }
        let mut text = changed.text;
        text.extend(placed.card.text.clone().into_iter().filter(|(l, _)| l == lang));
        for text in text.values_mut() {
            let here = Words(*lang).answer_here();
            if text.answer.contains(here) {
                text.answer = text.answer.replace(here, "").trim().to_owned();
            }
        }
        changed = Card { text, ..placed.card.clone() };
    }
    if changed == *card {
        discard(&folder);
        return Ok(Edited::Unchanged);
    }
    Ok(Edited::Changed(Box::new(changed), folder))
}

/// Removes an edit in progress. Best effort: one that is left behind does no harm.
pub(super) fn discard(folder: &Path) {
    let _ = fs::remove_dir_all(folder);
}

/// A deck file with only this card. A draft has no answer, which a deck file must have; a
/// placeholder takes its place.
fn one_card_deck(card: &Card, lang: Lang, words: Words) -> Result<String> {
    let mut card = card.clone();
    if let Some(text) = card.text.get_mut(&lang).filter(|text| text.answer.trim().is_empty()) {
        text.answer = Words(lang).answer_here().to_owned();
    }
    let deck = Deck {
        name: card.topic.clone(),
        title: card.topic.clone(),
        short: None,
        place: None,
        lang,
        go: None,
        cards: vec![Placed { card, note: None, place: Place::default() }],
    };
    let (text, notes) = print::print(&deck);
    if let Some(note) = notes.iter().find(|n| n.left_out) {
        bail!(words.not_as_text(&note.id, &note.message));
    }
    Ok(text)
}

/// Opens files, each given with its present text, in the user's editor and waits. If that fails,
/// the folder is removed unless something was written.
pub(super) fn run_editor(
    world: &World,
    folder: &Path,
    files: &[(&Path, &str)],
    words: Words,
) -> Result<()> {
    let result = start_editor(world, files, words);
    if result.is_err() {
        let untouched =
            |(path, text): &(&Path, &str)| read_edit(path, words).is_ok_and(|now| now == *text);
        if files.iter().all(untouched) {
            let _ = fs::remove_dir_all(folder);
        } else {
            return result.with_context(|| words.kept(&folder.display().to_string()));
        }
    }
    result
}

pub(super) fn start_editor(world: &World, files: &[(&Path, &str)], words: Words) -> Result<()> {
    let editor = world.editor();
    let (program, args) = split(editor, words)?;
    let status = Command::new(program)
        .args(args)
        .args(files.iter().map(|(path, _)| path))
        .status()
        .with_context(|| words.cannot_start(editor))?;
    if !status.success() {
        bail!(words.editor_failed(editor));
    }
    Ok(())
}

/// The program and its arguments in a value of `EDITOR`, such as `code --wait` or `'/opt/my
/// editor/bin/ed' -w`, split as a shell would. But no shell runs it, so a missing editor is our own
/// error to report, and a `$` in a name stays one.
pub(super) fn split(editor: &str, words: Words) -> Result<(String, Vec<String>)> {
    // The plain path of a program, which may have spaces without being quoted.
    if Path::new(editor).is_file() {
        return Ok((editor.to_owned(), Vec::new()));
    }
    // On Windows a backslash separates folders and quotes nothing.
    let value = if cfg!(windows) { editor.replace('\\', r"\\") } else { editor.to_owned() };
    let Some(mut args) = shlex::split(&value) else { bail!(words.open_quote(editor)) };
    if args.is_empty() {
        bail!(words.no_program(editor));
    }
    let program = args.remove(0);
    Ok((program, args))
}

/// Reads what came back from the editor.
pub(super) fn read_edit(path: &Path, words: Words) -> Result<String> {
    /// No card is longer; anything longer was not typed.
    const LARGEST: u64 = 16 << 20;
    files::read_text(path, LARGEST)
        .with_context(|| words.cannot_read_file(&path.display().to_string()))
}

/// A new folder of our own for an edit in progress.
pub(super) fn tempfolder(world: &World, name: &str, words: Words) -> Result<PathBuf> {
    let base = world.temporary();
    files::private_folder(&base, name).with_context(|| words.no_folder(&base.display().to_string()))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn split(editor: &str) -> Result<(String, Vec<String>)> {
        super::split(editor, Words::EN)
    }

    #[test]
    fn an_editor_is_split_as_a_shell_does() {
        const CASES: &[(&str, &[&str])] = &[
            ("vi", &["vi"]),
            ("code --wait", &["code", "--wait"]),
            ("  emacs   -nw ", &["emacs", "-nw"]),
            ("'/opt/my editor/ed' -w", &["/opt/my editor/ed", "-w"]),
            ("\"/opt/my editor/ed\" \"a b\"", &["/opt/my editor/ed", "a b"]),
            (r"/opt/my\ editor/ed", &["/opt/my editor/ed"]),
            ("vim -c 'set tw=72 | normal G'", &["vim", "-c", "set tw=72 | normal G"]),
            ("$HOME/ed ''", &["$HOME/ed", ""]),
        ];
        for (editor, expected) in CASES {
            let (program, args) = split(editor).unwrap();
            let words: Vec<&str> =
                std::iter::once(&program).chain(&args).map(String::as_str).collect();
            assert_eq!(words, *expected, "{editor}");
        }
        assert!(split("'vi").unwrap_err().to_string().ends_with("a quote is not closed: close it"));
        assert!(split("  ").unwrap_err().to_string().contains("names no program"));
    }
}
