//! The heads and states of listings of topics and cards, and what `decks --coverage` says.

super::words! {
    // Topics.
    head_topic: "topic", "主题";
    head_title: "title", "标题";
    head_cards: "cards", "卡片";

    // Cards.
    head_id: "id", "ID";
    head_level: "level", "级别";
    head_weight: "weight", "权重";
    head_state: "state", "状态";
    head_question: "question", "问题";
    is_draft: "draft", "草稿";
    is_suspended: "suspended", "已暂停";
    is_retired: "retired", "已停用";
    is_edited: "edited", "已修改";
    is_flagged: "flagged", "已标记";
    is_leech: "leech", "难记卡";
    no_card_found: "no card found", "没有找到卡片";

    // New cards from some topics only.
    focus_is(topics: &str): "new cards come from {topics} only", "新卡只来自 {topics}";
    focus_all: "new cards come from all topics", "新卡来自所有主题";
    focus_row: "focus", "专注";
    focus_of(topics: &str): "focus {topics}", "专注 {topics}";
    /// A topic in focus has no new cards left.
    focus_used(topics: &str): "{topics}: no new cards left, `godrill decks --focus all` takes them from all topics", "{topics}：没有新卡了，用 `godrill decks --focus all` 恢复为所有主题";

    // Which questions the cards answer.
    coverage_no_card: "no card", "没有对应的卡片";
    coverage_sum(n: usize, covered: usize):
        ["{n} question, {covered} with a card", "{n} questions, {covered} with a card"],
        "{n} 个问题，其中 {covered} 个有卡片";
}
