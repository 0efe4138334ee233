//! The quiz, line by line and on the screen.

use crate::home::Home;

const TWO: &str = "\
## What is a P? {#t-p level=1 weight=5}

A permit to run Go code.

There are GOMAXPROCS of them.

## Why is there a P? {#t-why-p level=1 weight=4 follows=t-p}

So that run queues scale.
";

#[test]
fn an_answer_is_counted_and_the_next_card_comes() {
    let home = Home::new();
    home.deck(TWO);
    home.godrill("quiz t --plain").stdin("\n\n3\nq\n").prints(
        "\
[1/2] t · new
What is a P?

> empty line: answer, ?: help, q: quit

A permit to run Go code.

> empty line: more, 1: again 1m, 2: hard 5m, 3: good 10m, 4: easy 7d

There are GOMAXPROCS of them.

> 1: again 1m, 2: hard 5m, 3: good 10m, 4: easy 7d

[2/3] t · new
Why is there a P?

> empty line: answer, ?: help, q: quit
session
───────────────────────────────────────
cards          1
answers        1
new            1
time           0:00
recalled       no card was known before
due tomorrow   0
due in 7 days  0
streak         1 day
Learning goes on: the next card comes back in 10 minutes.
",
    );
}
