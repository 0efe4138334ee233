//! Terms: what a text is about, in whichever language it is written.
//!
//! A term is a concept (`协程`, `goroutines` and `goroutine` are one), a stemmed Latin word, or a
//! pair of neighbouring Han characters. Which concept a word stands for depends on the topic in whose
//! words a text is read: `select` is one thing in SQL and another among channels. Words that any
//! question may hold (what, how, 区别, 底层) say how is asked, or nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::words::{self, GENERAL, Section};
use crate::text::han::stands_alone;

/// What a text is about: a concept, a word, a pair of Han characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term {
    /// The name of the concept (with its topic before it, if that is another one), or the word.
    pub name: String,
    /// What it tells.
    pub sort: Sort,
}

/// What a term tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// A concept of the topic, or of all topics.
    Known(Section),
    /// A subject of another topic, or a Latin word that no list has.
    Word,
    /// Two Han characters that no list has: perhaps a word, perhaps not.
    Pair,
    /// One such character between known words.
    Single,
}

impl Term {
    /// Whether it says how something is asked (how it works inside, a comparison), not what.
    pub fn is_facet(&self) -> bool {
        matches!(self.sort, Sort::Known(Section::Asked | Section::Exact))
    }

    /// Whether it names the topic.
    pub fn is_name(&self) -> bool {
        self.sort == Sort::Known(Section::Names)
    }
}

/// The vocabulary: turns texts into terms.
pub struct Vocabulary {
    /// Known words by their first unit, the longest first.
    known: HashMap<String, Vec<Known>>,
    /// The topics that have words; [`Known::topic`] is a place here.
    topics: BTreeMap<String, usize>,
}

/// A known word: its units after the first, and the concepts it stands for.
struct Known {
    rest: Vec<String>,
    /// The topic it belongs to; `None` when it belongs to all.
    topic: Option<usize>,
    /// Their names, and what they tell; none for a stop word.
    concepts: Vec<(String, Section)>,
    /// The list it stands in.
    list: String,
}

/// Stands between the concepts of a word that stands for several.
const AND: &str = " + ";

impl Vocabulary {
    /// The vocabulary of files of words.
    pub fn new(text: &str) -> Vocabulary {
        let (lists, _) = words::read(text);
        let names: BTreeSet<&str> = lists.iter().map(|list| list.topic).collect();
        let names = names.into_iter().filter(|name| *name != GENERAL);
        let topics: BTreeMap<String, usize> = names.map(str::to_owned).zip(0..).collect();
        let mut known: HashMap<String, Vec<Known>> = HashMap::new();
        for list in &lists {
            let topic = topics.get(list.topic).copied();
            let sections: HashMap<&str, Section> = list
                .concepts
                .iter()
                .filter_map(|(section, words)| Some((*words.first()?, *section)))
                .collect();
            for (section, words) in &list.concepts {
                let concept = words.first().copied().unwrap_or_default();
                let concepts = concept.split(AND).filter(|_| *section != Section::Stop);
                let concepts: Vec<(String, Section)> = concepts
                    .map(|part| (part.to_owned(), *sections.get(part).unwrap_or(section)))
                    .collect();
                for word in words.iter().filter(|word| !word.contains(AND)) {
                    let mut units = units(word).into_iter().map(|unit| unit.text);
                    let Some(first) = units.next() else { continue };
                    known.entry(first).or_default().push(Known {
                        rest: units.collect(),
                        topic,
                        concepts: concepts.clone(),
                        list: list.topic.to_owned(),
                    });
                }
            }
        }
        for words in known.values_mut() {
            words.sort_by_key(|word| std::cmp::Reverse(word.rest.len()));
        }
        Vocabulary { known, topics }
    }

    /// How texts are read in a topic.
    pub fn reading(&self, topic: &str) -> Reading<'_> {
        Reading { vocabulary: self, topic: self.topics.get(topic).copied() }
    }
}

/// The vocabulary as one topic understands it.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    vocabulary: &'a Vocabulary,
    topic: Option<usize>,
}

impl Reading<'_> {
    /// Whether the topic has words of its own.
    pub fn has_words(&self) -> bool {
        self.topic.is_some()
    }

    /// The terms of a text, without repetitions.
    pub fn set(&self, text: &str) -> BTreeSet<Term> {
        self.terms(text).into_iter().collect()
    }

    /// The terms of a text in order, with repetitions.
    pub fn terms(&self, text: &str) -> Vec<Term> {
        let units = units(text);
        let mut terms = Vec::new();
        // Han characters since the last known word.
        let mut run: Vec<&str> = Vec::new();
        let mut at = 0;
        while let Some(unit) = units.get(at) {
            if unit.begins || !unit.is_han {
                pairs(&mut run, &mut terms);
            }
            if let Some(word) = self.known(&units[at..]) {
                pairs(&mut run, &mut terms);
                terms.extend(self.concepts(word));
                at += word.rest.len() + 1;
                continue;
            }
            if unit.is_han {
                run.push(&unit.text);
            } else {
                terms.push(Term { name: unit.text.clone(), sort: Sort::Word });
            }
            at += 1;
        }
        pairs(&mut run, &mut terms);
        terms
    }

    /// The concepts that a known word stands for.
    fn concepts(&self, word: &Known) -> impl Iterator<Item = Term> {
        let is_elsewhere = word.topic.is_some() && word.topic != self.topic;
        word.concepts.iter().map(move |(concept, section)| {
            let sort = match section {
                Section::Names if is_elsewhere => Sort::Known(Section::Foreign),
                Section::Subjects if is_elsewhere => Sort::Word,
                section => Sort::Known(*section),
            };
            let list = &word.list;
            let name = if is_elsewhere { format!("{list}:{concept}") } else { concept.clone() };
            Term { name, sort }
        })
    }

    /// The known word with which `units` begin: the longest of this topic and of all, where the
    /// topic's own wins a draw; a longer one of another topic only takes the place of one of all.
    fn known(&self, units: &[Unit]) -> Option<&Known> {
        let (first, rest) = units.split_first()?;
        let same = |(word, unit): (&String, &Unit)| !unit.begins && *word == unit.text;
        let stands =
            |word: &&Known| word.rest.len() <= rest.len() && word.rest.iter().zip(rest).all(same);
        let (mut own, mut general, mut other) = (None, None, None);
        // The longest come first.
        for word in self.vocabulary.known.get(&first.text)?.iter().filter(stands) {
            let best = match word.topic {
                None => &mut general,
                topic if topic == self.topic => &mut own,
                _ => &mut other,
            };
            best.get_or_insert(word);
        }
        let len = |word: Option<&Known>| word.map_or(0, |word| word.rest.len() + 1);
        if own.is_some() && len(own) >= len(general) {
            own
        } else if len(other) > len(general) {
            other
        } else {
            general
        }
    }
}

/// Pairs of neighbours of a run of unknown Han characters, or the only one.
fn pairs(run: &mut Vec<&str>, terms: &mut Vec<Term>) {
    if let [single] = run[..] {
        terms.push(Term { name: single.to_owned(), sort: Sort::Single });
    }
    let pair = |pair: &[&str]| Term { name: pair.concat(), sort: Sort::Pair };
    terms.extend(run.windows(2).map(pair));
    run.clear();
}

/// What is ambiguous or misplaced in files of words: a word that stands for two concepts of one
/// topic, a topic's name within an aspect, which would hide that the topic is named.
#[cfg(test)]
pub(crate) fn faults(text: &str) -> Vec<String> {
    let (lists, mut faults) = words::read(text);
    for list in &lists {
        let mut seen: HashMap<Vec<String>, &str> = HashMap::new();
        let texts = |word: &str| units(word).into_iter().map(|unit| unit.text).collect::<Vec<_>>();
        let names: Vec<Vec<String>> = list
            .concepts
            .iter()
            .filter(|(section, _)| *section == Section::Names)
            .flat_map(|(_, words)| words.iter().filter(|word| !word.contains(AND)))
            .map(|word| texts(word))
            .collect();
        for (section, words) in &list.concepts {
            for (place, word) in words.iter().enumerate().filter(|(_, word)| !word.contains(AND)) {
                let concept = if *section == Section::Stop { "a stop word" } else { words[0] };
                let units = texts(word);
                let has_name = |name: &Vec<String>| units.windows(name.len()).any(|w| w == *name);
                if *section == Section::Aspects && place > 0 && names.iter().any(has_name) {
                    faults.push(format!("{}: `{word}` hides a name of the topic", list.topic));
                }
                if let Some(other) = seen.insert(units, concept)
                    && other != concept
                {
                    faults.push(format!("{}: `{word}` is {other} and {concept}", list.topic));
                }
            }
        }
    }
    faults
}

/// A Latin word, stemmed, or one Han character.
struct Unit {
    text: String,
    is_han: bool,
    /// Whether punctuation stands before it, over which no word reaches.
    begins: bool,
}

fn units(text: &str) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut word = String::new();
    let mut begins = true;
    for c in text.chars().flat_map(char::to_lowercase).chain([' ']) {
        if !stands_alone(c) && (c.is_alphanumeric() || matches!(c, '_' | '.')) {
            word.push(c);
            continue;
        }
        let whole = word.trim_matches('.');
        // `sync.Map` is two words, `6.5` is one.
        let is_number = whole.starts_with(|c: char| c.is_ascii_digit());
        for part in whole.split(|c| c == '.' && !is_number).filter(|part| !part.is_empty()) {
            units.push(Unit { text: stem(part), is_han: false, begins });
            begins = false;
        }
        word.clear();
        if stands_alone(c) {
            units.push(Unit { text: c.into(), is_han: true, begins });
            begins = false;
        } else {
            begins |=
                !(c.is_whitespace() || matches!(c, '-' | '`' | '*' | '/' | '\'' | '’' | '[' | ']'));
        }
    }
    units
}

/// An English word without its ending, so that `growing` and `grows` meet. Crude, but the same for
/// questions and cards.
fn stem(word: &str) -> String {
    if word.len() < 4 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return word.to_owned();
    }
    let strip = |word: &'_ str, ending: &str| -> Option<usize> {
        word.strip_suffix(ending).map(str::len).filter(|&len| len >= 3)
    };
    let mut len = word.len();
    if let Some(rest) = strip(word, "s").filter(|&r| !word[..r].ends_with(['s', 'u', 'i'])) {
        len = rest;
    }
    if let Some(rest) = ["ing", "ed"].iter().find_map(|ending| strip(&word[..len], ending)) {
        len = rest;
    }
    len = strip(&word[..len], "e").unwrap_or(len);
    match &word.as_bytes()[..len] {
        [.., a, b] if a == b && len > 3 => word[..len - 1].to_owned(),
        _ => word[..len].to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "\
# channel
## names
channel | 通道
## subjects
select | select 语句
## aspects
buffered | 有缓冲
send | 写
receive | 读
send + receive | 读写
# gc
## names
gc | garbage collection
## subjects
write barrier | 写屏障
# sql
## subjects
query | select
index of a table | 索引
# general
## shared
grow | growth | 扩容
database trigger | 触发器
trigger | 触发
## asked
what is | 是什么
## stop
the | of | and | 的 | 和 | 怎么 | 请问 | 一下
";

    #[test]
    fn texts_become_terms_in_the_words_of_a_topic() {
        let vocabulary = Vocabulary::new(WORDS);
        for (topic, text, terms) in [
            ("channel", "What is a buffered channel?", "what is, a, buffered, channel"),
            ("channel", "有缓冲的通道和 channels", "buffered, channel, channel"),
            ("channel", "select, poll", "select, pol"),
            ("channel", "[]channel or *channel", "channel, or, channel"),
            ("sql", "select, poll", "query, pol"),
            ("gc", "select", "channel:select"),
            ("gc", "三色和写屏障", "三色, write barrier"),
            ("channel", "写屏障", "send, 屏障"),
            ("channel", "读写 channel", "send, receive, channel"),
            ("sql", "写屏障", "gc:write barrier"),
            ("mine", "growing slices; growth, 扩容", "grow, slic, grow, grow"),
            ("mine", "触发器", "database trigger"),
            ("mine", "garbage, collection", "garbag, collection"),
            ("mine", "sync.Map 的 6.5 和孤儿", "sync, map, 6.5, 孤儿"),
            ("mine", "怎么挑", "挑"),
            ("mine", "请问一下是什么", "what is"),
            ("mine", "—…？", ""),
        ] {
            let found = vocabulary.reading(topic).terms(text);
            let names: Vec<&str> = found.iter().map(|term| term.name.as_str()).collect();
            assert_eq!(names.join(", "), terms, "{topic}: {text}");
        }
    }

    #[test]
    fn what_is_ambiguous_is_told() {
        assert_eq!(faults(WORDS), [""; 0]);
        let words = "# t\n## names\nfrob\n## aspects\na | b | big frob\nc | b\n";
        assert_eq!(faults(words), ["t: `big frob` hides a name of the topic", "t: `b` is a and c"]);
    }
}
