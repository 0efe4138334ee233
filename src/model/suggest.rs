//! Suggestions: the names nearest to one that does not exist.

/// The known names nearest to `wanted`, best first, at most three: those with few typing errors
/// (an edit or transposition for every four letters, and one more), those with a word that begins
/// with it, and those that begin alike (Jaro-Winkler similarity).
pub fn nearest<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    const ALIKE: f64 = 0.85;
    let wanted = wanted.to_lowercase();
    let length = wanted.chars().count();
    let mut near: Vec<(f64, &str)> = known
        .into_iter()
        .filter_map(|name| {
            let edits = strsim::damerau_levenshtein(&wanted, name);
            let alike = strsim::jaro_winkler(&wanted, name);
            if edits <= 1 + length / 4 && edits < length {
                Some((2.0 - edits as f64 / length as f64, name))
            } else if length > 2
                && (name.starts_with(&wanted) || name.contains(&format!("-{wanted}")))
            {
                Some((1.0 + alike, name))
            } else {
                (alike >= ALIKE).then_some((alike, name))
            }
        })
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    near.into_iter().take(3).map(|(_, name)| name).collect()
}

/// `unknown topic `gpm`: did you mean gmp?`, or without near names what to run instead.
pub fn unknown<'a>(
    what: &str,
    wanted: &str,
    known: impl IntoIterator<Item = &'a str>,
    otherwise: &str,
) -> String {
    let near = nearest(wanted, known);
    match near.split_last() {
        None => format!("unknown {what} `{wanted}`: {otherwise}"),
        Some((only, [])) => format!("unknown {what} `{wanted}`: did you mean {only}?"),
        Some((last, rest)) => {
            format!("unknown {what} `{wanted}`: did you mean {} or {last}?", rest.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_suggested() {
        let known = ["gmp", "gc", "map", "slice", "channel"];
        for (wanted, message) in [
            ("gpm", "unknown topic `gpm`: did you mean gmp?"),
            ("chanel", "unknown topic `chanel`: did you mean channel?"),
            ("zzz", "unknown topic `zzz`: `godrill decks` lists them"),
        ] {
            assert_eq!(unknown("topic", wanted, known, "`godrill decks` lists them"), message);
        }
    }
}
