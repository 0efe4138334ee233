//! What `show` says of a card.

super::words! {
    show_card: "card", "卡片";
    show_kind: "kind", "类型";
    show_level_and_weight: "level, weight", "级别、权重";
    show_follows: "follows", "追问自";
    show_nothing: "nothing", "无";
    show_same: "asks nearly the same", "问法相近";
    show_tags: "tags", "标签";
    show_buried: "buried until", "搁置到";
    show_stability: "stability", "稳定性";
    show_stability_days(n: f32): "{n:.1} days", "{n:.1} 天";
    show_difficulty: "difficulty", "难度";
    show_of_ten(n: f32): "{n:.1} of 10", "{n:.1} / 10";
    show_recall: "recall now", "当前回忆率";
    show_next: "next", "下次";
    show_next_wait(rating: &str, wait: &str): "{rating} {wait}", "{rating} {wait}";
    show_no_answer(id: &str):
        "(no answer yet: write it with `godrill edit {id}`)",
        "（还没有答案：用 `godrill edit {id}` 补上）";

    // The reader.
    reader_on: "on", "继续";
    reader_back: "back", "返回";
    reader_cards: "next, previous card", "下一张、上一张";
    reader_scroll: "scroll", "滚动";

    // Its history.
    show_reviewed: "reviewed", "复习时间";
    show_rating: "rating", "评分";
    show_seconds: "seconds", "秒";
}
