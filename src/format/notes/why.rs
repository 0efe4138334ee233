//! Why a line of notes became a question, or why none.

/// Why a line of notes became a question, or why none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A bold question.
    Bold,
    /// A box that asks, `[!question]`.
    Callout,
    /// A deletion of a cloze.
    Cloze,
    /// A cloze without a deletion.
    ClozeWithout,
    /// A `<details>` block whose summary asks.
    Details,
    /// A `<details>` block whose summary asks nothing.
    DetailsMute,
    /// A `<details>` block that is the answer of what stands above it.
    DetailsAnswer,
    /// A `<details>` block without a question.
    DetailsAlone,
    /// Headings that name the fields of a card.
    Fields,
    /// A heading that asks.
    Heading,
    /// A heading with text, for which the learner asked.
    HeadingTaken,
    /// A heading that asks nothing.
    HeadingMute,
    /// A line that asks.
    Line,
    /// A list item that asks.
    Item,
    /// A list item below one that announces questions.
    BelowItem,
    /// A list item under a heading that announces questions.
    UnderHeading,
    /// An item that asks nothing.
    ItemMute,
    /// An item such as "introduce yourself".
    SmallTalk,
    /// An item that announces questions and has none.
    AnnouncesNone,
    /// An item that only groups those below it.
    Groups,
    /// A numbered question.
    Numbered,
    /// A card of Obsidian over several lines.
    Obsidian,
    /// The same, from the answer to the question.
    ObsidianBack,
    /// A card of Obsidian on one line.
    ObsidianLine,
    /// The same, from the answer to the question.
    ObsidianLineBack,
    /// A highlight of Obsidian.
    ObsidianCloze,
    /// A line of Obsidian with more than one `::`.
    ObsidianTwice,
    /// A title and the prose under it.
    TitleWithProse,
    /// A title without prose.
    TitleAlone,
    /// A title whose text became cards.
    TitleUsed,
    /// A table with columns for question and answer.
    TableNamed,
    /// A table of two columns.
    TableOfTwo,
    /// A table that names no such columns.
    TableUnnamed,
    /// A table of two columns with something else in them.
    TableMute,
    /// Question and answer by their tags.
    Tagged,
    /// Both on one line.
    TaggedLine,
    /// A tagged question without an answer.
    TaggedUnanswered,
    /// A tagged question and what stands below it.
    TaggedAbove,
    /// A bold term with its text.
    BoldTerm,
    /// A term in a list of such.
    Term,
    /// A definition list.
    DefinitionList,
    /// A term with its text.
    TermMute,
    /// The title of the page.
    PageTitle,
    /// The learner wants it.
    Wanted,
    /// The question stands elsewhere with its answer.
    Elsewhere,
    /// More text than fits on a card.
    TooLarge,
    /// Code outside of an answer.
    Code,
    /// No question in it.
    NoQuestion,
    /// Prose that gives a reason or says what a term means.
    Prose,
}
