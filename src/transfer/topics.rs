//! Finds the names of topics by their titles: of a file, of a deck, or typed.

use anyhow::{Result, bail};
use unicode_normalization::UnicodeNormalization;

use crate::db::Store;
use crate::format::slug;
use crate::model::card::{Lang, Topic, is_kebab};
use crate::text::han;

/// The topics of the database, and those that titles made.
#[derive(Default)]
pub struct Topics {
    known: Vec<Topic>,
    new: Vec<Topic>,
}

impl Topics {
    /// Reads the topics of the database.
    pub fn of(store: &Store) -> Result<Topics> {
        Ok(Topics::among(store.topics()?))
    }

    /// Begins with these topics of the database.
    pub(super) fn among(known: Vec<Topic>) -> Topics {
        Topics { known, new: Vec::new() }
    }

    /// The name of the topic with a title; `None` when there is no letter in it. A title with letters
    /// that a name cannot have is looked up first, for it may be that of a topic with another name.
    pub fn named(&mut self, title: &str) -> Option<String> {
        let title: String = title.trim().nfc().filter(|c| !c.is_control()).collect();
        let is_typed = !title.chars().any(|c| !c.is_ascii() && c.is_alphanumeric());
        let is_it = |topic: &&Topic| !is_typed && topic.is_titled(&title);
        if let Some(topic) = self.known.iter().chain(&self.new).find(is_it) {
            return Some(topic.name.clone());
        }
        let name = slug::topic(&title)?;
        if !is_typed {
            let lang = if han::is_in(&title) { Lang::Zh } else { Lang::En };
            self.new.push(Topic {
                name: name.clone(),
                titles: [(lang, title)].into(),
                ..Topic::default()
            });
        }
        Some(name)
    }

    /// The name of the topic that a learner means: the name itself, or a title in Chinese.
    pub fn typed(&mut self, said: &str) -> Result<String> {
        let is_name = is_kebab(said);
        let said: String = said.trim().nfc().collect();
        let named = han::is_in(&said).then(|| self.named(&said)).flatten();
        match named {
            _ if is_name => Ok(said),
            Some(name) => Ok(name),
            None => bail!(
                "`{said}` cannot name a topic: use small letters, digits and hyphens, or Chinese"
            ),
        }
    }

    /// The same, and a title in any language that a topic has.
    pub fn called(&mut self, said: &str) -> Result<String> {
        let titled: Vec<&Topic> = self.known.iter().filter(|t| t.is_titled(said)).collect();
        match titled.as_slice() {
            [one] if self.known.iter().all(|topic| topic.name != said) => Ok(one.name.clone()),
            _ => self.typed(said),
        }
    }

    /// The topic of that name with its title, if it is new and not taken before.
    pub fn take(&mut self, name: &str) -> Option<Topic> {
        let at = self.new.iter().position(|topic| topic.name == name)?;
        let topic = self.new.swap_remove(at);
        let is_there = self.known.iter().any(|known| known.name == name);
        self.known.push(topic.clone());
        (!is_there).then_some(topic)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_finds_its_topic_or_makes_one() {
        let mut topics = Topics::default();
        let old = [(Lang::Zh, "面试: 数据库".to_owned())].into();
        topics.known.push(Topic { name: "deck-8aaff8".into(), titles: old, ..Topic::default() });
        assert_eq!(topics.named("面试: 数据库").as_deref(), Some("deck-8aaff8"));
        assert_eq!(topics.named("网络").as_deref(), Some("wang-luo"));
        assert_eq!(topics.named("My Notes").as_deref(), Some("my-notes"));
        assert_eq!(topics.named("...").as_deref(), None);
        assert_eq!(topics.take("my-notes"), None);
        assert_eq!(topics.take("wang-luo").unwrap().title_in(Lang::En), "网络");
        assert_eq!(topics.take("wang-luo"), None);
        assert_eq!(topics.named("网络").as_deref(), Some("wang-luo"));
        assert_eq!(topics.typed("gmp").unwrap(), "gmp");
        assert_eq!(topics.typed("切片").unwrap(), "qie-pian");
        assert!(topics.typed("My Notes").is_err());
    }
}
