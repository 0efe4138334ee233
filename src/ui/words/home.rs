//! What home says: the topics, the interview, what today holds.

super::words! {
    /// Before what is left of today.
    home_today: "Today", "今天";
    /// Nothing is left.
    home_done: "nothing more to do", "没有要做的了";
    /// Before the day of the interview.
    home_interview: "Interview", "面试";
    /// There is no day.
    home_no_day: "no day set; d sets it", "未设日期，按 d 设置";
    /// The day, and how the plan stands.
    home_day(day: &str, standing: &str): "{day}, {standing}", "{day}，{standing}";
    /// Before where new cards come from.
    home_new: "New cards", "新卡";
    /// They come from everywhere.
    home_all: "from all topics", "来自所有主题";
    /// They come from the ticked topics.
    home_some(n: usize): ["from {n} topic only", "from {n} topics only"], "只来自 {n} 个主题";
    /// The head of the share that is known.
    home_known: "known", "掌握";
    /// A hint: begins.
    home_start: "start", "开始";
    /// A hint: goes back to the card.
    home_back: "back", "返回";
    /// A hint: ticks a topic.
    home_focus: "focus", "专注";
    /// A hint: unticks all topics.
    home_untick: "all topics", "所有主题";
    /// A hint: sets the day.
    home_set_day: "interview", "面试日期";
    /// A hint: sets the minutes.
    home_set_minutes: "minutes", "每日分钟";
    /// Asks for the day.
    home_ask_day(example: &str): "Day, such as {example}, or off: ", "日期，如 {example}；off 取消计划：";
    /// Asks for the minutes.
    home_ask_minutes: "Minutes a day, 1 to 600: ", "每天几分钟（1 到 600）：";
    /// What was typed is no day.
    home_not_a_day(text: &str): "`{text}` is not a day", "`{text}` 不是日期";
    /// The day is over.
    home_past: "that day is past", "这一天已经过去";
    /// The day is today.
    home_is_today: "a plan needs at least one night", "计划至少要隔一晚";
    /// The day is too far away.
    home_too_far: "that is more than a year away", "距今超过一年";
    /// What was typed are no minutes.
    home_not_minutes(text: &str): "`{text}` is not a number of minutes", "`{text}` 不是分钟数";
    /// Minutes are those of a plan.
    home_day_first: "set the day of the interview first, with d", "请先按 d 设置面试日期";
    /// The plan is over.
    home_plan_off: "the plan is off", "计划已取消";
}
