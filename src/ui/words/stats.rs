//! What `stats` says.

super::words! {
    // Sums.
    stats_reviews: "reviews", "复习";
    stats_answers: "answers", "回答";
    stats_days: "days", "天数";
    stats_time: "time", "用时";
    stats_per_answer: "per answer", "平均每次";
    stats_seconds(n: f64): "{n:.1} s", "{n:.1} 秒";
    stats_streak: "streak", "连续天数";

    // True retention.
    stats_retention: "retention by age", "保持率（按间隔）";
    stats_recalled: "recalled", "记住";
    stats_of: "of", "次数";
    stats_ages(from: u32, to: u32): "{from} to {to} days", "{from}～{to} 天";
    stats_and_more(from: u32): "{from} days or more", "{from} 天及以上";

    // Charts.
    stats_past: "answers in the last 30 days", "最近 30 天的回答";
    stats_forecast: "cards due in the next 30 days", "未来 30 天到期的卡片";
}
