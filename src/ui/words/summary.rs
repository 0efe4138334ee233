//! What is said of a session at its end.

super::words! {
    /// There was something to ask and nothing was answered.
    nothing_answered: "Nothing was answered.", "没有作答。";
    /// The head of the table.
    session: "session", "本次练习";
    /// Different cards.
    row_cards: "cards", "卡片";
    /// Answers.
    row_answers: "answers", "作答";
    /// Cards that were new.
    row_new: "new", "新卡";
    /// The time.
    row_time: "time", "用时";
    /// The share that was recalled.
    row_recalled: "recalled", "记住";
    /// How many that was.
    recalled(percent: u32, passed: u32, all: u32): "{percent} % ({passed} of {all})", "{percent}%（{passed}/{all}）";
    /// No card was due for review.
    no_reviews: "no reviews yet", "还没有复习";
    /// Due on the next day.
    row_tomorrow_due: "due tomorrow", "明天到期";
    /// Due in a week.
    row_week_due: "due in 7 days", "7 天内到期";
    /// How the plan stands.
    row_plan: "plan", "计划";
    /// Readiness without any more study.
    row_readiness: "readiness if you stopped now", "若不再学的掌握度";
    /// Readiness now, and before the session; in percent.
    readiness(is: f64, was: f64): "{is:.0} % (was {was:.0} %)", "{is:.0}%（之前 {was:.0}%）";
    /// What the plan has for tomorrow.
    row_tomorrow: "tomorrow", "明天";
    /// New cards and reviews of a day.
    tomorrow(reviews: usize, new: usize): ["{new} new, {reviews} review", "{new} new, {reviews} reviews"], "{new} 张新卡，{reviews} 次复习";
    /// Days in a row.
    row_streak: "streak", "连续天数";
    /// Nothing is to be asked.
    nothing_due: "Nothing is due now.", "现在没有到期的卡片。";
    /// The next card comes in minutes.
    nothing_due_back(n: usize): ["Nothing is due now; the next card comes back in {n} minute.", "Nothing is due now; the next card comes back in {n} minutes."], "现在没有到期的卡片；下一张在 {n} 分钟后。";
    /// Cards come tomorrow.
    nothing_due_tomorrow(n: usize): ["Nothing is due now; {n} card tomorrow.", "Nothing is due now; {n} cards tomorrow."], "现在没有到期的卡片；明天有 {n} 张。";
    /// Cards come in two days or more.
    nothing_due_later(n: usize, days: usize): ["Nothing is due now; {n} card in {days} days.", "Nothing is due now; {n} cards in {days} days."], "现在没有到期的卡片；{days} 天后有 {n} 张。";
    /// What the plan had is done.
    plan_done(plan: &str): "Today's plan is done: {plan}.", "今天的计划已完成：{plan}。";
    /// The same, and the next card comes in minutes.
    plan_done_back(n: usize, plan: &str): ["Today's plan is done: {plan}; the next card comes back in {n} minute.", "Today's plan is done: {plan}; the next card comes back in {n} minutes."], "今天的计划已完成：{plan}；下一张在 {n} 分钟后。";
    /// The same, and cards are left half learned.
    plan_done_waiting(n: usize, plan: &str): ["Today's plan is done: {plan}; {n} card is not learned yet and comes first tomorrow.", "Today's plan is done: {plan}; {n} cards are not learned yet and come first tomorrow."], "今天的计划已完成：{plan}；有 {n} 张还没学会，明天先问。";
    /// How to go on with it; `topics` begins with a space where there are any.
    go_on_with_plan(topics: &str): "`godrill quiz{topics} --minutes 10` goes on with it.", "要继续，请用 `godrill quiz{topics} --minutes 10`。";
    /// Above the cards that were forgotten in the session.
    missed(n: usize): ["You missed {n} card:", "You missed {n} cards:"], "这次没答出 {n} 张卡片：";
    /// More of them.
    missed_more(n: usize): "and {n} more", "还有 {n} 张";
    /// Asks whether to ask them again.
    missed_again: "Ask them once more, off the record? [y/N]", "再问一遍吗（不计入进度）？[y/N]";
    /// How to ask them later today.
    missed_later: "`godrill quiz --missed` asks them once more.", "要再问一遍，请用 `godrill quiz --missed`。";
    /// Nothing was forgotten on this day.
    nothing_missed: "Nothing of this was forgotten today.", "今天没有答不出的卡片。";
    /// How to introduce new cards.
    introduce(new: usize, topics: &str): ["`godrill quiz{topics} --new {new}` introduces {new} new card now.", "`godrill quiz{topics} --new {new}` introduces {new} new cards now."], "要现在学 {new} 张新卡，请用 `godrill quiz{topics} --new {new}`。";
    /// How to cram.
    ask_any(topics: &str): "`godrill quiz{topics} --all` asks what you have seen, the weakest first; the schedule stays as it is.", "要从最薄弱的开始再过一遍学过的卡片，请用 `godrill quiz{topics} --all`；不影响复习安排。";
    /// The minutes are used, and cards are left half learned.
    minutes_used(n: usize): ["The minutes are used up: {n} card is not learned yet and comes first tomorrow.", "The minutes are used up: {n} cards are not learned yet and come first tomorrow."], "今天的时间已用完：有 {n} 张还没学会，明天先问。";
    /// How to go on nevertheless.
    go_on: "`godrill quiz --minutes 10` goes on now.", "要现在继续，请用 `godrill quiz --minutes 10`。";
    /// When learning goes on.
    next_learning(n: usize): ["Next learning card in {n} minute.", "Next learning card in {n} minutes."], "下一张学习中的卡片在 {n} 分钟后。";
}
