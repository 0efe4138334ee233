//! Editing cards in the user's editor.

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
use crate::world::World;

/// What became of an edit.
pub(super) enum Edited {
    /// The card as it is now, and the folder of the edit in progress, which stays until it is stored.
    Changed(Box<Card>, PathBuf),
    /// The user left it as it was.
    Unchanged,
    /// The text cannot be read; why, and where the edit in progress is kept.
    Unreadable(String),
}

/// Lets the user edit a card of the database and stores the result; its progress stays. Returns
/// in words what happened, or why the text cannot be read.
pub(super) fn edit_stored(
    world: &World,
    store: &mut Store,
    stored: &StoredCard,
    langs: &[Lang],
) -> Result<Result<String, String>> {
    let id = &stored.card.id;
    match edit(world, &stored.card, langs)? {
        Edited::Unchanged => Ok(Ok(format!("{id} is unchanged"))),
        Edited::Unreadable(why) => Ok(Err(why)),
        Edited::Changed(card, folder) => {
            let act::Edit { changes, is_completed, is_draft } = act::edit(stored, *card);
            let kept = || format!("what you wrote is kept in {}", folder.display());
            match store.apply(&format!("{id}: edited"), world.now(), &changes) {
                Ok(()) => discard(&folder),
                Err(error @ (DbError::Conflict(_) | DbError::NoCard(_))) => {
                    return Ok(Err(format!("{error}, {}", kept())));
                }
                Err(other) => return Err(other).with_context(kept),
            }
            Ok(Ok(match (is_completed, is_draft) {
                (true, _) => format!("{id} has its answer now and will be asked"),
                (_, true) => format!("{id} is changed; it still waits for its answer"),
                _ => format!("{id} is changed; its progress stays"),
            }))
        }
    }
}

/// Lets the user edit a card, one file a language.
pub(super) fn edit(world: &World, card: &Card, langs: &[Lang]) -> Result<Edited> {
    let stem = file_stem(&card.id);
    let folder = tempfolder(world, &stem)?;
    let mut files = Vec::new();
    for lang in langs {
        if !card.text.contains_key(lang) && (langs.len() > 1 || card.text.is_empty()) {
            continue;
        }
        // A card that lacks the language is edited in the one it has.
        let lang = if card.text.contains_key(lang) { *lang } else { lang.other() };
        let path = folder.join(format!("{stem}.{lang}.md"));
        let text = one_card_deck(card, lang)?;
        fs::write(&path, &text).with_context(|| format!("cannot write {}", path.display()))?;
        files.push((lang, path, text));
    }
    let edits: Vec<(&Path, &str)> =
        files.iter().map(|(_, path, text)| (path.as_path(), text.as_str())).collect();
    run_editor(world, &folder, &edits)?;

    let mut changed = card.clone();
    for (lang, path, before) in &files {
        let after = read_edit(path)?;
        if after == *before {
            continue;
        }
        let (deck, diagnostics) = deck::read(&after);
        let errors: Vec<_> = diagnostics.iter().filter(|d| d.is_error()).collect();
        let kept = format!("what you wrote is kept in {}", path.display());
        if let Some(error) = errors.first() {
            return Ok(Edited::Unreadable(format!(
                "line {}: {}; nothing was changed, {kept}",
                error.line, error.message
            )));
        }
        let [placed] = deck.cards.as_slice() else {
            let n = deck.cards.len();
            return Ok(Edited::Unreadable(format!(
                "there are {n} cards in the file instead of one; nothing was changed, {kept}"
            )));
        };
        if placed.card.id != card.id || placed.card.topic != card.topic {
            return Ok(Edited::Unreadable(format!(
                "the id and the deck of a card never change; nothing was changed, {kept}"
            )));
        }
        let mut text = changed.text;
        text.extend(placed.card.text.clone().into_iter().filter(|(l, _)| l == lang));
        for text in text.values_mut() {
            if text.answer.contains(ANSWER_HERE) {
                text.answer = text.answer.replace(ANSWER_HERE, "").trim().to_owned();
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

/// Removes an edit in progress. Best effort: one that stays behind does no harm.
pub(super) fn discard(folder: &Path) {
    let _ = fs::remove_dir_all(folder);
}

/// Stands in the place of the answer of a draft, which a deck file must have.
const ANSWER_HERE: &str = "<!-- Write the answer here: first what you would say aloud. -->";

/// A deck file with this card alone.
fn one_card_deck(card: &Card, lang: Lang) -> Result<String> {
    let mut card = card.clone();
    if let Some(text) = card.text.get_mut(&lang).filter(|text| text.answer.trim().is_empty()) {
        text.answer = ANSWER_HERE.to_owned();
    }
    let deck = Deck {
        name: card.topic.clone(),
        title: card.topic.clone(),
        short: None,
        place: None,
        lang,
        go: None,
        cards: vec![Placed { card, place: Place::default() }],
    };
    let (text, notes) = print::print(&deck);
    if let Some(note) = notes.iter().find(|n| n.left_out) {
        bail!("{} cannot be edited as text: {}", note.id, note.message);
    }
    Ok(text)
}

/// Opens files, each with the text it has now, in the user's editor and waits for it. When that
/// fails, the folder goes unless something was written.
pub(super) fn run_editor(world: &World, folder: &Path, files: &[(&Path, &str)]) -> Result<()> {
    let result = start_editor(world, files);
    if result.is_err() {
        let untouched =
            |(path, text): &(&Path, &str)| read_edit(path).is_ok_and(|now| now == *text);
        if files.iter().all(untouched) {
            let _ = fs::remove_dir_all(folder);
        } else {
            return result
                .with_context(|| format!("what you wrote is kept in {}", folder.display()));
        }
    }
    result
}

fn start_editor(world: &World, files: &[(&Path, &str)]) -> Result<()> {
    let editor = world.editor();
    let (program, args) = split(editor)?;
    let status = Command::new(program)
        .args(args)
        .args(files.iter().map(|(path, _)| path))
        .status()
        .with_context(|| {
            format!("cannot start the editor `{editor}`: set EDITOR to one that is installed")
        })?;
    if !status.success() {
        bail!("the editor `{editor}` failed; nothing was changed");
    }
    Ok(())
}

/// The program and its arguments in a value of `EDITOR`, such as `code --wait` or
/// `'/opt/my editor/bin/ed' -w`, as a shell splits it. No shell runs it: then an editor that is
/// missing is an error of ours, and a `$` in a name stays one.
pub(super) fn split(editor: &str) -> Result<(String, Vec<String>)> {
    // The plain path of a program, which may have spaces without being quoted.
    if Path::new(editor).is_file() {
        return Ok((editor.to_owned(), Vec::new()));
    }
    // There a backslash divides folders and quotes nothing.
    let value = if cfg!(windows) { editor.replace('\\', r"\\") } else { editor.to_owned() };
    let Some(mut words) = shlex::split(&value) else {
        bail!("EDITOR is `{editor}`, in which a quote is not closed: close it");
    };
    if words.is_empty() {
        bail!("EDITOR is `{editor}`, which names no program: set it to one that is installed");
    }
    let program = words.remove(0);
    Ok((program, words))
}

/// Reads what came back from the editor.
pub(super) fn read_edit(path: &Path) -> Result<String> {
    /// No card is longer; what is was not typed.
    const LARGEST: u64 = 16 << 20;
    files::read_text(path, LARGEST).with_context(|| format!("cannot read {}", path.display()))
}

/// A new folder of our own for an edit in progress.
pub(super) fn tempfolder(world: &World, name: &str) -> Result<PathBuf> {
    let base = world.temporary();
    files::private_folder(&base, name)
        .with_context(|| format!("cannot make a folder for the editor in {}", base.display()))
}

#[cfg(all(test, unix))]
mod tests {
    use super::split;

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
