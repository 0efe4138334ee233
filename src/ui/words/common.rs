//! Counts and names that several screens share.

super::words! {
    /// Cards, counted.
    cards(n: usize): ["{n} card", "{n} cards"], "{n} 张卡片";
    /// Days, counted.
    days(n: usize): ["{n} day", "{n} days"], "{n} 天";
    /// The rating 1.
    again: "again", "重来";
    /// The rating 2.
    hard: "hard", "困难";
    /// The rating 3.
    good: "good", "良好";
    /// The rating 4.
    easy: "easy", "简单";
    /// Never answered.
    is_new: "new", "新";
    /// On its first steps.
    learning: "learning", "学习中";
    /// Learned, and asked again when it is due.
    review: "review", "复习";
    /// On the steps after a lapse.
    relearning: "relearning", "重学";
    /// Whose day has come.
    due: "due", "到期";
    /// A percentage.
    percent(n: impl std::fmt::Display): "{n} %", "{n}%";
    /// Between names in a list.
    list_comma: ", ", "、";
}
