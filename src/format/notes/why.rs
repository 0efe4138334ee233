//! Why a line of notes became a question, or why none.

/// Why a line of notes became a question, or why none; what each means is said where a learner reads
/// it, in `why_…` of `ui/words/import.rs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    Bold,
    Callout,
    Cloze,
    ClozeWithout,
    Details,
    DetailsMute,
    Fields,
    Heading,
    HeadingMute,
    Line,
    Item,
    Announced,
    ItemMute,
    SmallTalk,
    Groups,
    Numbered,
    Obsidian,
    ObsidianBack,
    ObsidianTwice,
    Prose,
    Table,
    TableMute,
    Tagged,
    Term,
    TermMute,
    PageTitle,
    Wanted,
    Elsewhere,
    TooLarge,
    Code,
    NoQuestion,
}
