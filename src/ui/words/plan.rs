//! What `plan` says.

super::words! {
    // The head of a page.
    plan_interview(weekday: &str, day: &str):
        "Interview on {weekday}, {day}",
        "面试日 {day} {weekday}";
    plan_to_go(n: u32): ["{n} day to go", "{n} days to go"], "还有 {n} 天";
    plan_the_day: "today is the day", "就是今天";
    plan_minutes(spent: u32, of: u32):
        "{spent} of {of} min today",
        "今天 {spent} / {of} 分钟";
    plan_cards(about: &str, seen: usize, of: usize):
        "{about}, {seen} of {of} cards seen",
        "{about}，{of} 张卡片已学 {seen} 张";
    plan_all_topics: "all topics", "全部主题";
    plan_known(topics: &str): "known without review: {topics}", "学前已掌握：{topics}";
    plan_known_topic(topic: &str, share: &str): "{topic} {share}", "{topic} {share}";
    plan_no_cards:
        "It has no cards: its topics are empty, or an earlier goal has them all.",
        "这个目标没有卡片：主题是空的，或者卡片都归了更早的目标。";

    // Readiness.
    plan_readiness: "readiness", "掌握度";
    plan_share: "share", "比例";
    plan_if_you_stop: "on the day, if you stop", "面试日，若不再学";
    plan_expected: "on the day, expected", "面试日，预计";
    plan_rough:
        "With a week or less to go these are rough estimates.",
        "离面试不超过一周，这些数字只是粗略估计。";
    plan_range(low: i64, high: i64): "{low} to {high} %", "{low}%～{high}%";
    plan_perhaps(share: &str): "perhaps {share}", "约 {share}";

    // What if.
    plan_what_if: "what if", "如果";
    plan_left_out: "left out", "来不及";
    plan_minutes_a_day(n: u32): ["{n} minute a day", "{n} minutes a day"], "每天 {n} 分钟";
    plan_no_study(day: &str): "no study on {day}", "{day} 不学";
    plan_the_same: "the same", "不变";
    plan_points_more(n: u64): ["+{n} point", "+{n} points"], "+{n} 个百分点";
    plan_points_fewer(n: u64): ["-{n} point", "-{n} points"], "-{n} 个百分点";

    // What there is time for.
    plan_last_pass:
        "Last pass: cards you have seen come back once more, the weakest and most often asked \
         first; new cards come only if there are minutes left.",
        "最后一遍：学过的卡片再过一遍，记得最差、考得最多的优先；时间有剩才学新卡片。";
    plan_all_fit: "There is time for every card.", "时间够学完所有卡片。";
    plan_wont_fit(n: usize, topics: &str, first: &str):
        [
            "{n} card won't fit: {topics}. It is {first}",
            "{n} cards won't fit: {topics}. Most often asked among them: {first}"
        ],
        "{n} 张卡片来不及学：{topics}。其中最常考的：{first}";
    plan_topic_cards(topic: &str, n: usize): "{topic} ({n})", "{topic}（{n} 张）";
    plan_other_topics: "other topics", "其他主题";

    // Topics and days.
    plan_on_the_day: "on the day", "面试日";
    plan_seen: "seen", "已学";
    plan_day: "day", "日期";
    plan_min: "min", "分钟";
    plan_rest_of_today: "rest of today", "今天余下";
    plan_more_days(n: usize): ["{n} more day", "{n} more days, each"], "之后 {n} 天，每天";

    // Beside another plan.
    plan_plan: "plan", "计划";
    plan_now: "now", "现在";
    plan_then: "then", "改后";
    plan_about: "about", "范围";
    plan_interview_day: "interview", "面试日";
    plan_daily_minutes: "minutes a day", "每天分钟数";
    plan_hours: "hours until then", "到面试的总小时数";
    plan_expected_readiness: "expected readiness", "预计掌握度";
    plan_seen_by_then: "cards seen by then", "届时学过的卡片";
    plan_cards_left_out: "cards left out", "来不及学的卡片";
    plan_none: "No goal would be set.", "不会有任何目标。";
    plan_dry_run: "Dry run: nothing was changed.", "试运行：未做任何改动。";

    // Without a goal.
    plan_is_over(about: &str, day: &str, retention: &str):
        "The interview on {day} is over ({about}): back to everyday review ({retention} retention). \
         `godrill plan --off` drops the goal; `godrill plan --on DAY` sets the next one.",
        "{day} 的面试已经过去（{about}）：恢复日常复习（保持率 {retention}）。\
         `godrill plan --off` 删除这个目标，`godrill plan --on DAY` 设定下一个。";
    plan_no_goal(day: &str, retention: &str):
        "No interview is planned: everyday review ({retention} retention). To aim at a day: \
         `godrill plan --on {day} --minutes 30`",
        "没有面试计划，按日常复习进行（保持率 {retention}）。以某天为目标：\
         `godrill plan --on {day} --minutes 30`";
    plan_off(retention: &str):
        "The plan is off: back to everyday review ({retention} retention). `godrill undo` brings it back.",
        "计划已取消，恢复日常复习（保持率 {retention}）。`godrill undo` 可以找回计划。";
    plan_off_next(day: &str):
        "That goal is off; the next one is on {day}. `godrill undo` brings it back.",
        "这个目标已取消，下一个目标在 {day}。`godrill undo` 可以找回。";
}
