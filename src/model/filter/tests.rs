//! Any filter, for the properties that hold for all; and how filters are typed.

use proptest::prelude::*;
use proptest::sample::select;

use super::parse::{DEEPEST, MOST, Names, Problem, joined, parse};
use super::words::Phrase;
use super::{Between, Filter, Is};
use crate::model::card::{Kind, Lang, Topic};
use crate::model::review::Rating;

/// Tags of cards, with all that a tag may have in it.
pub const TAGS: [&str; 6] = ["a", "ab", "a'b", "\"c", "(d)", "e:\\f"];

/// The name of a topic.
pub fn topic() -> impl Strategy<Value = String> {
    (0..3_u8).prop_map(|n| format!("topic-{n}"))
}

/// The id of a card.
pub fn id() -> impl Strategy<Value = String> {
    (0..12_u8).prop_map(|n| format!("card-{n:02}"))
}

/// A text that shares parts with other such texts.
pub fn text() -> impl Strategy<Value = String> {
    const PIECES: [&str; 24] = [
        "map",
        "Map",
        "ma",
        "a",
        "b",
        "x1",
        "écrit",
        "ECRIT",
        "e\u{301}crit",
        "ǘ",
        "Й",
        "й",
        "한",
        "Ω",
        "写",
        "屏",
        "障",
        "カ",
        "？",
        "，",
        "sync.Map",
        "\"",
        "-",
        "€",
    ];
    let piece = (select(PIECES.to_vec()), select(vec!["", "", " ", "\n", ", "]));
    proptest::collection::vec(piece, 1..5)
        .prop_map(|pieces| pieces.iter().map(|(piece, gap)| format!("{piece}{gap}")).collect())
}

fn between(least: i32, most: i32) -> impl Strategy<Value = Between> {
    (least..=most, least..=most, 0..3_u8).prop_map(|(a, b, ends)| Between {
        from: (ends != 0).then_some(a.min(b)),
        to: (ends != 1).then_some(a.max(b)),
    })
}

/// Any filter that can be typed.
pub fn filter() -> impl Strategy<Value = Filter> {
    let phrase = || text().prop_filter("a word", |text| Phrase::of(text).is_some());
    let rated =
        (proptest::option::of(select(Rating::ALL.to_vec())), proptest::option::of(1..4_u32))
            .prop_filter("something", |rated| *rated != (None, None));
    let leaf = prop_oneof![
        topic().prop_map(Filter::Topic),
        select(TAGS.to_vec()).prop_map(|tag| Filter::Tag(tag.into())),
        between(1, 3).prop_map(Filter::Level),
        between(1, 5).prop_map(Filter::Weight),
        select(Kind::ALL.to_vec()).prop_map(Filter::Kind),
        id().prop_map(Filter::Id),
        id().prop_map(Filter::Follows),
        prop_oneof![Just(String::new()), text()].prop_map(Filter::Note),
        phrase().prop_map(Filter::Text),
        phrase().prop_map(Filter::Text),
        rated.prop_map(|(rating, days)| Filter::Rated(rating, days)),
        between(-3, 3).prop_map(Filter::Due),
        between(0, 6).prop_map(Filter::Lapses),
        select(Is::ALL.to_vec()).prop_map(Filter::Is),
        Just(Filter::default()),
    ];
    leaf.prop_recursive(4, 16, 3, |inner| {
        let parts = proptest::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            parts.clone().prop_map(Filter::all),
            parts.prop_map(Filter::any),
            inner.prop_map(|part| Filter::Not(Box::new(part))),
        ]
    })
}

fn names() -> Names {
    let topic = |name: &str, title: &str, short: &str| Topic {
        name: name.into(),
        titles: [(Lang::En, title.to_owned()), (Lang::Zh, format!("{name}图"))].into(),
        short: (!short.is_empty()).then(|| short.to_owned()),
        ..Topic::default()
    };
    let mut tags: Vec<String> = TAGS.map(str::to_owned).into();
    tags.sort();
    Names {
        topics: vec![
            topic("map", "Maps", "Map"),
            topic("slices", "Slices and arrays", "S"),
            topic("one", "Twice", ""),
            topic("two", "Twice", ""),
            topic("topic-0", "A", ""),
            topic("topic-1", "B", ""),
            topic("topic-2", "C", ""),
        ],
        ids: ["map", "map-growth", "t-two"]
            .map(str::to_owned)
            .into_iter()
            .chain((0..12).map(|n| format!("card-{n:02}")))
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect(),
        tags,
    }
}

proptest! {
    #[test]
    fn what_is_printed_is_read_again(filter in filter()) {
        let printed = filter.to_string();
        prop_assert_eq!(parse(&printed, &names()), Ok(filter), "{}", printed);
    }

    #[test]
    fn anything_typed_is_a_filter_or_a_problem_in_it(
        text in "([a-z:.(\")<> 0-9写（：“”é\\\\]|or|not|is:new|level:|due:){0,12}",
    ) {
        match parse(&text, &names()) {
            Ok(filter) => {
                prop_assert_eq!(parse(&filter.to_string(), &names()), Ok(filter));
            }
            Err(Problem { place, .. }) => {
                prop_assert!(text.get(place.clone()).is_some(), "{:?}", place);
            }
        }
    }
}

#[test]
fn what_is_typed_means_this() {
    for (typed, meant) in [
        ("", ""),
        ("map", "topic:map"),
        ("MAPS", "topic:map"),
        ("s", "topic:slices"),
        ("MAP图", "topic:map"),
        ("map map-growth level:1", "(topic:map or id:map-growth) level:1"),
        ("level:1 map is:new slices", "level:1 (topic:map or topic:slices) is:new"),
        ("topic:map topic:slices", "topic:map topic:slices"),
        ("not map slices", "not topic:map topic:slices"),
        ("not (map slices) and is:DUE", "not (topic:map or topic:slices) is:due"),
        ("a or b c", "topic:topic-0 or topic:topic-1 or topic:topic-2"),
        ("map is:new or is:due", "(topic:map is:new) or is:due"),
        ("(map OR slices)level:2..3", "(topic:map or topic:slices) level:2..3"),
        ("（map or slices） level：1", "(topic:map or topic:slices) level:1"),
        ("growth", "\"growth\""),
        ("\"map\"", "\"map\""),
        ("“write barrier”", "\"write barrier\""),
        ("slice扩容", "\"slice\" \"扩容\""),
        ("make(chan)", "\"make(chan)\""),
        ("(make() or x)", "\"make()\" or \"x\""),
        ("\"a \\\"b\\\" \\c\"", "\"a \\\"b\\\" \\\\c\""),
        ("\"or\" \"not\"", "\"or\" \"not\""),
        ("level:>1 weight:<=4 lapses:>=3", "level:2.. weight:..4 lapses:3.."),
        ("due:..2w due:-1.. due:0d", "due:..14d due:-1d.. due:0d"),
        (
            "rated:7d rated:1 rated:again:2w rated:3d:good",
            "rated:7d rated:again rated:again:14d rated:good:3d",
        ),
        ("note: note:Talk note:\"two words\"", "note: note:Talk note:\"two words\""),
        ("kind:Output tag:\"(d)\" tag:a'b", "kind:output tag:\"(d)\" tag:\"a'b\""),
        ("id:t-two follows:map-growth", "id:t-two follows:map-growth"),
        ("topic:Maps", "topic:map"),
    ] {
        let filter = parse(typed, &names()).unwrap_or_else(|e| panic!("{typed}: {e:?}"));
        assert_eq!(filter.to_string(), meant, "{typed}");
    }
}

#[test]
fn arguments_are_one_text() {
    let args = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    for (typed, text) in [
        (args(&["map", "level:1"]), "map level:1"),
        (args(&["slices and arrays", "is:new"]), "topic:slices is:new"),
        (args(&["\"write barrier\"", "(a or b)"]), "\"write barrier\" (a or b)"),
    ] {
        assert_eq!(joined(&typed, &names()), text);
    }
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let missing = "a condition is missing here, such as `is:leech`";
    let deep = "(".repeat(DEEPEST + 1);
    let long = vec!["x"; MOST + 1].join(" ");
    for (typed, part, message) in [
        ("map levle:1", "levle", "unknown filter `levle`: did you mean level?"),
        (
            "http://x",
            "http",
            "unknown filter `http`: in quotes it is searched for, else use topic, tag, level, weight, kind, id, follows, note, is, rated, due or lapses",
        ),
        ("topic:mpa", "mpa", "unknown topic `mpa`: did you mean map?"),
        ("tag:zz", "zz", "unknown tag `zz`: no card has it"),
        ("id:map-grwth", "map-grwth", "unknown card `map-grwth`: did you mean map-growth?"),
        ("is:lech", "lech", "unknown state `lech`: did you mean leech?"),
        ("kind:zz", "zz", "unknown kind `zz`: use basic, output, choice or write"),
        ("twice", "twice", "`twice` is the title of one and two: give one of these names"),
        ("level:", "level:", "`level:` needs a value, such as `level:2..`"),
        ("level:4", "4", "a level is 1 to 3"),
        ("weight:<1", "<1", "a weight is 1 to 5"),
        ("lapses:<0", "<0", "no number of lapses is below 0"),
        ("lapses:x", "x", "`x` is no range, such as `lapses:3..`"),
        ("level:..", "..", "`..` is no range, such as `level:2..`"),
        ("level:3..1", "3..1", "`3..1` holds nothing: put the smaller end first"),
        ("due:99999999999d", "99999999999d", "`99999999999d` is no range, such as `due:..3d`"),
        ("rated:agian", "agian", "unknown rating `agian`: did you mean again?"),
        ("rated:0d", "0d", "`0d` is no time, such as `7d`"),
        ("rated:1d:2d", "1d:2d", "`1d:2d` says it twice: use one, such as `rated:again:7d`"),
        ("map (is:new", "(", "this bracket is not closed"),
        ("map is:new)", ")", "no bracket is open here"),
        ("is:new \"写", "\"", "this quote is not closed"),
        ("map or", "", missing),
        ("or map", "o", missing),
        ("not", "", missing),
        ("()", ")", missing),
        (":=", ":=", "there is no word to search for in this"),
        ("\"?\"", "\"?\"", "there is no word to search for in this"),
        (&deep, "(", "this is nested too deeply: take a bracket away"),
        (&long, "x", "more than 500 conditions are too many: name fewer"),
    ] {
        let Problem { place, message: found } = parse(typed, &names()).unwrap_err();
        assert_eq!((&typed[place], found.as_str()), (part, message), "{typed}");
    }
}
