//! What `status` says.

super::words! {
    status_due(n: usize): "{n} due", "{n} 张到期";
    status_new(n: usize): "{n} new", "{n} 张新卡";
    status_learning(n: usize): "{n} learning", "{n} 张学习中";
    status_streak(n: u32): ["streak {n} day", "streak {n} days"], "连续 {n} 天";
}
